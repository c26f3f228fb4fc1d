import { type Channel, type Classified, type Dialect, encodeJson } from "@x/connection";
import { failure } from "./generated/channels/failure.ts";
import { systemStatus } from "./generated/channels/system-status.ts";

interface Answer {
  readonly event?: unknown;
  readonly reqid?: unknown;
  readonly status?: unknown;
  readonly errorMessage?: unknown;
  readonly channelName?: unknown;
  readonly pair?: unknown;
}

/** How the legacy interface writes requests and tells frames apart. */
export const dialect: Dialect = {
  call: (method, params, id, token) =>
    encodeJson({ event: method.name, ...params, ...(token !== undefined && { token }), reqid: id }),
  subscribe: (channel, params, id, token) => subscription("subscribe", channel, params, id, token),
  unsubscribe: (channel, params, id, token) => subscription("unsubscribe", channel, params, id, token),
  ping: (id) => encodeJson({ event: "ping", reqid: id }),
  classify(frame): Classified {
    if (Array.isArray(frame)) return message(frame);
    if (typeof frame !== "object" || frame === null) return { kind: "unknown" };
    const { event, reqid, status, errorMessage, channelName }: Answer = frame;
    if (event === "heartbeat") return { kind: "alive" };
    if (event === systemStatus.name) return { kind: "push", push: systemStatus };
    const id = typeof reqid === "number" ? reqid : undefined;
    if (event === "error" && id === undefined) return { kind: "push", push: failure };
    if (typeof event !== "string") return { kind: "unknown" };
    const over = event === "subscriptionStatus" && status !== "subscribed" && typeof channelName === "string";
    return { kind: "answer", id, error: reason(status, errorMessage), ...(over && { ended: channelName }) };
  },
  item: (answer, param) => (param === "pair" ? (answer as Answer).pair : undefined),
  // Public frames end in their pair; depth and interval are in the name.
  told(message, param) {
    const pair = param === "pair" && Array.isArray(message) ? message.at(-1) : undefined;
    return typeof pair === "string" ? [pair] : [];
  },
  repeated: [],
  result(_method, answer) {
    const {
      event: _event,
      status: _status,
      reqid: _reqid,
      errorMessage: _errorMessage,
      ...result
    } = answer as Answer;
    return result;
  },
};

function subscription(
  event: string,
  channel: Channel,
  params: object,
  reqid: number,
  token: string | undefined,
): string {
  // Pairs stand beside the subscription, everything else inside it.
  const { pair, ...rest } = params as { readonly pair?: unknown };
  return encodeJson({
    event,
    ...(pair !== undefined && { pair }),
    subscription: { name: channel.name, ...rest, ...(token !== undefined && { token }) },
    reqid,
  });
}

/** Private channels: `[data, name, { sequence }]`; public ones: `[channelID, data, …, name, pair]`. */
function message(frame: readonly unknown[]): Classified {
  const name = typeof frame[1] === "string" ? frame[1] : frame.at(-2);
  return typeof name === "string" ? { kind: "message", channel: name } : { kind: "unknown" };
}

function reason(status: unknown, errorMessage: unknown): string | undefined {
  if (typeof errorMessage === "string") return errorMessage;
  return status === "error" ? "refused without a reason" : undefined;
}
