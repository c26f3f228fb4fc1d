import type { Known } from "./drift.ts";
import type { Check } from "./fault.ts";

/** Where a parameter travels. `form` is an `application/x-www-form-urlencoded` body. */
export type ParameterLocation = "query" | "form" | "header" | "path";

export interface RestParameter {
  readonly name: string;
  readonly in: ParameterLocation;
  /** The value is sent as its JSON text in one form or query field. */
  readonly json?: true;
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
  /** What one call takes from which of the exchange's rate-limit pools. */
  readonly cost?: { readonly pool: string; readonly cost: number };
  /** The date the exchange switches it off, `YYYY-MM-DD`. */
  readonly sunset?: string;
  /** What takes its place, in words. */
  readonly successor?: string;
  /**
   * Where a well-formed answer tells what became of an order: the field names that lead to its status, and the values
   * that mean yes and no. Any other value proves neither.
   */
  readonly outcome?: {
    readonly status: readonly string[];
    readonly accepted: readonly string[];
    readonly refused: readonly string[];
  };
  readonly checkParams: Check;
  readonly checkResult: Check;
  readonly known: Known;
  readonly "~types"?: { readonly params: Params; readonly result: Result };
}
