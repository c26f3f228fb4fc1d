import { describeFault } from "@x/core";
import type { Method } from "../descriptor.ts";
import type { ConnectionError, Failure, FailureCode } from "../failure.ts";
import type { ConnectionCore } from "./core-interface.ts";
import { failed, type Request, refused, refusedEarly, type Subject } from "./request.ts";

/** Hears, once, how a call ended. */
export type Ended = (error: ConnectionError | undefined, result?: object) => void;

/** Calls a method within a step of the core. Gives the request, for it to be aborted; nothing when it was refused early. */
export function call(
  core: ConnectionCore,
  method: Method,
  params: object,
  deadline: number,
  ended: Ended,
): Request | undefined {
  const { name, auth, changesOrders, rows } = method;
  const about: Subject = {
    name,
    params,
    lost: changesOrders ? "unknown" : "none",
    several: !method.perItem && !!rows?.several(rows, params),
  };
  const early = refusedEarly(core, about, method);
  if (early) {
    ended(early);
    return undefined;
  }
  const { calling } = method;
  const collected = method.collect?.(core, about, method, ended);
  const lost = (code: FailureCode, words: string, details?: Partial<Failure>): ConnectionError =>
    failed(
      core,
      about,
      code,
      words + (collected?.words() ?? "") + (changesOrders ? "; its outcome is unknown" : ""),
      {
        retryable: !changesOrders,
        answers: collected?.answers,
        ...details,
      },
    );
  const request: Request = {
    auth,
    due: core.now + deadline,
    get partly() {
      return !!collected?.answers.length;
    },
    text: (id, token) => calling.request(method, params, id, token),
    answer({ error }, frame, text) {
      const path = collected?.take(frame);
      if (path === false) return false;
      if (error === undefined) core.options.drift?.(frame, method.known, name, core.mask, method.checkAnswer);
      const fault = error === undefined ? method.checkAnswer(frame) : undefined;
      const why =
        error !== undefined
          ? refused(core, about, error, text, path)
          : fault &&
            lost("invalidAnswer", core.mask(describeFault(fault)), {
              path: fault.path,
              raw: core.mask(text),
            });
      const result = why ? undefined : calling.result(method, frame);
      if (collected) return collected.add(why, result, error);
      ended(why, result);
      return true;
    },
    end(code, words, sent, cause) {
      ended(
        sent
          ? lost(code, words, { cause })
          : failed(core, about, code, `not sent: ${words}`, {
              // It may have been refused for its token, and wait to be sent again.
              outcome: request.again ? "refused" : "not-sent",
              retryable: true,
              cause,
            }),
      );
    },
  };
  core.request(request);
  return request;
}
