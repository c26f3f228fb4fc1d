import type { ArrayShape, Components, Doc, Json, ObjectShape, Shape } from "./shape.ts";
import type { Source } from "./source.ts";

/** Which of the two encodings of a request the exchange speaks here. */
export type WsDialect = "v2" | "legacy";

/** A WebSocket interface: what may be asked for, what comes unasked, and where. */
export interface WsContract {
  readonly source: Source;
  readonly dialect: WsDialect;
  readonly hosts: readonly WsHost[];
  readonly methods: readonly WsMethod[];
  readonly channels: readonly WsChannel[];
  readonly components: Components;
}

export interface WsHost {
  /** `public`, `private`. */
  readonly name: string;
  readonly url: string;
  readonly source: Source;
}

/** A request that has one answer. */
export interface WsMethod {
  /** As on the wire: `cancel_all`. */
  readonly name: string;
  readonly source: Source;
  readonly doc: Doc;
  /** Names of the hosts it may be sent to. */
  readonly hosts: readonly string[];
  /** Whether its request carries the session token. */
  readonly auth: boolean;
  /** Whether it places, changes or cancels orders, so that a lost answer leaves its outcome unknown. */
  readonly changesOrders: boolean;
  /** All of what is sent. */
  readonly request: ObjectShape;
  /** What the caller gives: the request without what the client supplies. */
  readonly params: ObjectShape;
  /** The name its answer carries: `pong` for `ping`. */
  readonly answerName: string;
  readonly answer: ObjectShape;
  /** What the caller gets of a successful answer. */
  readonly result: ObjectShape | ArrayShape;
  /** Parameters that are lists of which each item gets an answer of its own. */
  readonly perItem: readonly string[];
  /** How the outcome of each instruction is told, where a request carries several. */
  readonly rows?: WsRows;
  /** Fields beside the result that say the same as one of its fields. */
  readonly aliases: readonly { readonly field: string; readonly of: string }[];
}

/** Where instructions stand, and what an answer tells of each. */
export interface WsRows {
  readonly params: readonly string[];
  /** The field that an entry of the answer has where its instruction was taken. */
  readonly accepted?: string;
  /** The field that counts the instructions that took effect. */
  readonly count?: string;
  /** The parameter with which nothing takes effect. */
  readonly dryRun?: string;
}

/** Messages that come unasked, after a subscription or by themselves. */
export interface WsChannel {
  readonly name: string;
  readonly source: Source;
  readonly doc: Doc;
  readonly hosts: readonly string[];
  readonly message: Shape;
  /** Absent where the channel cannot be subscribed to. */
  readonly subscription?: WsSubscription;
}

export interface WsSubscription {
  readonly source: Source;
  readonly auth: boolean;
  /** All of what is sent to begin and to end it. */
  readonly requests: { readonly subscribe: ObjectShape; readonly unsubscribe: ObjectShape };
  /** What the caller gives, without channel name, token and request id. */
  readonly params: ObjectShape;
  readonly acknowledgement: Shape;
  /** Parameters that are lists of which each item gets an acknowledgement of its own. */
  readonly perItem: readonly string[];
  /** Parameters that the end of a subscription repeats, to say which one is meant. */
  readonly unsubscribe: readonly string[];
  /** The parameter that the channel's name on the wire ends in, after a hyphen. */
  readonly suffix?: { readonly param: string; readonly default: Json };
  /** Parameters and the value of each with which no snapshot comes first; absent where none is promised at all. */
  readonly snapshot?: { readonly [param: string]: Json };
  /** A local copy is kept of what its messages say: emitted as a feed as well, which is all that takes. */
  readonly localCopy?: true;
  /** The keys that lead to the number that counts a subscription's messages, if they carry one. */
  readonly sequence?: readonly (string | number)[];
}
