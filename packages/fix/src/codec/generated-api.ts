/** What generated messages import: the few functions and types all of them share. */
export { type FixFault, findStray, hide, inEntry, type KnownFields, refuse } from "./fault.ts";
export type {
  Draft,
  FixHeader,
  FixMessage,
  SessionHeader,
} from "./message.ts";
export type { Reader } from "./reader.ts";
export type { UTCTimestamp } from "./timestamp.ts";
export { NO_UNKNOWN, type UnknownField } from "./unknown.ts";
export {
  type Decimal,
  isChar,
  isDecimal,
  isInteger,
  isRecord,
  isText,
  isTimestamp,
  isValueList,
  isWhole,
  type Open,
} from "./values.ts";
export type { Writer } from "./writer.ts";
