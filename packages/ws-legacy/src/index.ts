export {
  type BatchMethod,
  type BookChange,
  type BookOptions,
  type CallOptions,
  type Channel,
  driftTo,
  type Following,
  type FollowOptions,
  type Gap,
  type GapReason,
  type Method,
  type OrderMethod,
  type PriceLevel,
  type Push,
  type ReadOptions,
  type Sink,
  type SubscribeOptions,
  type Subscription,
  TokenError,
  type TokenErrorCode,
  type TokenProvider,
  tokenFrom,
  type WebSocketConstructor,
  type WebSocketLike,
  type WebSocketsTokenOptions,
  webSocketsToken,
} from "@x/connection";
export type { Clock, Drift, Outcome } from "@x/core";
export { type Book, type OpenBookParams, openBook } from "./book.ts";
export { type ConnectOptions, connect, type WsLegacy, type WsLegacyEvent } from "./client.ts";
export { WsLegacyError, type WsLegacyErrorCode, type WsLegacyErrorDetails } from "./errors.ts";
export * from "./generated/index.ts";
