import { type ExchangeErrorDetails, type Outcome, type RequestSummary, redact } from "@x/core";
import type { Channel, Method } from "../descriptor.ts";
import type { Failure, FailureCode } from "../failure.ts";
import { Answers } from "./answers.ts";
import type { Handle } from "./signals.ts";

/** A request the core has taken on and must end exactly once. */
export type Request = CallRequest | SubscribeRequest | UnsubscribeRequest;

interface Open {
  readonly handle: Handle;
  /** When it ends without an answer, milliseconds since the epoch. */
  readonly due: number;
  readonly params: object;
  /** Where each item of a list is answered on its own. */
  readonly answers?: Answers | undefined;
}

export interface CallRequest extends Open {
  readonly kind: "call";
  readonly method: Method;
}

export interface SubscribeRequest extends Open {
  readonly kind: "subscribe";
  readonly channel: Channel;
}

export interface UnsubscribeRequest extends Open {
  readonly kind: "unsubscribe";
  readonly channel: Channel;
}

/**
 * The request to stop a subscription, with the parameters the exchange tells subscriptions apart by and without the
 * items it refused.
 */
export function leaving(
  { handle, channel, params, answers }: Omit<SubscribeRequest, "kind" | "due">,
  due: number,
): UnsubscribeRequest {
  const named = Object.entries(params).filter(([param]) => channel.unsubscribe?.includes(param));
  const left: { [param: string]: unknown } = Object.fromEntries(named);
  if (answers && Array.isArray(left[answers.param]))
    left[answers.param] = answers.items.filter((item) => !answers.refused.includes(item));
  return {
    kind: "unsubscribe",
    handle,
    channel,
    params: left,
    due,
    answers: Answers.of(channel.perItem, left),
  };
}

export function needsToken(request: Request): boolean {
  return request.kind === "call" ? request.method.auth : request.channel.auth;
}

export function summary(request: Request): RequestSummary {
  const name = request.kind === "call" ? request.method.name : `${request.kind} ${request.channel.name}`;
  return { name, params: redact(request.params) };
}

/** What is known of a request that was sent and got no answer one can trust. */
export function lostOutcome(request: Request): Outcome {
  return request.kind === "call" && request.method.changesOrders ? "unknown" : "none";
}

export function failure(code: FailureCode, message: string, details: ExchangeErrorDetails = {}): Failure {
  return { code, message, details };
}

/** A failure of a request that never reached the wire. */
export function notSent(request: Request, code: FailureCode, message: string, cause?: unknown): Failure {
  return failure(code, message, { outcome: "not-sent", retryable: true, request: summary(request), cause });
}

/** A failure of a request that was sent. */
export function unanswered(request: Request, code: FailureCode, message: string): Failure {
  const outcome = lostOutcome(request);
  const suffix = outcome === "unknown" ? "; whether it took effect is unknown" : "";
  const answers = request.kind === "call" ? request.answers : undefined;
  const some =
    answers && answers.items.length > 1
      ? `; ${answers.outcomes.length} of ${answers.items.length} were answered`
      : "";
  const why = failure(code, message + some + suffix, {
    outcome,
    retryable: outcome === "none",
    request: summary(request),
  });
  return answers ? { ...why, answers: answers.outcomes } : why;
}

/** The failure of a call of which each item is answered, when all are: its first one, and what came of the others. */
export function notAll(request: CallRequest, answers: Answers, first: Failure): Failure {
  const { failures, items, outcomes } = answers;
  const path = first.details.path ?? answers.path(undefined);
  const details = { ...first.details, ...(path !== undefined && { path }) };
  if (items.length === 1) return { ...first, details, answers: outcomes };
  // "refused" promises that nothing took effect, so it needs every item's refusal.
  const outcome =
    failures.length < items.length || failures.some((why) => why.details.outcome !== "refused")
      ? lostOutcome(request)
      : "refused";
  return {
    ...first,
    message: `${first.message} (${failures.length} of ${items.length} failed)`,
    details: {
      ...details,
      outcome,
      retryable: outcome !== "unknown" && failures.every((why) => why.details.retryable),
    },
    answers: outcomes,
  };
}
