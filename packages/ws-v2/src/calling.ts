import { type Calling, promiseOf } from "@x/connection";
import { request } from "./dialect.ts";

/** How the v2 interface writes calls and what their answers say. */
export const calling: Calling = {
  call: promiseOf,
  request: ({ name, write }, params, id, token) => request(name, params, id, token, write),
  result(method, answer) {
    const { result, ...beside } = answer as { readonly result?: object; readonly [field: string]: unknown };
    if (result !== undefined || method.aliases === undefined) return result ?? {};
    const fields = Object.entries(method.aliases).map(([field, of]) => [of, beside[field]]);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  },
};
