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
  const suffix = "suffix" in descriptor ? ` -${descriptor.suffix?.param}=${descriptor.suffix?.default}` : "";
  const unless = Object.entries(("snapshot" in descriptor && descriptor.snapshot) || {});
  const begins =
    "snapshot" in descriptor ? ` begins unless ${unless.map((each) => each.join("=")).join("|")}` : "";
  return `${kind} ${name}${suffix} @${hosts.join("+")}${auth}${changes}${each}${end}${counted}${begins}`;
}

it("offers every method and channel", () => {
  expect(descriptors.map(facts).sort()).toEqual([
    "channel book -depth=10 @public per pair until pair+depth begins unless ",
    "channel ohlc -interval=1 @public per pair until pair+interval",
    "channel openOrders @private token counted by 2/sequence begins unless ",
    "channel ownTrades @private token counted by 2/sequence begins unless snapshot=false",
    "channel spread @public per pair until pair",
    "channel ticker @public per pair until pair",
    "channel trade @public per pair until pair",
    "method addOrder @private token changes orders",
    "method amendOrder @private token changes orders",
    "method cancelAll @private token changes orders",
    "method cancelAllOrdersAfter @private token changes orders",
    "method cancelOrder @private token changes orders",
    "method editOrder @private token changes orders",
    "method ping @public+private",
    "push failure @public+private",
    "push heartbeat @public+private",
    "push subscriptionStatus @public+private",
    "push systemStatus @public+private",
  ]);
});

const path = (fault: { readonly path: string } | undefined) => (fault ? fault.path : "fits");

describe("parameters", () => {
  it.each([
    ["an amend names its order", api.amendOrder, { volume: "1" }, ""],
    ["an amend to a relative price", api.amendOrder, { txid: "O", limit_price: "+1.5%" }, "fits"],
    [
      "an amend lets Kraken pick no direction",
      api.amendOrder,
      { txid: "O", limit_price: "#1" },
      "/limit_price",
    ],
    ["an edit names its order", api.editOrder, { pair: "XBT/USD" }, "/orderid"],
    ["an edit without flags", api.editOrder, { orderid: "O", pair: "XBT/USD", oflags: "" }, "fits"],
    [
      "a volume with an exponent",
      api.editOrder,
      { orderid: "O", pair: "XBT/USD", volume: "1e-5" },
      "/volume",
    ],
    ["a countdown that ran out", api.cancelAllOrdersAfter, { timeout: -1 }, "/timeout"],
    ["everything", api.cancelAll, {}, "fits"],
    ["no pairs", api.book, { pair: [] }, "/pair"],
    ["an unknown depth", api.book, { pair: ["XBT/USD"], depth: 20 }, "/depth"],
    ["a depth of the spread", api.spread, { pair: ["XBT/USD"], depth: 10 }, "/depth"],
    ["trades of nobody's pair", api.ownTrades, { pair: ["XBT/USD"] }, "/pair"],
  ] as const)("%s", (_what, { checkParams }, params, at) => {
    expect(path(checkParams(params))).toBe(at);
  });
});

describe("book messages", () => {
  const level = ["25000.10000", "1.50000000", "1772359200.500000"];
  const { checkMessage } = api.book;

  it.each([
    ["a snapshot", [336, { as: [level], bs: [] }, "book-10", "XBT/USD"], "fits"],
    ["asks", [336, { a: [level], c: "1" }, "book-10", "XBT/USD"], "fits"],
    ["bids sent again", [336, { b: [[...level, "r"]], c: "1" }, "book-10", "XBT/USD"], "fits"],
    ["both sides", [336, { a: [level] }, { b: [level], c: "1" }, "book-10", "XBT/USD"], "fits"],
    ["another mark", [336, { a: [[...level, "x"]] }, "book-10", "XBT/USD"], "/1/a/0/3"],
    ["half a snapshot", [336, { as: [level] }, "book-10", "XBT/USD"], "/1/bs"],
    ["neither side", [336, { c: "1" }, "book-10", "XBT/USD"], "/1"],
    ["the sides the other way round", [336, { b: [level] }, { a: [level] }, "book-10", "XBT/USD"], "/1/a"],
    ["a number for a price", [336, { b: [[25000.1, ...level.slice(1)]] }, "book-10", "XBT/USD"], "/1/b/0/0"],
    ["too little", [336, { b: [level] }, "book-10"], ""],
  ])("%s", (_what, frame, at) => {
    expect(path(checkMessage(frame))).toBe(at);
  });
});

it("reads a count that is text", () => {
  const { checkAnswer } = api.cancelAll;
  expect(path(checkAnswer({ event: "cancelAllStatus", status: "ok", count: 2 }))).toBe("fits");
  expect(path(checkAnswer({ event: "cancelAllStatus", status: "ok", count: "2" }))).toBe("fits");
  expect(path(checkAnswer({ event: "cancelAllStatus", status: "ok" }))).toBe("/count");
});
