import { describeFault, observe, type RestOperation, redact, redactText, systemClock } from "@x/core";
import { FuturesRestError, type FuturesRestErrorCode, type FuturesRestErrorDetails } from "./errors.ts";
import { type ClientOptions, readDeadline, readOptions } from "./options.ts";
import { checkParams, type EncodedRequest, encodeRequest } from "./request.ts";
import { decodeAnswer } from "./response.ts";
import { authorise } from "./sign.ts";
import { limited, neverConnected, safeCause, spellings } from "./transport.ts";

export interface CallOptions {
  /** Ends the call. An order-changing request that was under way then has outcome `unknown`. */
  readonly signal?: AbortSignal | undefined;
  /** Instead of the client's deadline, in milliseconds. */
  readonly deadlineMs?: number | undefined;
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
  const { onDrift, nonce, clock = systemClock } = options;

  return {
    async call<Params, Result>(
      operation: RestOperation<Params, Result>,
      params: NoInfer<Params>,
      { signal, deadlineMs }: CallOptions = {},
    ): Promise<Result> {
      const secrets = [...settings.secrets];
      const error = errorsOf(operation, params, secrets);
      const { secret, apiKey } = settings;
      const found = checkParams(operation, params);
      if (found)
        throw error("invalidParams", describeFault(found), { path: found.path, outcome: "not-sent" });
      if (operation.auth !== "none" && !secret) {
        throw error("missingCredentials", "createClient was given no credentials", { outcome: "not-sent" });
      }
      const request = encodeRequest(operation, params);
      const headers: Record<string, string> = { ...request.headers };
      const limits = { clock, signal, deadlineMs: readDeadline(deadlineMs ?? settings.deadlineMs) };

      return limited(limits, async (ending, ended) => {
        let sent = false;
        try {
          if (operation.auth !== "none" && secret) {
            const proof = await authorise(request, { apiKey, secret }, nonce ? String(nonce()) : "");
            secrets.push(...spellings(proof.Authent));
            Object.assign(headers, proof);
          }
          if (request.form) headers["Content-Type"] = "application/x-www-form-urlencoded";
          ending.throwIfAborted();
          sent = true;
          const response = await (options.fetch ?? fetch)(urlOf(request, settings.origin, operation), {
            method: operation.method,
            headers,
            ...(request.form && { body: request.form }),
            // A redirect would carry the signature to wherever it points.
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
          const code = ended() ?? (sent ? "networkError" : "signingFailed");
          throw error(code, ended() ?? String((cause as Error | undefined)?.message ?? cause), {
            outcome: !lost ? "not-sent" : operation.changesOrders ? "unknown" : "none",
            // What may have taken effect is never safe to repeat; what the caller ended is not wanted again.
            retryable: !["aborted", "signingFailed"].includes(code) && !(lost && operation.changesOrders),
            cause: safeCause(cause, secrets),
          });
        }
      });
    },
  };
}

function urlOf(
  { path, query }: EncodedRequest,
  origin: string | undefined,
  { server }: RestOperation,
): string {
  return (origin ?? new URL(server).origin) + path + (query && `?${query}`);
}

/** Makes the errors of one call: each names the request, and none holds a credential. */
function errorsOf(operation: RestOperation, params: unknown, secrets: readonly string[]) {
  const mask = (text: string | undefined): string | undefined => text && redactText(text, secrets);
  return (code: FuturesRestErrorCode, message: string, details: FuturesRestErrorDetails): FuturesRestError =>
    new FuturesRestError(code, `${operation.name}: ${mask(message)}`, {
      ...details,
      raw: mask(details.raw),
      reason: mask(details.reason),
      request: { name: operation.name, params: redact(params) },
    });
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
