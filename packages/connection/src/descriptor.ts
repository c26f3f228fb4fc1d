import type { Check, Known } from "@x/core";

/** A request with one answer, as a value: types, checks and facts. Generated; interpreted by a connection. */
export interface Method<Params = unknown, Result = unknown> {
  readonly kind: "method";
  /** As on the wire: `cancel_all`. */
  readonly name: string;
  /** The name its answer carries: `pong` for `ping`. */
  readonly answer: string;
  /** The hosts it may be sent to: `public`, `private`. */
  readonly hosts: readonly string[];
  /** Whether its request carries the session token. */
  readonly auth: boolean;
  /** Whether it places, changes or cancels orders, so that a lost answer leaves its outcome unknown. */
  readonly changesOrders: boolean;
  /** Parameters that are lists of which each item gets an answer of its own. */
  readonly perItem?: readonly string[];
  /** Fields of the answer that say the same as a field of its result, by name. */
  readonly aliases?: { readonly [field: string]: string };
  readonly checkParams: Check;
  readonly checkAnswer: Check;
  /** What the spec lists of the answer. */
  readonly known: Known;
  /** For the compiler only. */
  readonly "~types"?: { readonly params: Params; readonly result: Result };
}

/** Messages one can subscribe to, as a value. */
export interface Channel<Params = unknown, Message = unknown> {
  readonly kind: "channel";
  /** As on the wire: `executions`. */
  readonly name: string;
  readonly hosts: readonly string[];
  readonly auth: boolean;
  readonly checkParams: Check;
  readonly checkAck: Check;
  readonly knownAck: Known;
  /** Parameters that are lists of which each item gets an acknowledgement, and messages, of its own: `symbol`. */
  readonly perItem?: readonly string[];
  /** Parameters that the end of a subscription repeats, to say which one is meant. */
  readonly unsubscribe?: readonly string[];
  /** The parameter that the channel's name in messages ends in, after a hyphen: `book-10` for a `depth` of 10. */
  readonly suffix?: { readonly param: string; readonly default: string | number };
  /** The keys that lead to the number that counts a subscription's messages, if they carry one. */
  readonly sequence?: readonly (string | number)[];
  readonly checkMessage: Check;
  readonly known: Known;
  /** For the compiler only. */
  readonly "~types"?: { readonly params: Params; readonly message: Message };
}

/** Messages that come without a subscription, as a value. */
export interface Push<Message = unknown> {
  readonly kind: "push";
  readonly name: string;
  readonly hosts: readonly string[];
  readonly checkMessage: Check;
  readonly known: Known;
  /** For the compiler only. */
  readonly "~types"?: { readonly message: Message };
}
