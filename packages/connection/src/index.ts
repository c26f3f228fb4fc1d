export type { RowOutcome } from "./batch-rows.ts";
export {
  type BookChange,
  type BookCopy,
  type BookOptions,
  type BookSource,
  LevelBook,
  type LevelSide,
  type Mismatch,
  OrderBook,
  type OrderLevel,
  type OrderSide,
  type PriceLevel,
  type QueuedOrder,
  VerifiedBook,
} from "./book/index.ts";
export { promiseOf } from "./call.ts";
export { openConnection, type WebSocketInterface } from "./connect.ts";
export type { CallOptions, Connection, FollowOptions, SubscribeOptions } from "./connection.ts";
export { call, type Ended } from "./core/call.ts";
export { type Collected, collected } from "./core/collected.ts";
export { connectionCore } from "./core/connection-core.ts";
export type { ConnectionCore, ConnectionState, CoreOptions } from "./core/core-interface.ts";
export type { Answer, CallDialect, Classified, Dialect, SubscriptionDialect } from "./core/dialect.ts";
export { itemsOf } from "./core/items.ts";
export type { Request, Subject } from "./core/request.ts";
export { several } from "./core/several.ts";
export type { ConnectionEvent, LifeEvent, PushEvent, Surroundings } from "./core/signals.ts";
export { tell } from "./core/tell.ts";
export { fetchedTokens, type TokenFetch, type TokenSource } from "./core/token-source.ts";
export type {
  BatchMethod,
  Calling,
  Channel,
  Collect,
  Feed,
  Feeding,
  Method,
  OrderMethod,
  Push,
  Rows,
  Subscribing,
} from "./descriptor.ts";
export type {
  ConnectionCode,
  ConnectionError,
  Failure,
  FailureCode,
  ItemAnswer,
  RefusalCode,
} from "./failure.ts";
export { ending } from "./following/ending.ts";
export { follow } from "./following/follow.ts";
export { type Marks, marksOf } from "./following/marks.ts";
export { misfit } from "./following/misfit.ts";
export { outOfSequence } from "./following/sequence.ts";
export {
  type GetWebSocketsTokenParams,
  type GetWebSocketsTokenResult,
  getWebSocketsToken,
} from "./generated/spot-rest/index.ts";
export { encodeJson } from "./json.ts";
export type { ConnectOptions, PushedBy } from "./options.ts";
export { type Lookout, type Resolution, type ResolveOptions, type Sighting, settle } from "./settle.ts";
export type { Following, Gap, GapReason, Sink } from "./sink.ts";
export type { WebSocketConstructor, WebSocketLike } from "./socket.ts";
export {
  type Accepted,
  type BatchSubmission,
  type Refused,
  type Submission,
  type Submitter,
  submit,
  type Unknown,
} from "./submit.ts";
export { type ReadOptions, read, type Subscription } from "./subscription.ts";
export { TokenError, type TokenErrorCode, type WebSocketsTokenOptions, webSocketsToken } from "./token.ts";
export { type TokenProvider, tokenFrom } from "./tokens.ts";
