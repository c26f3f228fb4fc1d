import { describeFault, type Outcome, type RestOperation, systemClock } from "@x/core";
import { neverConnected } from "#platform";
import { parse, refusal } from "./answer.ts";
import { readBody } from "./body.ts";
import type { Answered, CallContext, CallOptions, Failing, FuturesRestClient } from "./call.ts";
import { FuturesRestError } from "./errors.ts";
import { copied, masked, safeCause } from "./masked.ts";
import { type ClientOptions, positive, readOptions } from "./options.ts";
import { encodeRequest, ORIGIN } from "./request.ts";

/**
 * A client of Kraken's Derivatives REST API. It keeps no connection and no state between calls, adds nothing to what
 * the caller wrote, and sends a request once unless given a `retry`.
 *
 * @throws FuturesRestError with code `invalidOptions` and the path of the option that cannot be used.
 */
export function createClient(options: ClientOptions = {}): FuturesRestClient {
  const { clock = systemClock, validation = "strict", budget, retry, nonce, onDrift } = options;
  const { deadlineMs = 10_000, maxBodyBytes = 10 * 2 ** 20 } = options;
  const { key, origin } = readOptions(options);

  async function run(
    operation: RestOperation,
    params: unknown,
    { signal, deadlineMs: own = deadlineMs }: CallOptions,
  ): Promise<Answered<unknown>> {
    const { name, method, auth, changesOrders, outcome: told } = operation;
    // Whether a lost answer leaves open what the call did.
    const acts = changesOrders || !operation.retry;
    const secrets = key ? [...key.secrets] : [];
    const error: Failing = (code, message, { outcome = "unknown", retryable, raw, reason, ...details }) =>
      new FuturesRestError(code, `${name}: ${masked(message, secrets)}`, {
        ...details,
        outcome: acts || outcome === "not-sent" ? outcome : "none",
        // What may have taken effect is never safe to repeat.
        retryable: retryable === true && !(acts && outcome === "unknown"),
        raw: masked(raw, secrets),
        reason: masked(reason, secrets),
        request: { name, params: copied(params, secrets) },
      });

    const outcome: Outcome = "not-sent";
    const found = operation.checkParams(params);
    if (found) throw error("invalidParams", describeFault(found), { path: found.path, outcome });
    const signer = auth === "none" ? undefined : key;
    if (auth !== "none" && !key)
      throw error("missingCredentials", "the client has no credentials", { outcome });
    const { path, query, form, headers } = encodeRequest(operation, params, error);
    const url = (origin ?? ORIGIN.exec(operation.server)) + path + (query && "?") + query;

    positive("/deadlineMs", own);
    const controller = new AbortController();
    const ending = controller.signal;
    let ended: "aborted" | "deadlineExceeded" | undefined;
    const end = (why: typeof ended): void => {
      ended ??= why;
      controller.abort(signal?.reason);
    };
    const abort = (): void => end("aborted");
    if (signal?.aborted) abort();
    signal?.addEventListener("abort", abort);
    const timer = clock.setTimer(own, () => end("deadlineExceeded"));

    let sent = false;
    const attempt = async (): Promise<Answered<unknown>> => {
      sent = false;
      const proof = await signer?.prove(query + form, path, nonce ? String(nonce()) : "");
      if (proof) secrets.push(proof.Authent);
      ending.throwIfAborted();
      sent = true;
      const answer = await (options.fetch ?? fetch)(url, {
        method,
        headers: {
          ...headers,
          ...proof,
          ...(form && { "Content-Type": "application/x-www-form-urlencoded" }),
        },
        ...(form && { body: form }),
        // A redirect would carry the signature to wherever it points.
        redirect: "error",
        signal: ending,
      });
      const { status } = answer;
      const response = { status, headers: answer.headers, receivedAt: clock.now() };
      const raw = await readBody(answer, maxBodyBytes);
      const fail: Failing = (code, message, details) =>
        error(code, message, { raw, status, response, ...details });
      if (raw === undefined) throw fail("answerTooLarge", `the body has more than ${maxBodyBytes} bytes`, {});

      const text = operation.answer && status < 400;
      const value = text ? raw : parse(answer, raw);
      const refused = text ? undefined : refusal(value, status);
      if (refused) throw fail(refused.code, refused.reason ?? `HTTP status ${status}`, refused);
      if (value === undefined) {
        // Asked once more, a gateway may let the real answer through.
        throw fail("invalidAnswer", `not a JSON answer, HTTP status ${status}`, {
          path: "",
          retryable: true,
        });
      }
      const misfit = validation === "off" ? undefined : operation.checkResult(value);
      try {
        if (misfit && typeof validation !== "string") validation(misfit, name);
        onDrift?.(value, operation.known, name, (text) => masked(text, secrets), operation.checkResult);
      } catch {
        // An order that was placed must not look failed.
      }
      if (misfit && typeof validation === "string")
        throw fail("invalidAnswer", describeFault(misfit), { path: misfit.path });
      const verdict = told?.verdict?.(told, value);
      if (verdict?.code) throw fail(verdict.code, verdict.reason, verdict);
      return { result: value, response };
    };
    const fail = (cause: unknown): never => {
      if (cause instanceof FuturesRestError) throw cause;
      const code = ended ?? (sent ? "networkError" : "signingFailed");
      const left = sent && !neverConnected(cause);
      throw error(code, ended ?? String((cause as Error | undefined)?.message ?? cause), {
        outcome: left ? "unknown" : outcome,
        retryable: code !== "aborted" && code !== "signingFailed",
        cause: safeCause(cause, secrets),
      });
    };
    const context: CallContext = { operation, params, clock, signal: ending, error };
    const once = (): Promise<Answered<unknown>> => attempt().catch(fail);
    const limitedByBudget = budget ? () => budget.layer(context, once) : once;
    try {
      return await (retry ? retry(context, limitedByBudget) : limitedByBudget());
    } catch (cause) {
      return fail(cause);
    } finally {
      timer.cancel();
      signal?.removeEventListener("abort", abort);
    }
  }

  return {
    call(operation, params, callOptions = {}) {
      const whole = run(operation, params, callOptions) as Promise<Answered<never>>;
      const result = whole.then((answered) => answered.result);
      return Object.assign(result, {
        withResponse() {
          // Whoever takes the whole answer hears of its failure there.
          result.catch(() => {});
          return whole;
        },
      });
    },
  };
}
