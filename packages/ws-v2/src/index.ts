export {
  type CallOptions,
  type Channel,
  type Method,
  type Push,
  type SubscribeOptions,
  type Subscription,
  TokenError,
  type TokenErrorCode,
  type TokenProvider,
  type WebSocketConstructor,
  type WebSocketLike,
  type WebSocketsTokenOptions,
  webSocketsToken,
} from "@x/connection";
export type { Clock, Drift, Outcome } from "@x/core";
export { type ConnectOptions, connect, type WsV2, type WsV2Event } from "./client.ts";
export { WsV2Error, type WsV2ErrorCode, type WsV2ErrorDetails, type WsV2ItemAnswer } from "./errors.ts";
export * from "./generated/index.ts";
