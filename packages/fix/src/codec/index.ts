/** The part of this package that runs anywhere: messages, codec, framing and the session core, without a socket. */
export { type ClOrdIDs, combClOrdIDs, numericClOrdIDs } from "../cl-ord-id.ts";
export { FixError, type FixErrorCode } from "../errors.ts";
export {
  DEFAULT_MAX_BODY_LENGTH,
  type Frame,
  FrameScanner,
  type Garbled,
  type GarbledReason,
  INCOMPLETE,
  readFrame,
} from "../framing.ts";
export * from "../generated/index.ts";
export type { CloseReason } from "../session/close.ts";
export type { SessionConfig } from "../session/config.ts";
export type {
  LogonCredentials,
  SessionEvent,
  SessionInput,
  SessionOutput,
} from "../session/io.ts";
export { SessionMachine } from "../session/machine.ts";
export { showMessage } from "../session/mask.ts";
export { type LogonSignature, logonPassword } from "../session/password.ts";
export type { SessionPhase } from "../session/state.ts";
export {
  MemoryStore,
  type SequenceNumbers,
  type SessionStore,
  type StoredMessage,
} from "../session/store.ts";
export { type DecodeOptions, decodeMessage, encodeMessage } from "./codec.ts";
export type { FixFault, RejectReason } from "./fault.ts";
export type { FixHeader, FixMessage, ReceivedMessage, SessionHeader } from "./message.ts";
export { Reader } from "./reader.ts";
export { formatTimestamp, parseTimestamp, type UTCTimestamp } from "./timestamp.ts";
export type { UnknownField } from "./unknown.ts";
export type { Decimal, Open } from "./values.ts";
export { Writer } from "./writer.ts";
