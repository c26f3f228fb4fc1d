export { at } from "./at.ts";
export { type BackoffOptions, backoff } from "./backoff.ts";
export { type Clock, systemClock, type Timer } from "./clock.ts";
export { type Drift, type DriftObserver, observe, reportDrift } from "./drift.ts";
export {
  ExchangeError,
  type ExchangeErrorDetails,
  isErrorNamed,
  isExchangeError,
  type Outcome,
  type RequestSummary,
} from "./error.ts";
export { type Check, deeper, describeFault, type Fault, fault, pointerStep, stray, within } from "./fault.ts";
export { type Known, readKnown } from "./known.ts";
export { MASK } from "./mask.ts";
export type {
  BatchOperation,
  OrderOperation,
  PagedOperation,
  Pagination,
  ParameterLocation,
  RateLimitCost,
  RateLimitPool,
  RestOperation,
  RestParameter,
} from "./operation.ts";
export { type OrderOutcome, type OrderVerdict, orderVerdict } from "./order-verdict.ts";
export { decimalText, jsonText } from "./parameter-text.ts";
export { redact, redactText } from "./redact.ts";
export { Secret } from "./secret.ts";
export {
  base64Decode,
  base64Encode,
  concatBytes,
  type HmacKey,
  hmacSha512,
  hmacSha512Key,
  sha256,
  utf8,
} from "./signing.ts";
