import {
  type Feeding,
  follow,
  itemsOf,
  marksOf,
  misfit,
  outOfSequence,
  read,
  type Subscribing,
} from "@x/connection";
import { request } from "./dialect.ts";
import { field, item } from "./items.ts";

const subscribe: Feeding["subscribe"] = ({ name: channel, write }, params, id, token) =>
  request("subscribe", { channel, ...params }, id, token, write);

const unsubscribe: Feeding["unsubscribe"] = ({ name: channel, write }, params, id, token) =>
  request("unsubscribe", { channel, ...params }, id, token, write);

const told: Feeding["told"] = (message, param) => {
  const rows = field(message, "data");
  if (!Array.isArray(rows)) return [];
  return rows.map((row) => field(row, param)).filter((value) => value !== undefined);
};

/** How the v2 interface writes subscriptions and what its messages say of them. */
export const feeding: Feeding = { follow, subscribe, unsubscribe, told };

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
  // The depth of a book is in none of its messages.
  marks: (unsubscribe, params) => marksOf(["interval"], unsubscribe, params),
};
