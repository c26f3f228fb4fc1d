import { describeFault, ExchangeError, isErrorNamed, redactText, Secret } from "@x/core";
import { apiSign } from "./api-sign.ts";
import type { RefusalCode } from "./failure.ts";
import { type GetWebSocketsTokenResult, getWebSocketsToken } from "./generated/spot-rest/index.ts";
import { readRefusal } from "./refusal.ts";
import { type TokenProvider, tokenFrom } from "./tokens.ts";

export interface WebSocketsTokenOptions {
  /** A Spot API key with the permission "WebSocket interface". */
  readonly apiKey: string;
  /** Its private key, in base64. */
  readonly apiSecret: string;
  /** Base URL of the Spot REST API with its version, `https://api.kraken.com/0` by default. */
  readonly baseUrl?: string;
  /**
   * Gives a whole number that rises with every request of the key, across all programs that use it. By default the time in
   * milliseconds, moved forward where two requests would share one; a request that another program's has overtaken is sent
   * again with a new nonce, twice at most.
   */
  readonly nonce?: () => number;
  /** Milliseconds to wait for the answer, 10,000 by default. */
  readonly deadlineMs?: number;
  /** Another `fetch` than the platform's. */
  readonly fetch?: typeof globalThis.fetch;
}

/**
 * A nonce at or below the last one the exchange saw: another connection or program with the same key was faster. Asking
 * for a token changes nothing, so it is asked for again; not for long, as the exchange bans keys that keep doing it.
 */
const OVERTAKEN = "EAPI:Invalid nonce";
const ATTEMPTS = 3;

/** Why no token could be had: what this code found, or the category of Kraken's refusal. */
export type TokenErrorCode =
  | RefusalCode
  | "invalidCredentials"
  | "networkError"
  | "httpError"
  | "invalidAnswer";

/** The error of {@link webSocketsToken}. */
export class TokenError extends ExchangeError<TokenErrorCode> {
  override readonly name = "TokenError";

  static is(value: unknown): value is TokenError {
    return isErrorNamed(value, "TokenError");
  }
}

/**
 * A token provider that asks Kraken for a session token whenever a connection needs a new one. A token is good for any
 * number of requests of a connection, and must be used within 15 minutes.
 *
 * @throws TokenError (from the returned function) when no token could be had.
 *
 * Source: specs/spot-rest/spot-rest.yaml, https://docs.kraken.com/api/docs/guides/spot-ws-auth
 */
export function webSocketsToken(options: WebSocketsTokenOptions): TokenProvider {
  const { apiKey, baseUrl = getWebSocketsToken.server, deadlineMs = 10_000 } = options;
  const secret = new Secret(options.apiSecret);
  const url = baseUrl.replace(/\/+$/, "") + getWebSocketsToken.path;
  const nextNonce = options.nonce ?? risingMilliseconds();
  const request = async (): Promise<string> => {
    const nonce = String(nextNonce());
    const body = new URLSearchParams({ nonce }).toString();
    const headers = {
      "API-Key": apiKey,
      "API-Sign": await sign(new URL(url).pathname, nonce, body, secret),
      "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    };
    const send = options.fetch ?? globalThis.fetch;
    let status: number;
    let text: string;
    try {
      const response = await send(url, {
        method: getWebSocketsToken.method,
        headers,
        body,
        signal: AbortSignal.timeout(deadlineMs),
      });
      status = response.status;
      text = await response.text();
    } catch (cause) {
      throw new TokenError("networkError", "the session token could not be fetched", {
        retryable: true,
        cause,
      });
    }
    return read(status, text, [apiKey, secret.reveal()]);
  };
  const persist = async (): Promise<string> => {
    for (let attempt = 1; ; attempt++) {
      try {
        return await request();
      } catch (error) {
        if (attempt === ATTEMPTS || !TokenError.is(error) || !error.message.endsWith(OVERTAKEN)) throw error;
      }
    }
  };
  // One after the other: requests that overtake each other arrive with falling nonces and are refused.
  let last: Promise<unknown> = Promise.resolve();
  return tokenFrom(() => {
    const token = last.then(persist, persist);
    last = token;
    return token;
  });
}

async function sign(path: string, nonce: string, body: string, secret: Secret): Promise<string> {
  try {
    return await apiSign(path, nonce, body, secret);
  } catch (cause) {
    const words = cause instanceof TypeError ? "the API secret is not base64" : "the platform could not sign";
    throw new TokenError("invalidCredentials", `no session token: ${words}`, { outcome: "not-sent", cause });
  }
}

function read(status: number, text: string, secrets: readonly string[]): string {
  const raw = redactText(text, secrets);
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // The parser's own error quotes the text, credentials and all.
    const code = status >= 400 ? "httpError" : "invalidAnswer";
    throw new TokenError(code, `the session token was answered with HTTP ${status} and no JSON`, {
      retryable: status >= 500,
      raw,
    });
  }
  const reason = firstError(answer);
  if (reason !== undefined) {
    const { code, retryable } = readRefusal(reason);
    throw new TokenError(code, `no session token: ${redactText(reason, secrets)}`, {
      outcome: "refused",
      retryable,
      raw,
    });
  }
  const fault = getWebSocketsToken.checkResult(answer);
  // The raw text of an answer that may hold a token is not kept.
  if (fault)
    throw new TokenError("invalidAnswer", `the session token's answer: ${describeFault(fault)}`, {
      path: fault.path,
    });
  return (answer as GetWebSocketsTokenResult).result.token;
}

/** Entries of `error` that start with `E` are errors; those with `W` are warnings. */
function firstError(answer: unknown): string | undefined {
  const errors = (answer as { readonly error?: unknown } | null)?.error;
  return Array.isArray(errors)
    ? errors.find((entry) => typeof entry === "string" && entry.startsWith("E"))
    : undefined;
}

function risingMilliseconds(): () => number {
  let last = 0;
  return () => {
    last = Math.max(last + 1, Date.now());
    return last;
  };
}
