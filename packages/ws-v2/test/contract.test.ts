import { describe, expect, it } from "vitest";
import * as api from "../src/index.ts";

/** What the interface offers, whole: a method or channel that goes missing, or changes its facts, is seen here. */

type Descriptor = api.Method | api.Channel | api.Push;

const descriptors = Object.values<unknown>(api).filter(
  (value): value is Descriptor => typeof value === "object" && value !== null && "kind" in value,
);

function facts(descriptor: Descriptor): string {
  const { kind, name, hosts } = descriptor;
  const auth = "auth" in descriptor && descriptor.auth ? " token" : "";
  const changes = "changesOrders" in descriptor && descriptor.changesOrders ? " changes orders" : "";
  const each = "perItem" in descriptor ? ` per ${descriptor.perItem?.join("|")}` : "";
  const end = "unsubscribe" in descriptor ? ` until ${descriptor.unsubscribe?.join("+")}` : "";
  const counted = "sequence" in descriptor ? ` counted by ${descriptor.sequence?.join("/")}` : "";
  const unless = Object.entries(("snapshot" in descriptor && descriptor.snapshot) || {});
  const begins =
    "snapshot" in descriptor ? ` begins unless ${unless.map((each) => each.join("=")).join("|")}` : "";
  return `${kind} ${name} @${hosts.join("+")}${auth}${changes}${each}${end}${counted}${begins}`;
}

it("offers every method and channel", () => {
  expect(descriptors.map(facts).sort()).toEqual([
    "channel balances @private token counted by sequence begins unless snapshot=false|users=all",
    "channel book @public per symbol until symbol+depth begins unless snapshot=false",
    "channel executions @private token counted by sequence begins unless snap_orders=false|users=all|snapshot=false",
    "channel instrument @public begins unless snapshot=false",
    "channel level3 @l3 token per symbol until symbol+depth begins unless snapshot=false",
    "channel ohlc @public per symbol until symbol+interval begins unless snapshot=false",
    "channel ticker @public per symbol until symbol+event_trigger begins unless snapshot=false",
    "channel trade @public per symbol until symbol",
    "method add_order @private token changes orders",
    "method amend_order @private token changes orders",
    "method batch_add @private token changes orders",
    "method batch_cancel @private token changes orders",
    "method cancel_all @private token changes orders",
    "method cancel_all_orders_after @private token changes orders",
    "method cancel_order @private token changes orders per order_id|cl_ord_id|order_userref",
    "method edit_order @private token changes orders",
    "method ping @public+private+l3",
    "push failure @public+private+l3",
    "push heartbeat @public+private+l3",
    "push status @public+private+l3",
  ]);
});

it("knows the address of every host", () => {
  const named = new Set(descriptors.flatMap(({ hosts }) => hosts));
  expect([...named].sort()).toEqual(Object.keys(api.hosts).sort());
  expect(api.hosts.l3).toBe("wss://ws-l3.kraken.com/v2");
});

const order = { order_type: "limit", side: "buy", order_qty: 1, limit_price: 2 };
const path = (fault: { readonly path: string } | undefined) => (fault ? fault.path : "fits");

describe("parameters", () => {
  it.each([
    ["an amend names its order", api.amendOrder, { limit_price: 1 }, ""],
    ["an amend by client order id", api.amendOrder, { cl_ord_id: "a", limit_price: 1 }, "fits"],
    ["an edit names its pair", api.editOrder, { order_id: "O" }, "/symbol"],
    ["a cancellation names orders", api.cancelOrder, {}, ""],
    ["a cancellation of nothing", api.cancelOrder, { order_id: [] }, "/order_id"],
    ["a cancellation in two ways", api.cancelOrder, { order_id: ["O"], cl_ord_id: ["a"] }, ""],
    ["a cancellation in one way", api.cancelOrder, { order_userref: [1, 2] }, "fits"],
    ["a countdown of a day", api.cancelAllOrdersAfter, { timeout: 86_400 }, "/timeout"],
    ["a countdown switched off", api.cancelAllOrdersAfter, { timeout: 0 }, "fits"],
    ["a batch of one", api.batchAdd, { symbol: "BTC/USD", orders: [order] }, "/orders"],
    ["a batch of two", api.batchAdd, { symbol: "BTC/USD", orders: [order, order] }, "fits"],
    ["a batch of sixteen", api.batchAdd, { symbol: "BTC/USD", orders: Array(16).fill(order) }, "/orders"],
    [
      "an order of a batch with a pair of its own",
      api.batchAdd,
      { symbol: "BTC/USD", orders: [order, { ...order, symbol: "ETH/USD" }] },
      "/orders/1/symbol",
    ],
    [
      "a limit order of a batch without its price",
      api.batchAdd,
      { symbol: "BTC/USD", orders: [order, { ...order, limit_price: undefined }] },
      "/orders/1/limit_price",
    ],
    ["no pairs", api.ticker, { symbol: [] }, "/symbol"],
    ["a depth of level 2 on level 3", api.level3, { symbol: ["BTC/USD"], depth: 25 }, "/depth"],
    ["a candle of two minutes", api.ohlc, { symbol: ["BTC/USD"], interval: 2 }, "/interval"],
    ["reference data of everything", api.instrument, {}, "fits"],
  ] as const)("%s", (_what, { checkParams }, params, at) => {
    expect(path(checkParams(params))).toBe(at);
  });
});

describe("messages", () => {
  const level = { order_id: "O", limit_price: 1, order_qty: 2, timestamp: "2026-03-01T10:00:00.000000001Z" };
  const level3 = (type: string, bid: object) => ({
    channel: "level3",
    type,
    data: [{ symbol: "BTC/USD", bids: [bid], asks: [], checksum: 1 }],
  });

  it("tell a snapshot of orders from what happens to them", () => {
    expect(path(api.level3.checkMessage(level3("snapshot", level)))).toBe("fits");
    expect(path(api.level3.checkMessage(level3("update", level)))).toBe("/data/0/bids/0/event");
    expect(path(api.level3.checkMessage(level3("update", { ...level, event: "add" })))).toBe("fits");
  });

  it("keep a checksum within 32 bits, without a sign", () => {
    const book = (checksum: number) => ({
      channel: "book",
      type: "update",
      data: [{ symbol: "BTC/USD", bids: [], asks: [{ price: 1, qty: 0 }], checksum }],
    });
    expect(path(api.book.checkMessage(book(4_294_967_295)))).toBe("fits");
    expect(path(api.book.checkMessage(book(4_294_967_296)))).toBe("/data/0/checksum");
    expect(path(api.book.checkMessage(book(-1)))).toBe("/data/0/checksum");
  });

  it("accept ledger entries of a kind not listed yet", () => {
    const entry = { ledger_id: "L", timestamp: "2026-03-01T10:00:00Z", asset: "BTC", amount: 1, balance: 1 };
    const update = { channel: "balances", type: "update", data: [{ ...entry, type: "gift" }], sequence: 2 };
    expect(path(api.balances.checkMessage(update))).toBe("fits");
    expect(path(api.balances.checkMessage({ ...update, sequence: undefined }))).toBe("/sequence");
  });
});
