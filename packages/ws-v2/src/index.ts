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
  type OrderLevel,
  type OrderMethod,
  type PriceLevel,
  type Push,
  type QueuedOrder,
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
export { type Level3Book, type OpenLevel3Params, openLevel3 } from "./book-level3.ts";
export { type ConnectOptions, connect, type WsV2, type WsV2Event } from "./client.ts";
export { WsV2Error, type WsV2ErrorCode, type WsV2ErrorDetails, type WsV2ItemAnswer } from "./errors.ts";
export * from "./generated/index.ts";
export { resolveOutcome } from "./resolve-outcome.ts";
