import type { Gap } from "../sink.ts";

/** What a connection's core asks of its surroundings. None of it calls back before it returns. */
export interface Surroundings {
  /** Open a socket, and say `opened` or `lost`. */
  connect(): void;
  send(text: string): void;
  /** Close the socket. Nothing of it is to be told any more. */
  disconnect(): void;
  /** Take a step of the core with this, when something came that the core did not ask its surroundings for. */
  step(act: () => void): void;
  /** Say `tick` at this time, in place of any earlier one; `Infinity`: never. */
  wake(at: number): void;
  event(event: ConnectionEvent): void;
}

/** A message that came by itself, such as the state of the exchange. */
export interface PushEvent {
  readonly type: "push";
  readonly name: string;
  readonly message: unknown;
}

/** What a user may want to know of a connection's life. */
export type LifeEvent =
  | { readonly type: "opened" }
  /** The connection could not be made, or ended. It is made again after `retryIn` milliseconds. */
  | { readonly type: "lost"; readonly error: Error; readonly retryIn: number }
  /** Messages of a subscription may be missing: it is asked for anew, or its reader is behind. */
  | { readonly type: "gap"; readonly channel: string; readonly params: object; readonly gap: Gap }
  /** A subscription ended that its user had not left. */
  | { readonly type: "ended"; readonly channel: string; readonly params: object; readonly error: Error }
  /** A frame that belongs to nothing: unreadable, unexpected, or an answer that came too late. */
  | { readonly type: "stray"; readonly reason: string; readonly raw: string };

/** What happens to a connection. `closed` comes last; its `error` is there unless the user closed the connection. */
export type ConnectionEvent<Pushed extends PushEvent = PushEvent> =
  | LifeEvent
  | Pushed
  | { readonly type: "closed"; readonly error: Error | undefined };
