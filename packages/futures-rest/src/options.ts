import { base64Decode, type Clock, type Drift, type Fault, type HmacKey, hmacSha512Key } from "@x/core";
import type { Budget } from "./budget.ts";
import type { Layer } from "./call.ts";
import { FuturesRestError } from "./errors.ts";
import type { Validation } from "./response.ts";
import { spellings } from "./transport.ts";

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
   * Scheme, host and port to send to instead of Kraken's, for example `http://127.0.0.1:8080`. Plain `http` with
   * credentials is accepted for loopback hosts only.
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
  /** Told where an answer does not fit the spec when `validation` is `report`. What it throws is dropped. */
  readonly onMisfit?: ((misfit: Fault, operation: string) => void) | undefined;
  /** Repeats calls that are safe to repeat; made by `retry()`. By default nothing is repeated. */
  readonly retry?: Layer | false | undefined;
  /** Keeps to the exchange's rate limits; made by `budget()`. May be shared by the clients of one account. */
  readonly budget?: Budget | undefined;
  /**
   * Told of every field and enum value of an answer that the spec does not list. They are kept in the answer. What it
   * throws is dropped: an order that was placed must not look failed.
   */
  readonly onDrift?: ((drift: Drift) => void) | undefined;
  /** Makes the `Nonce` of each request. Kraken does not ask for one, and none is sent by default. */
  readonly nonce?: (() => string | number | bigint) | undefined;
  /** Where time comes from; for tests. */
  readonly clock?: Clock | undefined;
}

/** What the options say, checked. */
export interface Settings {
  readonly apiKey: string;
  /** Imports the secret, once; `undefined` without credentials. */
  readonly key: (() => Promise<HmacKey>) | undefined;
  /** Texts that must appear in no error. */
  readonly secrets: readonly string[];
  /** `https://host:port`, or `undefined` for each operation's own server. */
  readonly origin: string | undefined;
  /** A call's deadline: its own, if it has one. */
  readonly deadline: (own?: number) => number;
  readonly maxBodyBytes: number;
}

/** @throws FuturesRestError with code `invalidOptions` and the option's path. */
export function readOptions(options: ClientOptions): Settings {
  const { credentials, baseUrl, deadlineMs = 10_000, maxBodyBytes = 10 * 2 ** 20 } = options;
  const secret = credentials && readSecret(credentials.apiSecret);
  let key: Promise<HmacKey> | undefined;
  const deadline = (own = deadlineMs) => within31Bits("/deadlineMs", own);
  deadline();
  return {
    apiKey: credentials ? readKey(credentials.apiKey) : "",
    key: secret && (() => (key ??= hmacSha512Key(secret))),
    secrets: credentials ? [credentials.apiSecret, credentials.apiKey].flatMap(spellings) : [],
    origin: baseUrl === undefined ? undefined : readOrigin(baseUrl, credentials !== undefined),
    deadline,
    maxBodyBytes: within31Bits("/maxBodyBytes", maxBodyBytes),
  };
}

function within31Bits(path: string, value: number): number {
  if (value > 0 && value < 2 ** 31) return value;
  throw invalid(path, "expected more than 0 and less than 2^31");
}

function readKey(apiKey: unknown): string {
  if (typeof apiKey === "string" && /^[\x21-\x7e]+$/.test(apiKey)) return apiKey;
  throw invalid("/credentials/apiKey", "expected text without spaces");
}

function readSecret(apiSecret: unknown): Uint8Array<ArrayBuffer> {
  try {
    const secret = base64Decode(String(apiSecret ?? ""));
    if (secret.length > 0) return secret;
  } catch {
    // Told below, without the decoder's words.
  }
  throw invalid("/credentials/apiSecret", "expected base64 text");
}

function readOrigin(baseUrl: string | URL, hasCredentials: boolean): string {
  const url = URL.canParse(String(baseUrl)) ? new URL(String(baseUrl)) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) throw invalid("/baseUrl", "expected an http or https URL");
  if (url.username || url.password || url.pathname !== "/" || url.search || url.hash) {
    throw invalid("/baseUrl", "expected scheme, host and port only");
  }
  if (url.protocol === "http:" && hasCredentials && !isLoopback(url.hostname)) {
    throw invalid("/baseUrl", "credentials travel over plain http to loopback hosts only");
  }
  return url.origin;
}

function isLoopback(hostname: string): boolean {
  return /^(localhost|.+\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

function invalid(path: string, reason: string): FuturesRestError {
  return new FuturesRestError("invalidOptions", `${path}: ${reason}`, { path, outcome: "not-sent" });
}
