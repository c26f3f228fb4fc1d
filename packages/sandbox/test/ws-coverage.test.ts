import { readdirSync, readFileSync } from "node:fs";
import * as legacy from "@x/ws-legacy";
import * as v2 from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { tokenOf } from "./web-socket-clients.ts";

/** Everything the WebSocket packages offer, called, followed and left over real sockets; docs/websocket.md lists it. */

const fixture = sandboxes();
const root = new URL("../../../", import.meta.url);

type Descriptor = v2.Method | v2.Channel | v2.Push;
type Client = Pick<v2.WsV2 | legacy.WsLegacy, "call" | "subscribe" | "close" | "events">;
/** What a method is called with, by its name, where that is more than nothing; `id` is an open order's. */
type Params = (id: string) => { readonly [name: string]: object };

interface Wire {
  readonly name: "ws-v2" | "ws-legacy";
  readonly descriptors: readonly Descriptor[];
  connect(sandbox: Sandbox, host: string): Client;
  /** Places an order and gives its id. */
  place(ws: Client): Promise<string>;
  readonly params: Params;
}

const descriptorsOf = (api: object): Descriptor[] =>
  Object.values(api).filter((value) => typeof value === "object" && value !== null && "kind" in value);
const onDrift = v2.reportDrift(fixture.onDrift);

const limit = { order_type: "limit", side: "buy", order_qty: 0.001, limit_price: 30000 } as const;
const symbol = "BTC/USD";
const wsV2: Wire = {
  name: "ws-v2",
  descriptors: descriptorsOf(v2),
  connect(sandbox, host) {
    const { wsV2, wsV2Public, wsV2Level3 } = sandbox.urls;
    const url = { public: wsV2Public, private: wsV2, l3: wsV2Level3 }[host];
    const pushes = [v2.status, v2.heartbeat, v2.failure];
    return v2.connect({ url, host: host as "l3", token: tokenOf(sandbox), pushes, onDrift }) as Client;
  },
  place: async (ws) =>
    ((await ws.call(v2.addOrder, { ...limit, symbol })) as v2.AddOrderResult).order_id ?? "",
  params: (order_id) => ({
    add_order: { ...limit, symbol },
    amend_order: { order_id, order_qty: 0.002 },
    edit_order: { order_id, symbol, order_qty: 0.002 },
    cancel_order: { order_id: [order_id] },
    cancel_all_orders_after: { timeout: 60 },
    batch_add: { symbol, orders: [limit, limit] },
    batch_cancel: { orders: [order_id, order_id] },
    book: { symbol: [symbol] },
    level3: { symbol: [symbol] },
    ohlc: { symbol: [symbol] },
    ticker: { symbol: [symbol] },
    trade: { symbol: [symbol], snapshot: true },
  }),
};

const pair = "XBT/USD";
const order = { ordertype: "limit", type: "buy", pair, volume: "0.00100000", price: "30000.0" } as const;
const wsLegacy: Wire = {
  name: "ws-legacy",
  descriptors: descriptorsOf(legacy),
  connect(sandbox, host) {
    const url = host === "public" ? sandbox.urls.wsLegacyPublic : sandbox.urls.wsLegacy;
    const pushes = [legacy.systemStatus, legacy.heartbeat, legacy.failure];
    return legacy.connect({
      url,
      host: host as "public",
      token: tokenOf(sandbox),
      pushes,
      onDrift,
    }) as Client;
  },
  place: async (ws) => ((await ws.call(legacy.addOrder, order)) as legacy.AddOrderResult).txid ?? "",
  params: (txid) => ({
    addOrder: order,
    amendOrder: { txid, volume: "0.00200000" },
    editOrder: { orderid: txid, pair, volume: "0.00200000" },
    cancelOrder: { txid: [txid] },
    cancelAllOrdersAfter: { timeout: 60 },
    book: { pair: [pair] },
    ohlc: { pair: [pair] },
    spread: { pair: [pair] },
    ticker: { pair: [pair] },
    trade: { pair: [pair] },
  }),
};

