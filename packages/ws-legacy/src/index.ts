export {
  type Accepted,
  type BatchMethod,
  type BatchSubmission,
  type BookChange,
  type BookOptions,
  type CallOptions,
  type Channel,
  type Following,
  type FollowOptions,
  type Gap,
  type GapReason,
  type Method,
  type OrderMethod,
  type PriceLevel,
  type Push,
  type ReadOptions,
  type Refused,
  type Resolution,
  type ResolveOptions,
  type RowOutcome,
  type Rows,
  type Sink,
  type Submission,
  type Submitter,
  type SubscribeOptions,
  type Subscription,
  submit,
  TokenError,
  type TokenErrorCode,
  type TokenProvider,
  tokenFrom,
  type Unknown,
  type WebSocketConstructor,
  type WebSocketLike,
  type WebSocketsTokenOptions,
  webSocketsToken,
} from "@x/connection";
export { type Clock, type Drift, type DriftObserver, type Outcome, reportDrift } from "@x/core";
export { type Book, type OpenBookParams, openBook } from "./book.ts";
export { type ConnectOptions, connect, type WsLegacy, type WsLegacyEvent } from "./client.ts";
export { WsLegacyError, type WsLegacyErrorCode, type WsLegacyErrorDetails } from "./errors.ts";
export * from "./generated/index.ts";
export { resolveOutcome } from "./resolve-outcome.ts";
