import { readdirSync, readFileSync } from "node:fs";
import * as wsLegacy from "@x/ws-legacy";
import * as wsV2 from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { webSocketFaults } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { judgeLegacy, judgeV2 } from "./support/frame-judge.ts";
import { RawSocket, tokenOf } from "./web-socket-clients.ts";

const repository = new URL("../../../", import.meta.url);
const page = readFileSync(new URL("docs/sandbox-websockets.md", repository), "utf8");
const fixture = sandboxes();

/** The rows of the table below a heading, as texts of cells. */
function table(heading: string): string[][] {
  const [, section = ""] = page.split(`## ${heading}\n`);
  const lines = (section.split("\n## ")[0] ?? "").split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

const inCode = (cell = "") => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);
const column = (rows: string[][], at: number) => rows.flatMap((row) => inCode(row[at])).sort();

function names(module: object, ...kinds: string[]): string[] {
  const named = Object.values(module) as { kind?: string; name: string }[];
  return named
    .filter((value) => typeof value === "object" && value !== null && kinds.includes(value.kind ?? ""))
    .map(({ name }) => name)
    .sort();
}

describe("the table of", () => {
  test("methods names every one of both dialects", () => {
    const rows = table("Methods");
    expect(column(rows, 0)).toEqual(names(wsV2, "method"));
    expect(column(rows, 1)).toEqual(names(wsLegacy, "method"));
  });

  test("channels names every one of both dialects", () => {
    const rows = table("Channels");
    expect(column(rows, 0)).toEqual(names(wsV2, "channel", "push"));
    expect(column(rows, 1)).toEqual(names(wsLegacy, "channel", "push"));
  });

  test.each([
    ["ws-v2", 0, "params", ["channel", "symbol", "token"]],
    ["ws-legacy", 1, "subscription", ["name", "token"]],
  ] as const)("channels says of every parameter of %s whether it has an effect", (api, at, holder, plain) => {
    const folder = new URL(`specs/${api}/channels/`, repository);
    for (const file of readdirSync(folder)) {
      const { $defs } = JSON.parse(readFileSync(new URL(file, folder), "utf8"));
      const given = Object.keys($defs.subscribe?.properties[holder].properties ?? {});
      const row = table("Channels").find((cells) => inCode(cells[at]).includes(file.split(".")[0] ?? ""));
      const said = [...inCode(row?.[2]), ...inCode(row?.[3])];
      const own = given.filter((name) => !(plain as readonly string[]).includes(name));
      expect(said, file).toEqual(expect.arrayContaining(own));
    }
  });

  test("faults names every one", () => {
    expect(column(table("Faults"), 0).filter((name) => name !== "webSocket")).toEqual(
      [...webSocketFaults].sort(),
    );
  });
});

/** A request for each method, about an order that was placed before. */
const V2_REQUESTS: Readonly<Record<string, (order: string) => object>> = {
  add_order: () => v2Order,
  amend_order: (order_id) => ({ order_id, limit_price: 50001 }),
  edit_order: (order_id) => ({ order_id, symbol: "BTC/USD", order_qty: 0.002 }),
  cancel_order: (order_id) => ({ order_id: [order_id] }),
  batch_add: () => {
    const { symbol, ...order } = v2Order;
    return { symbol, orders: [order, order] };
  },
  batch_cancel: (order_id) => ({ orders: [order_id, "7"] }),
  cancel_all: () => ({}),
  cancel_all_orders_after: () => ({ timeout: 60 }),
};
const v2Order = {
  order_type: "limit",
  side: "buy",
  symbol: "BTC/USD",
  order_qty: 0.001,
  limit_price: 50000,
};
const LEGACY_REQUESTS: Readonly<Record<string, (order: string) => object>> = {
  addOrder: () => legacyOrder,
  amendOrder: (txid) => ({ txid, limit_price: "50001" }),
  editOrder: (orderid) => ({ orderid, pair: "XBT/USD", volume: "0.002" }),
  cancelOrder: (txid) => ({ txid: [txid] }),
  cancelAll: () => ({}),
  cancelAllOrdersAfter: () => ({ timeout: 60 }),
};
const legacyOrder = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "0.001", price: "50000" };

