export type { Clock, Drift, Outcome, RestOperation } from "@x/core";
export { type CallOptions, createClient, type FuturesRestClient } from "./client.ts";
export { FuturesRestError, type FuturesRestErrorCode, type FuturesRestErrorDetails } from "./errors.ts";
export * from "./generated/auth/index.ts";
export * from "./generated/charts/index.ts";
// Two of the four APIs declare a type of this name, with the same meaning.
export type { Rfc3339DateTime } from "./generated/history/index.ts";
export * from "./generated/history/index.ts";
export * from "./generated/trading/index.ts";
export type { ClientOptions, Credentials } from "./options.ts";
