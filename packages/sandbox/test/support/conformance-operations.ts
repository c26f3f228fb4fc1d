import * as api from "@x/futures-rest";

type Api = typeof api;

/** Names of the constants that describe an operation. */
export type OperationName = {
  [Name in keyof Api]: Api[Name] extends { readonly checkParams: unknown; readonly path: string }
    ? Name
    : never;
}[keyof Api];

export type ParamsOf<Name extends OperationName> =
  Api[Name] extends api.RestOperation<infer Params, infer _Result> ? Params : never;

/** What the calls of one operation are made from. */
export interface Venue {
  readonly client: api.FuturesRestClient;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** How to call some operations: for each, all parameter sets to call it with, once whatever they need is in place. */
export type CallsOf<Name extends OperationName> = {
  readonly [Each in Name]: (venue: Venue) => readonly ParamsOf<Each>[] | Promise<readonly ParamsOf<Each>[]>;
};

function isOperation(value: unknown): value is api.RestOperation {
  return (
    typeof value === "object" &&
    value !== null &&
    ["name", "method", "server", "path", "parameters", "checkParams", "checkResult"].every(
      (key) => key in value,
    )
  );
}

/** Every operation the package exports, known by its shape, so that none is left out of the tests. */
export const operations: readonly api.RestOperation[] = Object.values<unknown>(api).filter(isOperation);
