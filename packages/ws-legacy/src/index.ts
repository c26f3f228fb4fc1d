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
export { type ConnectOptions, connect, type WsLegacy, type WsLegacyEvent } from "./client.ts";
export { WsLegacyError, type WsLegacyErrorCode, type WsLegacyErrorDetails } from "./errors.ts";
export * from "./generated/index.ts";
