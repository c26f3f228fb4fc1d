export type { Clock, Drift, Outcome, RestOperation } from "@x/core";
export { type CallOptions, createClient, type FuturesRestClient } from "./client.ts";
export { FuturesRestError, type FuturesRestErrorCode, type FuturesRestErrorDetails } from "./errors.ts";
export * from "./generated/index.ts";
export type { ClientOptions, Credentials } from "./options.ts";
