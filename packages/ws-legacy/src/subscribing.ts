import {
  ending,
  type Feed,
  type Feeding,
  follow,
  itemsOf,
  misfit,
  outOfSequence,
  read,
  type Subscribing,
} from "@x/connection";

const subscribe: Feeding["subscribe"] = (channel, params, id, token) =>
  subscription("subscribe", channel, params, id, token);

const unsubscribe: Feeding["unsubscribe"] = (channel, params, id, token) =>
  subscription("unsubscribe", channel, params, id, token);

const item: Feeding["item"] = (answer, param) =>
  param === "pair" ? (answer as { readonly pair?: unknown }).pair : undefined;

// Public frames end in their pair; depth and interval are in the name.
const told: Feeding["told"] = (message, param) => {
  const pair = param === "pair" && Array.isArray(message) ? message.at(-1) : undefined;
  return typeof pair === "string" ? [pair] : [];
};

/** How the legacy interface writes subscriptions and what its messages say of them. */
export const feeding: Feeding = { follow, subscribe, unsubscribe, item, told, ending };

/** The same for channels, which may be read, about several things at once, and numbered. */
export const subscribing: Subscribing = {
  follow,
  read,
  items: itemsOf,
  outOfSequence,
  misfit,
  subscribe,
  unsubscribe,
  item,
  told,
  ending,
};

function subscription(
  event: string,
  { name, write = JSON.stringify }: Feed,
  params: object,
  reqid: number,
  token: string | undefined,
): string {
  // Pairs stand beside the subscription, everything else inside it.
  const { pair, ...rest } = params as { readonly pair?: unknown };
  return write({ event, pair, subscription: { name, ...rest, token }, reqid });
}
