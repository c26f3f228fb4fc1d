import type { Clock, DriftObserver, Fault } from "@x/core";
import { type ApiKey, apiKeyOf } from "./api-key.ts";
import type { Budget } from "./budget.ts";
import type { Layer } from "./call.ts";
import { FuturesRestError } from "./errors.ts";

/**
 * What is made of an answer that does not fit the spec. `strict`: an error. `off`: it is not looked at. A function: it is
 * told where the answer of which operation does not fit, and the answer returned; what it throws is dropped.
 */
export type Validation = "strict" | "off" | ((misfit: Fault, operation: string) => void);

export interface Credentials {
  /** The public half of the API key. */
  readonly apiKey: string;
  /** The private half, base64 text as Kraken shows it. */
  readonly apiSecret: string;
}

export interface ClientOptions {
  /** Needed for private operations. Futures keys; spot keys do not work here. */
  readonly credentials?: Credentials | undefined;
  /**
   * Scheme, host and port to send to instead of Kraken's, for example `http://127.0.0.1:8080`. Plain `http` is
   * accepted for loopback hosts only.
   */
  readonly baseUrl?: string | URL | undefined;
  /** Instead of the platform's `fetch`. */
  readonly fetch?: ((url: string, init: RequestInit) => Promise<Response>) | undefined;
  /** How long a call may take in all, body, waits and retries included, in milliseconds. Default: 10,000. */
  readonly deadlineMs?: number | undefined;
  /** The longest body that is read, in bytes. Default: 10 MiB. A longer one is an error, `answerTooLarge`. */
  readonly maxBodyBytes?: number | undefined;
  /** What is made of an answer that does not fit the spec; parameters are always checked. Default: `strict`. */
  readonly validation?: Validation | undefined;
  /** Repeats calls that are safe to repeat; made by `retry()`. By default nothing is repeated. */
  readonly retry?: Layer | false | undefined;
  /** Keeps to the exchange's rate limits; made by `budget()`. May be shared by the clients of one account. */
  readonly budget?: Budget | undefined;
  /**
   * Looks through answers for fields and enum values that the spec does not list, and for values of another type than it
   * says; made by `reportDrift`. It changes nothing: what the spec does not list is kept in the answer, and `validation`
   * decides what becomes of an answer that does not fit. What it throws is dropped.
   */
  readonly onDrift?: DriftObserver | undefined;
  /** Makes the `Nonce` of each request. Kraken does not ask for one, and none is sent by default. */
  readonly nonce?: (() => string | number | bigint) | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** What the options say, checked. */
export interface Settings {
  /** `undefined` without credentials. */
  readonly key: ApiKey | undefined;
  /** `https://host:port`, or `undefined` for each operation's own server. */
  readonly origin: string | undefined;
}

/** @throws FuturesRestError with code `invalidOptions` and the option's path. */
export function readOptions({ credentials, baseUrl, deadlineMs, maxBodyBytes }: ClientOptions): Settings {
  positive("/deadlineMs", deadlineMs);
  positive("/maxBodyBytes", maxBodyBytes);
  return {
    key: credentials && readKey(credentials),
    origin: baseUrl && readOrigin(baseUrl),
  };
}

/** What timers and buffers can hold. */
export function positive(path: string, value = 1): void {
  if (!(value > 0 && value < 2 ** 31)) throw invalid(path, "more than 0 and less than 2^31");
}

function readKey({ apiKey, apiSecret }: Credentials): ApiKey {
  if (!/^[\x21-\x7e]+$/.test(apiKey)) throw invalid("/credentials/apiKey", "text without spaces");
  let secret = "";
  try {
    secret = atob(apiSecret);
  } catch {
    // Told below, without the decoder's words.
  }
  if (!secret) throw invalid("/credentials/apiSecret", "base64 text");
  return apiKeyOf(apiKey, apiSecret, secret);
}

function readOrigin(baseUrl: string | URL): string {
  const [origin] = ORIGIN_ONLY.exec(String(baseUrl).replace(/\/$/, "")) ?? [];
  if (!origin) throw invalid("/baseUrl", "https and a host, or http and a loopback host");
  return origin;
}

/** Credentials travel over plain http to this machine only. */
const ORIGIN_ONLY = /^(https:\/\/[\w.-]+|http:\/\/(\w+\.)?(localhost|127(\.\d+){3}|\[::1]))(:\d+)?$/i;

function invalid(path: string, expected: string): FuturesRestError {
  return new FuturesRestError("invalidOptions", `${path}: expected ${expected}`, {
    path,
    outcome: "not-sent",
  });
}
