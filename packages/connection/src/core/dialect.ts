import type { Feed, Method } from "../descriptor.ts";

/** How one of the exchange's interfaces tells frames apart. It keeps no state. */
export interface Dialect {
  /** The text of a request for a sign of life. */
  ping(id: number): string;
  /** Says what a parsed frame is. Must accept any JSON value. */
  classify(frame: unknown): Classified;
}

/** What a dialect says of calls: beside {@link Dialect}, for programs that only follow do not carry it. */
export interface CallDialect {
  /** The text of a request. `token` is there exactly when the method needs one. */
  request(method: Method, params: object, id: number, token: string | undefined): string;
  /** What the caller gets of a successful answer that has passed its check. */
  result(method: Method, answer: object): object;
}

/** What a dialect says of subscriptions: beside {@link Dialect}, for programs without any do not carry it. */
export interface SubscriptionDialect {
  subscribe(channel: Feed, params: object, id: number, token: string | undefined): string;
  /** `params` are those that say which subscription of the channel is meant. */
  unsubscribe(channel: Feed, params: object, id: number, token: string | undefined): string;
  /** What a message says of a parameter of its subscription: the items it is about, the interval of its candles. */
  told(message: unknown, param: string): readonly unknown[];
}

export interface Answer {
  readonly kind: "answer";
  /** The id of the request it answers, if it carries one. */
  readonly id: number | undefined;
  /** The exchange's reason, where it refused. */
  readonly error: string | undefined;
  /** The channel whose subscription the exchange ended by itself, if no request was answered. */
  readonly ended?: string | undefined;
}

export type Classified =
  | Answer
  /** A message of a channel one subscribes to; with the suffix, if the channel has one. */
  | { readonly kind: "message"; readonly channel: string }
  /** A message that comes by itself. Where it is a complaint, `error` is what the exchange says. */
  | { readonly kind: "push"; readonly name: string; readonly error?: string | undefined }
  | { readonly kind: "unknown" };
