/** What generated messages import: the few functions and types all of them share. */
export { type FixFault, hide, refuse } from "./fault.ts";
export {
  type Draft,
  type FixMessage,
  NO_UNKNOWN,
  type SessionHeader,
  type UnknownField,
} from "./message.ts";
export type { Reader } from "./reader.ts";
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
  type UTCTimestamp,
} from "./values.ts";
export type { Writer } from "./writer.ts";
