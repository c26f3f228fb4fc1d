import type { Components, Doc, Json, ObjectShape, Shape } from "./shape.ts";
import type { Source } from "./source.ts";

/** One REST API: what an OpenAPI file says, without OpenAPI. */
export interface RestContract {
  readonly file: string;
  readonly title: string;
  readonly operations: readonly RestOperationContract[];
  readonly components: Components;
  /** Name of the component that lists the exchange's error codes, if the error envelope refers to one. */
  readonly errorCodes: string | undefined;
  readonly pools: readonly RateLimitPool[];
}

export type RestMethod = "GET" | "POST" | "PUT" | "DELETE";
export type Permission = "none" | "read-only" | "full" | "withdrawal";

export interface RestOperationContract {
  /** The spec's operationId. */
  readonly name: string;
  readonly source: Source;
  /** `title` is OpenAPI's summary. */
  readonly doc: Doc;
  /** The exchange's own page on the operation. */
  readonly page: string | undefined;
  readonly method: RestMethod;
  /** Base URL, without a trailing slash. */
  readonly server: string;
  readonly path: string;
  readonly permission: Permission;
  readonly permissionNote: string | undefined;
  readonly changesOrders: boolean;
  /** It may be sent again without doing anything twice. */
  readonly retry: "safe" | undefined;
  readonly cost: RateLimitCost | undefined;
  readonly pagination: Pagination | undefined;
  readonly sunset: string | undefined;
  readonly successor: string | undefined;
  readonly outcome: OrderOutcome | undefined;
  /** All parameters by name, with the conditions between them. */
  readonly params: ObjectShape;
  /** The same conditions in words. */
  readonly conditions: readonly string[];
  /** Where each parameter travels, in the spec's order. */
  readonly places: readonly ParameterPlace[];
  /** How a success travels: as JSON, or as plain text such as CSV. */
  readonly answer: "json" | "text";
  /** The success answer. */
  readonly result: Shape;
  /** The error envelopes the spec gives for the same HTTP status. */
  readonly errors: readonly Shape[];
  /** Answers given as examples. */
  readonly examples: readonly AnswerExample[];
}

export interface ParameterPlace {
  readonly name: string;
  readonly in: "query" | "form" | "header" | "path";
  /** The value is sent as its JSON text. */
  readonly json: boolean;
}

/** A budget that calls are taken from. */
export interface RateLimitPool {
  readonly name: string;
  readonly budget: number;
  readonly seconds: number;
  /** `window`: the budget is whole again after the time; `continuous`: it flows back evenly over the time. */
  readonly refill: "window" | "continuous";
}

/** What one call costs: `cost`, unless its parameters say otherwise. */
export interface RateLimitCost {
  readonly pool: string;
  readonly cost: number;
  /** Added for each entry of the list at `items` inside the parameter. */
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
  /** The parameter that takes it. */
  readonly token: string;
  /** Steps from the answer's root to it; `{last}` is the last entry of a list. */
  readonly next: readonly string[];
}

/** Where an answer tells what became of an order. */
export interface OrderOutcome {
  /** Field names from the answer's root to a list with one entry per instruction, if there are several. */
  readonly rows: readonly string[] | undefined;
  /** Field names from the answer's root, or from an entry of `rows`, to the status. */
  readonly status: readonly string[];
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

export interface AnswerExample {
  readonly name: string;
  readonly source: Source;
  readonly value: Json;
}
