import { type Classified, type Dialect, encodeJson } from "@x/connection";

interface Answer {
  readonly method?: unknown;
  readonly channel?: unknown;
  readonly req_id?: unknown;
  readonly success?: unknown;
  readonly error?: unknown;
  readonly result?: unknown;
}

/** How the v2 interface writes requests and tells frames apart. */
export const dialect: Dialect = {
  call: (method, params, id, token) => request(method.name, params, id, token),
  ping: (id) => request("ping", {}, id, undefined),
  classify(frame): Classified {
    const { method, channel, req_id: id, success, error }: Answer = frame ?? {};
    const reason =
      typeof error === "string" ? error : success === false ? "refused without a reason" : undefined;
    if (method === "error") return { kind: "push", name: "failure", error: reason ?? "an error" };
    if (typeof method === "string")
      return { kind: "answer", id: typeof id === "number" ? id : undefined, error: reason };
    if (channel === "status" || channel === "heartbeat") return { kind: "push", name: channel };
    return typeof channel === "string" ? { kind: "message", channel } : { kind: "unknown" };
  },
  result(method, answer) {
    const { result, ...beside } = answer as { readonly result?: object; readonly [field: string]: unknown };
    if (result !== undefined || method.aliases === undefined) return result ?? {};
    const fields = Object.entries(method.aliases).map(([field, of]) => [of, beside[field]]);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  },
};

/** The text of a request: without parameters, it has none at all. */
export function request(method: string, params: object, req_id: number, token: string | undefined): string {
  const full = token === undefined ? params : { ...params, token };
  return encodeJson({ method, params: Object.keys(full).length > 0 ? full : undefined, req_id });
}
