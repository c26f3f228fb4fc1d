import type { Drift } from "@x/core";
import type { Channel, Method } from "../descriptor.ts";
import type { Failure } from "../failure.ts";

/** Names a call or subscription between the core and its surroundings; never on the wire. */
export type Handle = number;

/** What happens to a connection. */
export type Input =
  | { readonly type: "open" }
  | {
      readonly type: "call";
      readonly handle: Handle;
      readonly method: Method;
      readonly params: object;
      /** Milliseconds from now. */
      readonly deadline: number;
    }
  | {
      readonly type: "subscribe";
      readonly handle: Handle;
      readonly channel: Channel;
      readonly params: object;
      readonly deadline: number;
    }
  /** The user no longer wants the subscription. */
  | { readonly type: "unsubscribe"; readonly handle: Handle; readonly deadline: number }
  /** The subscription's user cannot keep up. */
  | { readonly type: "overflow"; readonly handle: Handle; readonly kept: number }
  /** The caller's signal ended the wait for a call. */
  | { readonly type: "abort"; readonly handle: Handle }
  | { readonly type: "token"; readonly token: string }
  | { readonly type: "tokenFailed"; readonly cause: unknown }
  | { readonly type: "close" }
  | { readonly type: "opened" }
  | { readonly type: "frame"; readonly text: string }
  | { readonly type: "closed"; readonly code: number; readonly reason: string }
  | { readonly type: "tick" };

/** What the connection's surroundings must do, in this order. */
export type Output =
  | { readonly type: "connect" }
  | { readonly type: "send"; readonly text: string }
  | { readonly type: "fetchToken" }
  | { readonly type: "answer"; readonly handle: Handle; readonly result: object }
  | { readonly type: "fail"; readonly handle: Handle; readonly failure: Failure }
  | { readonly type: "subscribed"; readonly handle: Handle }
  /** `text` is the frame exactly as it came. */
  | { readonly type: "deliver"; readonly handle: Handle; readonly message: unknown; readonly text: string }
  /** The subscription is over: with a failure, or because its user ended it. */
  | { readonly type: "ended"; readonly handle: Handle; readonly failure: Failure | undefined }
  /** Send a `tick` at this time, in place of any earlier one; `undefined`: no more ticks. */
  | { readonly type: "wake"; readonly at: number | undefined }
  | { readonly type: "disconnect" }
  | { readonly type: "event"; readonly event: CoreEvent };

/** A message that came by itself, such as the state of the exchange. */
export interface PushEvent {
  readonly type: "push";
  readonly name: string;
  readonly message: unknown;
}

/** What a user may want to know of a connection's life, but for its end. */
export type LifeEvent =
  | { readonly type: "opened" }
  /** Something on the wire that the spec does not know. */
  | { readonly type: "drift"; readonly drift: Drift }
  /** A frame that belongs to nothing: unreadable, unexpected, or an answer that came too late. */
  | { readonly type: "stray"; readonly reason: string; readonly raw: string }
  /** A subscription ended because its messages were not read in time; `kept` of them still can be. */
  | { readonly type: "overflow"; readonly channel: string; readonly kept: number };

/** `closed` comes last; its `failure` is there unless the user closed the connection. */
export type CoreEvent =
  | LifeEvent
  | PushEvent
  | { readonly type: "closed"; readonly failure: Failure | undefined };
