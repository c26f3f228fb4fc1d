import { describeFault, observe, type RestOperation, redact, redactText, systemClock } from "@x/core";
import { readBody } from "./body.ts";
import type { Answered, Call, CallContext, CallOptions, Failing, FuturesRestClient } from "./call.ts";
import { FuturesRestError } from "./errors.ts";
import { type ClientOptions, readOptions } from "./options.ts";
import { checkParams, encodeRequest, ORIGIN } from "./request.ts";
import { decodeAnswer } from "./response.ts";
import { authorise } from "./sign.ts";
import { limited, neverConnected, safeCause, spellings } from "./transport.ts";

/**
 * A client of Kraken's Derivatives REST API. It keeps no connection and no state between calls, adds nothing to what
 * the caller wrote, and sends a request once unless given a `retry`.
 *
 * @throws FuturesRestError with code `invalidOptions` and the path of the option that cannot be used.
 */
export function createClient(options: ClientOptions = {}): FuturesRestClient {
  const settings = readOptions(options);
  const { clock = systemClock, validation = "strict", onMisfit, onDrift, nonce } = options;

  async function run(
    operation: RestOperation,
    params: unknown,
    { signal, deadlineMs }: CallOptions,
  ): Promise<Answered<unknown>> {
    const { apiKey, key, origin } = settings;
    const secrets = [...settings.secrets];
    const error = failing(operation, params, secrets);
    const found = checkParams(operation, params);
    if (found) throw error("invalidParams", describeFault(found), { path: found.path, outcome: "not-sent" });
    const isPrivate = operation.auth !== "none";
    if (isPrivate && !key)
      throw error("missingCredentials", "the client has no credentials", { outcome: "not-sent" });
    const request = encodeRequest(operation, params);
    const url =
      (origin ?? String(ORIGIN.exec(operation.server))) +
      request.path +
      (request.query && "?") +
      request.query;

    return limited(clock, settings.deadline(deadlineMs), signal, async (ending, ended) => {
      let sent = false;
      const fail = (cause: unknown): never => {
        if (cause instanceof FuturesRestError) throw cause;
        const lost = sent && !neverConnected(cause);
        const code = ended() ?? (sent ? "networkError" : "signingFailed");
        throw error(code, ended() ?? String((cause as Error | undefined)?.message ?? cause), {
          outcome: !lost ? "not-sent" : acts(operation) ? "unknown" : "none",
          // What may have taken effect is never safe to repeat; what the caller ended is not wanted again.
          retryable: !["aborted", "signingFailed"].includes(code) && !(lost && acts(operation)),
          cause: safeCause(cause, secrets),
        });
      };
      const attempt = async (): Promise<Answered<unknown>> => {
        sent = false;
        const headers: Record<string, string> = { ...request.headers };
        if (key && isPrivate) {
          const proof = await authorise(request, apiKey, await key(), nonce ? String(nonce()) : "");
          secrets.push(...spellings(proof.Authent));
          Object.assign(headers, proof);
        }
        if (request.form) headers["Content-Type"] = "application/x-www-form-urlencoded";
        ending.throwIfAborted();
        sent = true;
        const answer = await (options.fetch ?? fetch)(url, {
          method: operation.method,
          headers,
          ...(request.form && { body: request.form }),
          // A redirect would carry the signature to wherever it points.
          redirect: "error",
          signal: ending,
        });
        const { status } = answer;
        const response = { status, headers: answer.headers, receivedAt: clock.now() };
        const raw = await readBody(answer, settings.maxBodyBytes, () =>
          error("answerTooLarge", `the body has more than ${settings.maxBodyBytes} bytes`, {
            outcome: acts(operation) ? "unknown" : "none",
            status,
            response,
          }),
        );
        const { value, failure, misfit } = decodeAnswer(operation, answer, raw, validation);
        if (failure) {
          const { code, message, outcome, retryable } = failure;
          throw error(code, message, {
            ...failure,
            // A request that may have taken effect is never safe to repeat.
            ...(acts(operation)
              ? { retryable: retryable === true && outcome !== "unknown" }
              : { outcome: "none" }),
            raw,
            status,
            response,
          });
        }
        if (misfit && onMisfit) quietly(() => onMisfit(misfit, operation.name));
        if (onDrift) quietly(() => observe(value, operation.known, operation.name, onDrift));
        return { result: value, response };
      };
      const context: CallContext = { operation, params, clock, signal: ending, error };
      let next = (): Promise<Answered<unknown>> => attempt().catch(fail);
      for (const layer of [options.budget?.layer, options.retry || undefined]) {
        const inner = next;
        if (layer) next = () => layer(context, inner);
      }
      return next().catch(fail);
    });
  }

  return {
    call<Params, Result>(
      operation: RestOperation<Params, Result>,
      params: NoInfer<Params>,
      callOptions = {},
    ) {
      const whole = run(operation, params, callOptions) as Promise<Answered<Result>>;
      const call = whole.then(({ result }) => result) as Call<Result>;
      call.withResponse = () => {
        // Whoever takes the whole answer hears of its failure there.
        call.catch(() => undefined);
        return whole;
      };
      return call;
    },
  };
}

/** Whether a lost answer leaves open what it did. */
function acts({ changesOrders, retry }: RestOperation): boolean {
  return changesOrders || !retry;
}

/** Makes the errors of one call: each names the request, and none holds a credential. */
function failing(operation: RestOperation, params: unknown, secrets: readonly string[]): Failing {
  const mask = (text: string | undefined): string | undefined => text && redactText(text, secrets);
  return (code, message, details) =>
    new FuturesRestError(code, `${operation.name}: ${mask(message)}`, {
      ...details,
      raw: mask(details.raw),
      reason: mask(details.reason),
      request: { name: operation.name, params: redact(params) },
    });
}

/** The answer is good, whatever its observer makes of it. */
function quietly(tell: () => void): void {
  try {
    tell();
  } catch {}
}