describe.each([wsV2, wsLegacy])("$name", ({ name, descriptors, connect, place, params }) => {
  test("has a descriptor for every schema of the spec", () => {
    for (const [folder, kinds] of [
      ["methods", ["method"]],
      ["channels", ["channel", "push"]],
    ] as const) {
      const files = readdirSync(new URL(`specs/${name}/${folder}`, root)).map((file) => file.split(".")[0]);
      const named = descriptors.filter(({ kind }) => (kinds as readonly string[]).includes(kind));
      expect(named.map((descriptor) => descriptor.name).sort()).toEqual(files.sort());
    }
  });

  const methods = descriptors.filter((descriptor) => descriptor.kind === "method");
  test.each(methods.map((method) => [method.name, method] as const))(
    "%s is answered",
    async (called, method) => {
      const sandbox = await fixture.start({ market: "resting" });
      const ws = connect(sandbox, "private");
      fixture.later(() => ws.close());
      const id = await place(ws);
      expect(await ws.call(method, params(id)[called] ?? {})).toBeDefined();
    },
  );

  const channels = descriptors.filter((descriptor) => descriptor.kind === "channel");
  test.each(channels.map((channel) => [channel.name, channel] as const))(
    "%s is followed and left",
    async (followed, channel) => {
      const sandbox = await fixture.start({ market: "synthetic" });
      const [host = ""] = channel.hosts;
      const ws = connect(sandbox, host);
      fixture.later(() => ws.close());
      const given = { ...params("")[followed] };
      const messages = ws.subscribe(channel, given)[Symbol.asyncIterator]();
      const { value } = await messages.next();
      expect(channel.checkMessage(value)).toBeUndefined();
      await messages.return(undefined);
      const again = ws.subscribe(channel, given);
      await again.ready;
      await again.unsubscribe();
    },
  );

  test("what comes by itself is told", async () => {
    const sandbox = await fixture.start({ market: "still" });
    const ws = connect(sandbox, "public");
    fixture.later(() => ws.close());
    for await (const event of ws.events) if (event.type === "push" && /status/i.test(event.name)) break;
    const [first] = channels.filter(({ hosts }) => hosts.includes("public"));
    if (first) await ws.subscribe(first, params("")[first.name] ?? {}).ready;
    for await (const event of ws.events) if (event.type === "push" && event.name === "heartbeat") break;
  });
});

/** The two requests every channel shares, which stand in no schema of their own. */
const SHARED = ["subscribe", "unsubscribe"];

function pageOf(wire: Wire["name"], folder: string, name: string): string {
  const file = new URL(`specs/${wire}/${folder}/${name}.schema.json`, root);
  const page = (JSON.parse(readFileSync(file, "utf8")) as { "x-page"?: string })["x-page"];
  return page === undefined ? `\`${name}\`` : `[\`${name}\`](${page})`;
}

function facts(descriptor: Descriptor): string {
  if (descriptor.kind === "push")
    return descriptor.name === "subscriptionStatus" ? "answers both requests below" : "comes by itself";
  const { perItem = [] } = descriptor;
  const each = perItem.map((param) => `\`${param}\``).join(" or ");
  if (descriptor.kind === "method") {
    const rows = descriptor.rows?.params.map((param) => `\`${param}\``).join(" and ");
    return [
      descriptor.changesOrders ? "changes orders" : "",
      perItem.length > 0 ? `an answer for each of ${each}` : rows ? `one answer for all of ${rows}` : "",
    ]
      .filter(Boolean)
      .join("; ");
  }
  const unless = Object.entries(descriptor.snapshot ?? {}).map(([param, value]) => `\`${param}: ${value}\``);
  return [
    perItem.length > 0 ? `for each of ${each}` : "",
    descriptor.snapshot
      ? `begins with a snapshot${unless.length > 0 ? ` unless ${unless.join(" or ")}` : ""}`
      : "",
    descriptor.sequence ? "counted" : "",
  ]
    .filter(Boolean)
    .join("; ");
}

function table({ name: wire, descriptors }: Wire): string {
  const listed = descriptors.filter(({ name }) => name !== "failure");
  const rows = listed.map((descriptor) => {
    const { kind, name, hosts } = descriptor;
    const token = "auth" in descriptor && descriptor.auth ? "yes" : "";
    const page = pageOf(wire, kind === "method" ? "methods" : "channels", name);
    // The acknowledgement of a legacy subscription has a name of its own.
    return [page, kind === "push" ? "message" : kind, hosts.join(", "), token, facts(descriptor)];
  });
  const order = ["method", "channel", "message"];
  rows.sort((a, b) => order.indexOf(a[1] ?? "") - order.indexOf(b[1] ?? ""));
  const shared = SHARED.map((name) => [`\`${name}\``, "request", "", "", "of every channel"]);
  const lines = [
    ["Name", "Kind", "Hosts", "Token", "Facts"],
    ["---", "---", "---", "---", "---"],
    ...rows,
    ...shared,
  ];
  const count = rows.length + shared.length;
  const body = lines.map((cells) => `| ${cells.join(" | ")} |`).join("\n");
  return `### \`@x/${wire}\`: ${count} of ${count}\n\n${body}\n`;
}

test("docs/websocket.md lists them", async () => {
  const page = readFileSync(new URL("docs/websocket.md", root), "utf8");
  const [before = "", after = ""] = page.split(/<!-- coverage -->[\s\S]*<!-- \/coverage -->/);
  const made = `${before}<!-- coverage -->\n\n${table(wsV2)}\n${table(wsLegacy)}\n<!-- /coverage -->${after}`;
  expect(made).toMatch(/`@x\/ws-v2`: 21 of 21/);
  expect(made).toMatch(/`@x\/ws-legacy`: 19 of 19/);
  await expect(made).toMatchFileSnapshot("../../../docs/websocket.md");
});
