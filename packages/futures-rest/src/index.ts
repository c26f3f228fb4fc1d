export {
  type BatchOperation,
  type Clock,
  type Drift,
  type DriftObserver,
  type Fault,
  type OrderOperation,
  type Outcome,
  type PagedOperation,
  type RateLimitPool,
  type RestOperation,
  reportDrift,
} from "@x/core";
export type { RowOutcome } from "./batch-rows.ts";
export { type Budget, type BudgetOptions, budget } from "./budget.ts";
export type {
  Answered,
  Call,
  CallContext,
  CallOptions,
  FuturesRestClient,
  Layer,
} from "./call.ts";
export { createClient } from "./client.ts";
export { type DeadManSwitch, type DeadManSwitchOptions, deadManSwitch } from "./dead-man-switch.ts";
export { FuturesRestError, type FuturesRestErrorCode, type FuturesRestErrorDetails } from "./errors.ts";
export type { PoolState } from "./gauge.ts";
export * from "./generated/auth/index.ts";
export * from "./generated/charts/index.ts";
// Two of the four APIs declare a type of this name, with the same meaning.
export type { Rfc3339DateTime } from "./generated/history/index.ts";
export * from "./generated/history/index.ts";
export * from "./generated/trading/index.ts";
export { monotonicNonce, type NonceOptions } from "./nonce.ts";
export type { ClientOptions, Credentials, Validation } from "./options.ts";
export { paginate } from "./paginate.ts";
export { type Resolution, type ResolveOptions, resolveOutcome } from "./resolve-outcome.ts";
export type { ResponseFacts } from "./response-facts.ts";
export { type RetryOptions, retry } from "./retry.ts";
export {
  type Accepted,
  type BatchSubmission,
  type Refused,
  type Submission,
  submit,
  type Unknown,
} from "./submit.ts";
