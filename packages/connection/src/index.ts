export { type ConnectOptions, openConnection, type WebSocketInterface } from "./connect.ts";
export {
  type CallOptions,
  Connection,
  type ConnectionEvent,
  type ConnectionSettings,
  type SubscribeOptions,
  type TokenProvider,
} from "./connection.ts";
export { ConnectionCore, type ConnectionState, type CoreOptions } from "./core/connection-core.ts";
export type { Classified, Dialect } from "./core/dialect.ts";
export type { LivenessOptions } from "./core/liveness.ts";
export type { CoreEvent, Handle, Input, LifeEvent, Output, PushEvent } from "./core/signals.ts";
export type { SubscriptionState } from "./core/subscriptions.ts";
export type { TokenSource } from "./core/token-box.ts";
export type { Channel, Method, Push } from "./descriptor.ts";
export type { ConnectionCode, Failure, FailureCode, ItemAnswer, RefusalCode } from "./failure.ts";
export {
  type GetWebSocketsTokenParams,
  type GetWebSocketsTokenResult,
  getWebSocketsToken,
} from "./generated/spot-rest/index.ts";
export { encodeJson } from "./json.ts";
export type { Following, Gap, GapReason, Sink } from "./sink.ts";
export type { Subscription } from "./subscription.ts";
export { TokenError, type TokenErrorCode, type WebSocketsTokenOptions, webSocketsToken } from "./token.ts";
export {
  type Transport,
  type TransportFactory,
  type TransportListener,
  type WebSocketConstructor,
  type WebSocketLike,
  webSocketTransport,
} from "./transport.ts";
