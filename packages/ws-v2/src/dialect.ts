import { type Classified, type Dialect, encodeJson } from "@x/connection";
import { failure } from "./generated/channels/failure.ts";
import { status } from "./generated/channels/status.ts";

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
  call: (method, params, id, token) => request(method.name, { ...params }, id, token),
  subscribe: (channel, params, id, token) =>
    request("subscribe", { channel: channel.name, ...params }, id, token),
  unsubscribe: (channel, params, id, token) =>
    request("unsubscribe", { channel: channel.name, ...params }, id, token),
  ping: (id) => encodeJson({ method: "ping", req_id: id }),
  classify(frame): Classified {
    if (typeof frame !== "object" || frame === null) return { kind: "unknown" };
    const { method, channel, req_id: id, success, error }: Answer = frame;
    if (method === "error") return { kind: "push", push: failure };
    if (typeof method === "string") {
      return { kind: "answer", id: typeof id === "number" ? id : undefined, error: reason(success, error) };
    }
    if (channel === "heartbeat") return { kind: "alive" };
    if (channel === status.name) return { kind: "push", push: status };
    return typeof channel === "string" ? { kind: "message", channel } : { kind: "unknown" };
  },
  // Refusals of a subscription name its symbol beside the error.
  item: (answer, param) => field((answer as Answer).result, param) ?? field(answer, param),
  told(message, param) {
    const rows = field(message, "data");
    if (!Array.isArray(rows)) return [];
    return rows.map((row) => field(row, param)).filter((value) => value !== undefined);
  },
  // The depth of a book is in none of its messages.
  repeated: ["interval"],
  result(method, answer) {
    const { result, ...beside } = answer as { readonly result?: object; readonly [field: string]: unknown };
    if (result !== undefined || method.aliases === undefined) return result ?? {};
    const fields = Object.entries(method.aliases).map(([field, of]) => [of, beside[field]]);
    return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
  },
};

function request(method: string, params: object, id: number, token: string | undefined): string {
  const full = token === undefined ? params : { ...params, token };
  return encodeJson({ method, ...(Object.keys(full).length > 0 && { params: full }), req_id: id });
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as { readonly [name: string]: unknown })[name]
    : undefined;
}

function reason(success: unknown, error: unknown): string | undefined {
  if (typeof error === "string") return error;
  return success === false ? "refused without a reason" : undefined;
}
