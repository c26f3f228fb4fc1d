import type { Classified, Dialect } from "@x/connection";

interface Answer {
  readonly method?: unknown;
  readonly channel?: unknown;
  readonly req_id?: unknown;
  readonly success?: unknown;
  readonly error?: unknown;
  readonly result?: unknown;
}

/** How the v2 interface tells frames apart. */
export const dialect: Dialect = {
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
};

/** The text of a request: without parameters, it has none at all. */
export function request(
  method: string,
  params: object,
  req_id: number,
  token: string | undefined,
  write: (value: unknown) => string = JSON.stringify,
): string {
  const full = token === undefined ? params : { ...params, token };
  return write({ method, params: Object.keys(full).length > 0 ? full : undefined, req_id });
}