async function connect(url: string): Promise<RawSocket> {
  const socket = await new RawSocket(url, fixture).open();
  await socket.frame();
  return socket;
}

describe("WebSocket v2 answers", () => {
  test.each(column(table("Methods"), 0))("%s", async (method) => {
    const sandbox = await fixture.start();
    const socket = await connect(sandbox.urls.wsV2);
    const token = await tokenOf(sandbox)();
    const placed = await socket.ask({ method: "add_order", params: { ...v2Order, token } });
    const { order_id } = (placed as { result: { order_id: string } }).result;
    const params = method === "ping" ? {} : { params: { ...V2_REQUESTS[method]?.(order_id), token } };
    const answer = await socket.ask({ method, ...params, req_id: 5 });
    expect(judgeV2(JSON.stringify(answer))).toBeUndefined();
    expect(answer).toMatchObject(
      method === "ping" ? { method: "pong", req_id: 5 } : { method, req_id: 5, success: true },
    );
  });

  test.each(names(wsV2, "channel"))("a subscription to %s, with a message of its own", async (channel) => {
    const sandbox = await fixture.start({ market: "resting" });
    const { urls } = sandbox;
    const hosts = { executions: urls.wsV2, balances: urls.wsV2, level3: urls.wsV2Level3 };
    const host = hosts[channel as keyof typeof hosts] ?? urls.wsV2Public;
    const socket = await connect(host);
    const token = host === urls.wsV2Public ? {} : { token: await tokenOf(sandbox)() };
    const symbol = ["instrument", "executions", "balances"].includes(channel) ? {} : { symbol: ["BTC/USD"] };
    sandbox.market.take({ venue: "spot", symbol: "BTC/USD", side: "buy", quantity: "0.01" });
    expect(await socket.ask({ method: "subscribe", params: { channel, ...symbol, ...token } })).toMatchObject(
      { method: "subscribe", success: true, result: { channel } },
    );
    const message = await socket.text();
    expect(judgeV2(message)).toBeUndefined();
    expect(JSON.parse(message)).toMatchObject({ channel, type: "snapshot" });
  });
});

describe("the legacy WebSocket answers", () => {
  test.each(column(table("Methods"), 1))("%s", async (event) => {
    const sandbox = await fixture.start();
    const socket = await connect(sandbox.urls.wsLegacy);
    const token = await tokenOf(sandbox)();
    const placed = await socket.ask({ event: "addOrder", ...legacyOrder, token });
    const { txid } = placed as { txid: string };
    const params = event === "ping" ? {} : { ...LEGACY_REQUESTS[event]?.(txid), token };
    const answer = await socket.ask({ event, ...params, reqid: 5 });
    expect(judgeLegacy(JSON.stringify(answer))).toBeUndefined();
    expect(answer).toMatchObject(
      event === "ping" ? { event: "pong", reqid: 5 } : { event: `${event}Status`, reqid: 5, status: "ok" },
    );
  });

  test.each(names(wsLegacy, "channel"))("a subscription to %s, with a message of its own", async (name) => {
    const sandbox = await fixture.start({ market: "resting" });
    const { urls } = sandbox;
    const isPrivate = ["openOrders", "ownTrades"].includes(name);
    const socket = await connect(isPrivate ? urls.wsLegacy : urls.wsLegacyPublic);
    const token = isPrivate ? { token: await tokenOf(sandbox)() } : {};
    sandbox.market.take({ venue: "spot", symbol: "BTC/USD", side: "buy", quantity: "0.01" });
    const request = { event: "subscribe", subscription: { name, ...token }, reqid: 5 };
    expect(await socket.ask({ ...request, ...(!isPrivate && { pair: ["XBT/USD"] }) })).toMatchObject({
      event: "subscriptionStatus",
      reqid: 5,
      status: "subscribed",
      subscription: { name },
    });
    const message = await socket.text();
    expect(judgeLegacy(message)).toBeUndefined();
    expect(message).toContain(name);
  });
});
