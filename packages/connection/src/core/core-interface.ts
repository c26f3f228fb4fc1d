import type { DriftObserver } from "@x/core";
import type { Push } from "../descriptor.ts";
import type { ConnectionError, Failure, FailureCode } from "../failure.ts";
import type { Dialect } from "./dialect.ts";
import type { Follower } from "./follower.ts";
import type { Request } from "./request.ts";
import type { Surroundings } from "./signals.ts";
import type { TokenSource } from "./token-source.ts";

/** Times are in milliseconds. */
export interface CoreOptions {
  readonly dialect: Dialect;
  /** The host this connection is for; requests for other hosts are refused. */
  readonly host: string;
  /** Where session tokens come from, if there are any. */
  readonly token?: TokenSource | undefined;
  /** How long the transport may take to open. */
  readonly connectTimeout: number;
  /** How long the answer to a request may take, unless it says otherwise. */
  readonly deadline: number;
  /** After this long without a frame, ask for a sign of life. */
  readonly idle: number;
  /** After this much longer, the connection counts as lost. */
  readonly stale: number;
  /** Whether a connection that is lost is made again. */
  readonly reconnect: boolean;
  /** The ceilings of the wait before that: the first, and the highest. */
  readonly initial: number;
  readonly maximum: number;
  /** When connections to the same place were begun, the latest last: shared by all that count together. */
  readonly attempts: number[];
  readonly random?: () => number;
  /** What comes by itself and is to be told. */
  readonly pushes?: readonly Push[] | undefined;
  /** Looks for what the spec does not know, where that is wanted. */
  readonly drift?: DriftObserver | undefined;
  /** Makes the package's own error. */
  readonly toError: (failure: Failure) => ConnectionError;
}

/** `waiting`: the connection is lost and will be made again. */
export type ConnectionState = "idle" | "connecting" | "open" | "waiting" | "closing" | "closed";

/** See `connectionCore`. What happens is told within `step`. */
export interface ConnectionCore {
  readonly options: CoreOptions;
  readonly out: Surroundings;
  readonly state: ConnectionState;
  /** The time of the present step. */
  readonly now: number;
  /**
   * Does what `act` says to this core, at a time never less than in an earlier step. What is asked for while a step is
   * under way, by a listener for one, waits for its end.
   */
  step(act: () => void, now: number): void;
  open(): void;
  /** The transport is open. */
  opened(): void;
  frame(text: string): void;
  /** The transport has ended, or could not even be begun: then trying again does not change it. */
  lost(code: number | undefined, reason: string): void;
  tick(): void;
  /** Ends when the calls that were sent have their answers. */
  close(): void;
  /** Takes a request on. */
  request(request: Request): void;
  /** Takes back a request that has not been sent. `false` when there is none. */
  withdraw(request: Request): boolean;
  /** Ends requests: those of which `which` says so, told whether they have been sent. */
  end(
    which: (request: Request, sent: boolean) => unknown,
    code: FailureCode,
    words: string,
    cause?: unknown,
  ): void;
  /** What follows channels on this connection, made when it is first needed. */
  follower(make: (core: ConnectionCore) => Follower): Follower;
  /** A frame that belongs to nothing. */
  stray(reason: string, text: string): void;
  /** Keeps credentials out of what people read. */
  mask(text: string): string;
}
