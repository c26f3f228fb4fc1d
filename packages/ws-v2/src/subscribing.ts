import { follow, read, type Subscribing } from "@x/connection";
import { request } from "./dialect.ts";
import { field, item } from "./items.ts";

/** How the v2 interface writes subscriptions and what its messages say of them. */
export const subscribing: Subscribing = {
  follow,
  read,
  subscribe: ({ name: channel }, params, id, token) =>
    request("subscribe", { channel, ...params }, id, token),
  unsubscribe: ({ name: channel }, params, id, token) =>
    request("unsubscribe", { channel, ...params }, id, token),
  item,
  told(message, param) {
    const rows = field(message, "data");
    if (!Array.isArray(rows)) return [];
    return rows.map((row) => field(row, param)).filter((value) => value !== undefined);
  },
  // The depth of a book is in none of its messages.
  repeated: ["interval"],
};
