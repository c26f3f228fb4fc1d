import { base64Decode, type Clock, type Drift } from "@x/core";
import { FuturesRestError } from "./errors.ts";
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
  /** How long a call may take, body included, in milliseconds. Default: 10,000. */
  readonly deadlineMs?: number | undefined;
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
  /** Decoded; `undefined` without credentials. */
  readonly secret: Uint8Array<ArrayBuffer> | undefined;
  /** Texts that must appear in no error. */
  readonly secrets: readonly string[];
  /** `https://host:port`, or `undefined` for each operation's own server. */
  readonly origin: string | undefined;
  readonly deadlineMs: number;
}

/** @throws FuturesRestError with code `invalidOptions` and the option's path. */
export function readOptions({ credentials, baseUrl, deadlineMs = 10_000 }: ClientOptions): Settings {
  return {
    apiKey: credentials === undefined ? "" : readKey(credentials.apiKey),
    secret: credentials && readSecret(credentials.apiSecret),
    secrets: credentials ? [credentials.apiSecret, credentials.apiKey].flatMap(spellings) : [],
    origin: baseUrl === undefined ? undefined : readOrigin(baseUrl, credentials !== undefined),
    deadlineMs: readDeadline(deadlineMs),
  };
}

export function readDeadline(deadlineMs: number): number {
  if (deadlineMs > 0 && deadlineMs <= 2 ** 31 - 1) return deadlineMs;
  throw invalid("/deadlineMs", "expected milliseconds, more than 0 and less than 2^31");
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
