import { observe, type RestOperation, redact, redactText, systemClock } from "@x/core";
import { FuturesRestError, type FuturesRestErrorCode, type FuturesRestErrorDetails } from "./errors.ts";
import { type ClientOptions, readDeadline, readOptions } from "./options.ts";
import { checkParams, encodeRequest } from "./request.ts";
import { decodeAnswer } from "./response.ts";
import { sign } from "./sign.ts";
import { limited, neverConnected, safeCause, spellings } from "./transport.ts";

export interface CallOptions {
  /** Ends the call. An order-changing request that was under way then has outcome `unknown`. */
  readonly signal?: AbortSignal;
  /** Instead of the client's deadline, in milliseconds. */
  readonly deadlineMs?: number;
}

export interface FuturesRestClient {
  /**
   * Sends one request and resolves with its checked answer.
   *
   * @throws FuturesRestError always, and nothing else; see {@link FuturesRestErrorCode}. `outcome` tells what is known
   * of an order-changing request: `not-sent`, `refused` or `unknown`. Settle an `unknown` one before acting again.
   */
  call<Params, Result>(
    operation: RestOperation<Params, Result>,
    params: NoInfer<Params>,
    options?: CallOptions,
  ): Promise<Result>;
}

/**
 * A client of Kraken's Derivatives REST API. It keeps no connection and no state between calls, adds nothing to what
 * the caller wrote, and never repeats a request.
 *
 * @throws FuturesRestError with code `invalidOptions` and the path of the option that cannot be used.
 */
export function createClient(options: ClientOptions = {}): FuturesRestClient {
  const settings = readOptions(options);
  const { onDrift, nonce: nextNonce, clock = systemClock } = options;

  return {
    async call<Params, Result>(
      operation: RestOperation<Params, Result>,
      params: NoInfer<Params>,
      { signal, deadlineMs }: CallOptions = {},
    ): Promise<Result> {
      const secrets = [...settings.secrets];
      const error = (code: FuturesRestErrorCode, message: string, details: FuturesRestErrorDetails) =>
        new FuturesRestError(code, `${operation.name}: ${redactText(message, secrets)}`, {
          ...details,
          raw: details.raw && redactText(details.raw, secrets),
          reason: details.reason && redactText(details.reason, secrets),
          request: { name: operation.name, params: redact(params) },
        });

      const found = checkParams(operation, params);
      if (found) {
        const message = `${found.path}: expected ${found.expected}, got ${found.actual}`;
        throw error("invalidParams", message, { path: found.path, outcome: "not-sent" });
      }
      const { secret } = settings;
      if (operation.auth !== "none" && !secret) {
        throw error("missingCredentials", "createClient was given no credentials", { outcome: "not-sent" });
      }
      const { path, query, form, headers } = encodeRequest(operation, params);
      const url = (settings.origin ?? new URL(operation.server).origin) + path + (query && `?${query}`);
      const init = { method: operation.method, headers: { ...headers } as Record<string, string> };

      const limits = { clock, signal, deadlineMs: readDeadline(deadlineMs ?? settings.deadlineMs) };
      return limited(limits, async (ending, ended) => {
        let sent = false;
        try {
          if (operation.auth !== "none" && secret) {
            const nonce = nextNonce === undefined ? "" : String(nextNonce());
            const authent = await sign(
              { data: query + form, nonce, path: path.replace(/^\/derivatives/, "") },
              secret,
            );
            secrets.push(...spellings(authent));
            Object.assign(
              init.headers,
              { APIKey: settings.apiKey, Authent: authent },
              nonce && { Nonce: nonce },
            );
          }
          if (form) init.headers["Content-Type"] = "application/x-www-form-urlencoded";
          ending.throwIfAborted();
          sent = true;
          const response = await (options.fetch ?? fetch)(url, {
            ...init,
            ...(form && { body: form }),
            redirect: "error",
            signal: ending,
          });
          const answer = decodeAnswer(operation, response, await response.text());
          if ("failure" in answer) throw error(answer.failure.code, answer.failure.message, answer.failure);
          if (onDrift) report(answer.value, operation, onDrift);
          return answer.value as Result;
        } catch (cause) {
          if (cause instanceof FuturesRestError) throw cause;
          const lost = sent && !neverConnected(cause);
          const why = ended();
          throw error(
            why ?? (sent ? "networkError" : "signingFailed"),
            why ?? String((cause as Error)?.message ?? cause),
            {
              outcome: !lost ? "not-sent" : operation.changesOrders ? "unknown" : "none",
              retryable: why !== "aborted" && !(lost && operation.changesOrders),
              cause: safeCause(cause, secrets),
            },
          );
        }
      });
    },
  };
}

function report(
  value: unknown,
  operation: RestOperation,
  onDrift: NonNullable<ClientOptions["onDrift"]>,
): void {
  try {
    observe(value, operation.known, operation.name, onDrift);
  } catch {
    // The answer is good, whatever its observer makes of it.
  }
}
