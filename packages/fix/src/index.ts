export type {
  BookChange,
  BookOptions,
  Gap,
  GapReason,
  OrderLevel,
  PriceLevel,
  QueuedOrder,
  VerifiedBook,
} from "@x/connection";
export { type Clock, type Drift, type DriftObserver, reportDrift } from "@x/core";
export {
  type AcceptOptions,
  accept,
  type FixAcceptor,
  type ListenOptions,
  type LogonVerdict,
  listen,
} from "./acceptor.ts";
export * from "./book/index.ts";
export { type ConnectOptions, connect, type FixCredentials } from "./client.ts";
export * from "./codec/index.ts";
export * from "./orders/index.ts";
export type { SessionClose } from "./session/close.ts";
export type { SessionOptions } from "./session/options.ts";
export type { ReconnectOptions } from "./session/reconnect.ts";
export { type DailyRollover, KRAKEN_ROLLOVER } from "./session/rollover.ts";
export { FixSession, type ReceivedOf } from "./session/session.ts";
export type { MayResend, ResendCandidate } from "./session/veto.ts";
export { type SocketOptions, type TcpOptions, tcp } from "./transport/tcp.ts";
export type { OpenTransport, Transport, TransportHandlers } from "./transport/transport.ts";
