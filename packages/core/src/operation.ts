import type { Check } from "./fault.ts";
import type { OrderOutcome } from "./order-verdict.ts";

/** Where a parameter travels. `form` is an `application/x-www-form-urlencoded` body. */
export type ParameterLocation = "query" | "form" | "header" | "path";

export interface RestParameter {
  readonly name: string;
  readonly in: ParameterLocation;
  /** The value is sent as its JSON text in one form or query field. */
  readonly json?: true;
  /** Writes the value, or each entry of a list; where it is absent, plain `String` does. */
  readonly write?: (value: unknown) => string;
}

/** A budget that calls are taken from. */
export interface RateLimitPool {
  readonly name: string;
  readonly budget: number;
  readonly milliseconds: number;
  /** `window`: the budget is whole again after the time; `continuous`: it flows back evenly over the time. */
  readonly refill: "window" | "continuous";
}

/** What one call costs: `cost`, unless its parameters say otherwise. */
export interface RateLimitCost {
  readonly pool: string;
  readonly cost: number;
  /** Added for each entry of the list that the field names `items` lead to inside the parameter. */
  readonly perItem?: { readonly parameter: string; readonly items: readonly string[]; readonly cost: number };
  /** The cost when the parameter is given. */
  readonly whenPresent?: { readonly [parameter: string]: number };
  /** The cost by the parameter's value: that of the first step it does not exceed. */
  readonly by?: {
    readonly parameter: string;
    readonly steps: readonly { readonly upTo: number; readonly cost: number }[];
  };
}

/** How one page of a list leads to the next. */
export interface Pagination {
  readonly kind: "continuation-token" | "since-before" | "from-to";
  /** The parameter that takes what leads on. */
  readonly token: string;
  /** Field names from the answer's root to it; `{last}` is the last entry of a list. */
  readonly next: readonly string[];
}

/**
 * A REST operation as a value: types, checks and facts. Generated; interpreted by a client. Its `~types` member exists
 * for the compiler only.
 */
export interface RestOperation<Params = unknown, Result = unknown> {
  /** The spec's operationId. */
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Base URL in production, without a trailing slash. */
  readonly server: string;
  /** Path below the base URL, `{name}` where a path parameter goes. */
  readonly path: string;
  /** The permission the API key needs; `none` for public operations. */
  readonly auth: "none" | "read-only" | "full" | "withdrawal";
  readonly parameters: readonly RestParameter[];
  /** Whether it places, changes or cancels orders, so that a lost answer leaves its outcome unknown. */
  readonly changesOrders: boolean;
  /** A success is plain text, such as CSV. Otherwise it is JSON. */
  readonly answer?: "text";
  /** It may be sent again without doing anything twice. */
  readonly retry?: "safe";
  /** What one call takes from which of the exchange's rate-limit pools. */
  readonly cost?: RateLimitCost;
  /** How one page of its answer leads to the next. */
  readonly pagination?: Pagination;
  /** The date the exchange switches it off, `YYYY-MM-DD`. What takes its place stands in its doc comment. */
  readonly sunset?: string;
  /** Where a well-formed answer tells what became of an order. */
  readonly outcome?: OrderOutcome;
  readonly checkParams: Check;
  readonly checkResult: Check;
  /** What the spec lists of the answer, as {@link readKnown} reads it. */
  readonly known: string;
  readonly "~types"?: { readonly params: Params; readonly result: Result };
}

/** An operation that places, changes or cancels orders. */
export interface OrderOperation<Params = unknown, Result = unknown> extends RestOperation<Params, Result> {
  readonly changesOrders: true;
}

/** An operation that carries several instructions, each with an outcome of its own. */
export interface BatchOperation<Params = unknown, Result = unknown> extends OrderOperation<Params, Result> {
  readonly outcome: OrderOutcome & { readonly rows: readonly string[] };
}

/** A read whose answer comes in pages. */
export interface PagedOperation<Params = unknown, Result = unknown> extends RestOperation<Params, Result> {
  readonly pagination: Pagination;
}
