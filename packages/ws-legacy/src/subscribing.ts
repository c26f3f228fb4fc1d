import { type Channel, encodeJson, follow, read, type Subscribing } from "@x/connection";

/** How the legacy interface writes subscriptions and what its messages say of them. */
export const subscribing: Subscribing = {
  follow,
  read,
  subscribe: (channel, params, id, token) => subscription("subscribe", channel, params, id, token),
  unsubscribe: (channel, params, id, token) => subscription("unsubscribe", channel, params, id, token),
  item: (answer, param) => (param === "pair" ? (answer as { readonly pair?: unknown }).pair : undefined),
  // Public frames end in their pair; depth and interval are in the name.
  told(message, param) {
    const pair = param === "pair" && Array.isArray(message) ? message.at(-1) : undefined;
    return typeof pair === "string" ? [pair] : [];
  },
  repeated: [],
};

function subscription(
  event: string,
  { name }: Channel,
  params: object,
  reqid: number,
  token: string | undefined,
): string {
  // Pairs stand beside the subscription, everything else inside it.
  const { pair, ...rest } = params as { readonly pair?: unknown };
  return encodeJson({ event, pair, subscription: { name, ...rest, token }, reqid });
}
