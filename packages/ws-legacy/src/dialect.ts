import type { Classified, Dialect } from "@x/connection";

export interface Answer {
  readonly event?: unknown;
  readonly reqid?: unknown;
  readonly status?: unknown;
  readonly errorMessage?: unknown;
  readonly channelName?: unknown;
}

/** How the legacy interface tells frames apart. */
export const dialect: Dialect = {
  ping: (reqid) => JSON.stringify({ event: "ping", reqid }),
  classify(frame): Classified {
    if (Array.isArray(frame)) return message(frame);
    const { event, reqid, status, errorMessage, channelName }: Answer = frame ?? {};
    if (event === "systemStatus" || event === "heartbeat") return { kind: "push", name: event };
    const id = typeof reqid === "number" ? reqid : undefined;
    const error =
      typeof errorMessage === "string"
        ? errorMessage
        : status === "error"
          ? "refused without a reason"
          : undefined;
    if (event === "error" && id === undefined)
      return { kind: "push", name: "failure", error: error ?? "an error" };
    if (typeof event !== "string") return { kind: "unknown" };
    const over = event === "subscriptionStatus" && status !== "subscribed" && typeof channelName === "string";
    return { kind: "answer", id, error, ended: over ? channelName : undefined };
  },
};

/** Private channels: `[data, name, { sequence }]`; public ones: `[channelID, data, …, name, pair]`. */
function message(frame: readonly unknown[]): Classified {
  const name = typeof frame[1] === "string" ? frame[1] : frame.at(-2);
  return typeof name === "string" ? { kind: "message", channel: name } : { kind: "unknown" };
}
