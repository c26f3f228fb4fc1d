import type { Check } from "@x/core";
import type { promiseOf } from "./call.ts";
import type { Ended } from "./core/call.ts";
import type { Collected } from "./core/collected.ts";
import type { ConnectionCore } from "./core/core-interface.ts";
import type { CallDialect, SubscriptionDialect } from "./core/dialect.ts";
import type { itemsOf } from "./core/items.ts";
import type { Subject } from "./core/request.ts";
import type { several } from "./core/several.ts";
import type { tell } from "./core/tell.ts";
import type { ending } from "./following/ending.ts";
import type { follow } from "./following/follow.ts";
import type { Marks } from "./following/marks.ts";
import type { misfit } from "./following/misfit.ts";
import type { outOfSequence } from "./following/sequence.ts";
import type { read } from "./subscription.ts";

/**
 * What feeds bring with them, so that a program without subscriptions does not carry it: how to follow them, and what
 * their dialect says of subscriptions.
 */
export interface Feeding extends SubscriptionDialect {
  readonly follow: typeof follow;
  /** Which item an answer is about, where the request's parameter `param` lists several. */
  item?(answer: object, param: string): unknown;
  /** The items of a request that has an answer for each; without it, a request is about one thing. */
  readonly items?: typeof itemsOf;
  /** Holds messages to their numbers, where they have some. */
  readonly outOfSequence?: typeof outOfSequence;
  /** Holds acknowledgements to the spec. */
  readonly misfit?: typeof misfit;
  /** Tells subscriptions of the same item apart by what messages repeat of their parameters. */
  marks?(unsubscribe: readonly string[], params: object): Marks | undefined;
  /** Deals with subscriptions that the exchange ends, where it says so. */
  readonly ending?: typeof ending;
}

/** What channels bring with them beside that: how to read them, and what only some of them need. */
export interface Subscribing extends Feeding {
  readonly read: typeof read;
  item(answer: object, param: string): unknown;
  readonly items: typeof itemsOf;
  readonly outOfSequence: typeof outOfSequence;
  readonly misfit: typeof misfit;
}

/**
 * What methods bring with them, so that a program that only follows does not carry it: how to call them, and what their
 * dialect says of calls.
 */
export interface Calling extends CallDialect {
  readonly call: typeof promiseOf;
}

/** What collects the answers of a call of which each item has one. */
export type Collect = (
  core: ConnectionCore,
  about: Subject,
  method: Method,
  ended: Ended,
) => Collected | undefined;

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
  /** What collects those answers: brought by the methods that need it. */
  readonly collect?: Collect;
  /** Where its instructions stand, and what its answer tells of each, if it carries several. */
  readonly rows?: Rows;
  /** Fields of the answer that say the same as a field of its result, by name. */
  readonly aliases?: { readonly [field: string]: string };
  readonly calling: Calling;
  /** Writes its requests, where plain `JSON.stringify` would not do. */
  readonly write?: (value: unknown) => string;
  readonly checkParams: Check;
  readonly checkAnswer: Check;
  /** What the spec lists of the answer, as `readKnown` of @x/core reads it. */
  readonly known: string;
  /** For the compiler only. */
  readonly "~types"?: { readonly params: Params; readonly result: Result };
}

/** A method that places, changes or cancels orders. */
export interface OrderMethod<Params = unknown, Result = unknown> extends Method<Params, Result> {
  readonly changesOrders: true;
}

/** A method that carries several instructions, each with an outcome of its own. */
export interface BatchMethod<Params = unknown, Result = unknown> extends OrderMethod<Params, Result> {
  readonly rows: Rows;
}

/** Where the instructions of a request stand, and how its answer tells what became of each. */
export interface Rows {
  /** The parameters that list them. */
  readonly params: readonly string[];
  /** Whether a request carries more than one. */
  readonly several: typeof several;
  /** The answer has an entry for each, with this field where the instruction was taken. */
  readonly accepted?: string;
  /** The field of the answer that counts the instructions that took effect. */
  readonly count?: string;
  /** The parameter that asks for nothing to take effect: what was accepted has then no trace. */
  readonly dryRun?: string;
}

/**
 * Messages one can follow, as a value. What is no {@link Channel} brings the least there is: for one item at a time, and
 * believing of an acknowledgement only that it is one.
 */
export interface Feed<Params = unknown, Message = unknown> {
  /** As on the wire: `executions`. */
  readonly name: string;
  readonly hosts: readonly string[];
  readonly auth: boolean;
  /** Writes its requests, where plain `JSON.stringify` would not do. */
  readonly write?: (value: unknown) => string;
  readonly checkParams: Check;
  readonly checkAck?: Check;
  readonly knownAck?: string;
  /** Parameters that are lists of which each item gets an acknowledgement, and messages, of its own: `symbol`. */
  readonly perItem?: readonly string[];
  /** Parameters that the end of a subscription repeats, to say which one is meant. */
  readonly unsubscribe?: readonly string[];
  /**
   * It begins with a snapshot, so that silence after the acknowledgement is a fault; unless a parameter has the value
   * given here.
   */
  readonly snapshot?: { readonly [param: string]: unknown };
  /** The parameter that the channel's name in messages ends in, after a hyphen: `book-10` for a `depth` of 10. */
  readonly suffix?: { readonly param: string; readonly default: string | number };
  /** The keys that lead to the number that counts a subscription's messages, if they carry one. */
  readonly sequence?: readonly (string | number)[];
  readonly subscribing: Feeding;
  readonly checkMessage: Check;
  readonly known: string;
  /** For the compiler only. */
  readonly "~types"?: { readonly params: Params; readonly message: Message };
}

/** Messages one can subscribe to, as a value. */
export interface Channel<Params = unknown, Message = unknown> extends Feed<Params, Message> {
  readonly kind: "channel";
  readonly checkAck: Check;
  readonly knownAck: string;
  readonly subscribing: Subscribing;
}

/** Messages that come without a subscription, as a value. */
export interface Push<Message = unknown, Name extends string = string> {
  readonly kind: "push";
  readonly name: Name;
  readonly hosts: readonly string[];
  readonly tell: typeof tell;
  readonly checkMessage: Check;
  readonly known: string;
  /** For the compiler only. */
  readonly "~types"?: { readonly message: Message };
}
