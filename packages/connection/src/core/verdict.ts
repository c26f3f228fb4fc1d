import type { Fault } from "@x/core";
import type { Failure } from "../failure.ts";
import { readRefusal } from "../refusal.ts";
import type { Reporter } from "./reporter.ts";
import { type CallRequest, failure, lostOutcome, type Request, summary, unanswered } from "./request.ts";

/** The failure of a request that the exchange refused. `path` says which of its items. */
export function refusal(
  request: Request,
  error: string,
  text: string,
  path: string | undefined,
  reporter: Reporter,
): Failure {
  const { code, retryable, undecided } = readRefusal(error);
  const outcome = undecided ? lostOutcome(request) : "refused";
  const about = summary(request);
  const reason = reporter.mask(error);
  const why = failure(code, `${about.name}: ${reason}`, {
    outcome,
    retryable: retryable && outcome !== "unknown",
    raw: reporter.mask(text),
    request: about,
    ...(path !== undefined && { path }),
  });
  return { ...why, reason };
}

/** Why an answer to a call is no result, if it is none. */
export function callFailure(
  request: CallRequest,
  error: string | undefined,
  frame: object,
  text: string,
  path: string | undefined,
  reporter: Reporter,
): Failure | undefined {
  if (error !== undefined) return refusal(request, error, text, path, reporter);
  const { name, checkAnswer } = request.method;
  const fault = checkAnswer(frame);
  return fault && unreadable(request, name, fault, text, reporter);
}

/** The failure of a call whose answer is not as the spec says. */
function unreadable(request: Request, name: string, fault: Fault, text: string, reporter: Reporter): Failure {
  const { code, message, details } = unanswered(
    request,
    "invalidAnswer",
    `${name}: ${reporter.words(fault)}`,
  );
  return failure(code, message, { ...details, path: fault.path, raw: reporter.mask(text) });
}
