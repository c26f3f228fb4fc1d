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
  readonly cost: { readonly pool: string; readonly cost: number } | undefined;
  readonly sunset: string | undefined;
  readonly successor: string | undefined;
  readonly outcome: OrderOutcome | undefined;
  /** All parameters by name, with the conditions between them. */
  readonly params: ObjectShape;
  /** The same conditions in words. */
  readonly conditions: readonly string[];
  /** Where each parameter travels, in the spec's order. */
  readonly places: readonly ParameterPlace[];
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

/** Where an answer tells what became of an order. */
export interface OrderOutcome {
  /** Field names from the answer's root to the status. */
  readonly status: readonly string[];
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
}

export interface AnswerExample {
  readonly name: string;
  readonly source: Source;
  readonly value: Json;
}
