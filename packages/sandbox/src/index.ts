export type { OrderChangeView, SandboxEvent, TradeView } from "./admin/events.ts";
export type {
  BalanceView,
  BookView,
  ClockView,
  OrderView,
  PositionView,
  SandboxView,
} from "./admin/snapshot.ts";
export { ControlClock, type ControlClockOptions } from "./control-clock.ts";
export type {
  ApiKey,
  FixCredentials,
  FuturesCredentials,
  SandboxCredentials,
  SpotCredentials,
} from "./credentials.ts";
export type { EngineCounts } from "./engine/engine.ts";
export {
  type FaultOrder,
  type Faults,
  type KnownFaults,
  type TransportFault,
  transportFaults,
  type WaitingFault,
} from "./faults.ts";
export { type FixFault, fixFaults } from "./fix-faults.ts";
export type { MarketControl, MarketName, OthersOrder } from "./market/market-control.ts";
export {
  type MarketSettings,
  readTape,
  type TapeBook,
  type TapeEvent,
  type TapeTrade,
} from "./market/settings.ts";
export { Sandbox, startSandbox } from "./sandbox.ts";
export type { FixUrl, SandboxOptions, SandboxUrls } from "./sandbox-options.ts";
export type { Session, SessionChange } from "./sessions.ts";
export { steadyClock } from "./steady-clock.ts";
export { type WebSocketFault, type WebSocketInterface, webSocketFaults } from "./web-socket-faults.ts";
