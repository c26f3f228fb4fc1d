/**
 * What is known of the request an error answers:
 *
 * - `none`: it changes nothing at the exchange (a read, a subscription, a connection).
 * - `not-sent`: it was stopped before the wire; the exchange never saw it.
 * - `refused`: the exchange said no.
 * - `unknown`: it was sent, may have taken effect, and no trustworthy answer came back. Settle it before acting again.
 */
export type Outcome = "none" | "not-sent" | "refused" | "unknown";

/** The request an error answers, with credentials masked. */
export interface RequestSummary {
  /** Operation, method, channel or message name as the spec writes it. */
  readonly name: string;
  /** The caller's parameters, redacted. */
  readonly params?: unknown;
}

export interface ExchangeErrorDetails {
  readonly retryable?: boolean;
  readonly outcome?: Outcome;
  readonly path?: string | undefined;
  readonly raw?: string | undefined;
  readonly request?: RequestSummary | undefined;
  readonly cause?: unknown;
}

/** The longest raw text an error keeps, in characters: enough to see what came, too little to fill a log. */
const RAW_LIMIT = 4096;

/**
 * The shape all protocol packages' errors share. Each package exports exactly one subclass, whose `code` is a closed
 * union, so a `switch` over it is complete.
 */
export abstract class ExchangeError<Code extends string = string> extends Error {
  abstract override readonly name: string;
  /** Stable, for programs; the message is for people. */
  declare readonly code: Code;
  /** Whether the same request may be sent again without risk of doing it twice. */
  declare readonly retryable: boolean;
  declare readonly outcome: Outcome;
  /** JSON pointer (FIX: `/FieldName`) of the value at fault, when one value is. */
  declare readonly path: string | undefined;
  /** What the exchange sent, credentials masked, cut at 4,096 characters. */
  declare readonly raw: string | undefined;
  declare readonly request: RequestSummary | undefined;

  constructor(code: Code, message: string, { cause, raw, ...facts }: ExchangeErrorDetails = {}) {
    super(message, cause === undefined ? {} : { cause });
    const kept = raw?.slice(0, RAW_LIMIT);
    Object.assign(this, { retryable: false, outcome: "none" }, facts, { code, raw: kept });
  }
}

/**
 * Recognises an error of any of the packages by its shape rather than its class, of which a program may hold several
 * copies.
 */
export function isExchangeError(value: unknown): value is ExchangeError {
  const { code, outcome } = (value ?? {}) as Partial<ExchangeError>;
  return typeof code === "string" && typeof outcome === "string";
}

/** Recognises the error of one package, in the same way. */
export function isErrorNamed(value: unknown, name: string): boolean {
  return isExchangeError(value) && value.name === name;
}
