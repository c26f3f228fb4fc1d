import { describeFault, MASK } from "@x/core";
import type { Feed, Method } from "../descriptor.ts";
import type { ConnectionError, Failure, FailureCode } from "../failure.ts";
import { readRefusal } from "../refusal.ts";
import type { ConnectionCore } from "./core-interface.ts";
import type { Answer } from "./dialect.ts";

/** A request the core has taken on. Exactly one of its last `answer` and `end` ends it. */
export interface Request {
  /** Whether it carries the session token. */
  readonly auth: boolean;
  /** It is about a subscription, and means nothing to another connection. */
  readonly follows?: boolean;
  /** When it ends without an answer, milliseconds since the epoch. */
  readonly due: number;
  /** The token it was sent with. */
  token?: string | undefined;
  /** It has been sent a second time, with a new token. */
  again?: boolean;
  /** An answer to it has been taken, so that it must not be sent again. */
  readonly partly?: boolean;
  /** Its text, now that it is sent. */
  text(id: number, token: string | undefined): string;
  /** An answer to it. `false` when it is none; `"more"` when others follow. */
  answer(answer: Answer, frame: object, text: string): boolean | "more";
  /** Nothing more comes. `sent` says whether the exchange may have seen it. */
  end(code: FailureCode, words: string, sent: boolean, cause?: unknown): void;
}

/** What a request is about, for its errors. */
export interface Subject {
  readonly name: string;
  readonly params: unknown;
  /** What is known of it when it was sent and has no answer one can trust. */
  readonly lost: "unknown" | "none";
  /** It has several instructions and one answer: what is said of an order may be said of one of them. */
  readonly several?: boolean;
}

/** Why a request may not be sent on this connection at all, if it may not. */
export function refusedEarly(
  core: ConnectionCore,
  about: Subject,
  { hosts, auth, checkParams }: Method | Feed,
): ConnectionError | undefined {
  const { options, state } = core;
  const { host, token } = options;
  const fault = checkParams(about.params);
  const early = (code: FailureCode, words: string): ConnectionError =>
    failed(core, about, code, `not sent: ${words}`, { outcome: "not-sent", path: fault?.path });
  if (state.startsWith("clos")) return early("closed", "the connection is closed");
  if (fault) return early("invalidParams", core.mask(describeFault(fault)));
  if (!hosts.includes(host))
    return early("wrongHost", `it belongs on the host ${hosts}, this connection is to ${host}`);
  return auth && !token ? early("noToken", "it needs a session token") : undefined;
}

/** The error of a request that was answered with a refusal. */
export function refused(
  core: ConnectionCore,
  about: Subject,
  error: string,
  text: string,
  path?: string,
): ConnectionError {
  const { code, retryable, undecided } = readRefusal(error);
  const reason = core.mask(error);
  const outcome = undecided || (about.several && code === "EOrder") ? about.lost : "refused";
  return failed(core, about, code, reason, {
    outcome,
    retryable: retryable && outcome !== "unknown",
    reason,
    raw: core.mask(text),
    path,
  });
}

/** The package's own error, with the request it is about. */
export function failed(
  core: ConnectionCore,
  { name, params, lost }: Subject,
  code: FailureCode,
  words: string,
  details?: Partial<Failure>,
): ConnectionError {
  return core.options.toError({
    code,
    message: `${name}: ${words}`,
    outcome: lost,
    request: { name, params: shown(core, params) },
    ...details,
  });
}

/** Parameters for people to read. What looks like a credential by its name, or is a token of this connection, is masked. */
function shown(core: ConnectionCore, params: unknown): unknown {
  try {
    return JSON.parse(core.mask(JSON.stringify(params)), (name, value) =>
      /token|key|secret|pass|otp|nonce/i.test(name) ? MASK : value,
    );
  } catch {
    // What cannot be written as JSON was never sent.
    return undefined;
  }
}
