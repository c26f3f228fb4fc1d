import * as legacy from "@x/ws-legacy";
import * as v2 from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import type { SandboxOptions, WebSocketFault } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { tokenOf } from "./web-socket-clients.ts";

/** What the real clients make of each fault of the sandbox, by its name. */

const fixture = sandboxes();

interface Reader {
  /** Messages of the account's orders as they came: how many orders each told of, and the gap before it. */
  readonly heard: { readonly orders: number; readonly gap: string | undefined }[];
  readonly subscription: { readonly ready: Promise<void> };
}

interface Client {
  ping(): Promise<unknown>;
  place(): Promise<unknown>;
  follow(): Reader;
}

interface Wire {
  readonly name: "ws-v2" | "ws-legacy";
  /** The method that places an order and the channel that tells of it. */
  readonly place: string;
  readonly channel: string;
  connect(
    sandbox: Awaited<ReturnType<typeof fixture.start>>,
    onEvent: (event: v2.WsV2Event | legacy.WsLegacyEvent) => void,
  ): Client & { close(): Promise<void> };
}

const FAST = { backoffMs: 20, maxBackoffMs: 50, deadlineMs: 1_000, idleMs: 600, staleMs: 400 } as const;
const quick = { ...FAST, clock: fixture.clock };

const wires: readonly Wire[] = [
  {
    name: "ws-v2",
    place: "add_order",
    channel: "executions",
    connect(sandbox, onEvent) {
      const ws = v2.connect({ url: sandbox.urls.wsV2, token: tokenOf(sandbox), onEvent, ...quick });
      const order = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 0.001 } as const;
      return {
        ping: () => ws.call(v2.ping, {}),
        place: () => ws.call(v2.addOrder, { ...order, limit_price: 30000 }),
        follow() {
          const heard: { orders: number; gap: string | undefined }[] = [];
          const onMessage = ({ data }: v2.ExecutionsMessage, gap: v2.Gap | undefined): void =>
            void heard.push({ orders: data.length, gap: gap?.reason });
          return { heard, subscription: ws.subscribe(v2.executions, {}, { onMessage }) };
        },
        close: () => ws.close(),
      };
    },
  },
  {
    name: "ws-legacy",
    place: "addOrder",
    channel: "openOrders",
    connect(sandbox, onEvent) {
      const ws = legacy.connect({ url: sandbox.urls.wsLegacy, token: tokenOf(sandbox), onEvent, ...quick });
      const order = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "0.00100000" } as const;
      return {
        ping: () => ws.call(legacy.ping, {}),
        place: () => ws.call(legacy.addOrder, { ...order, price: "30000.0" }),
        follow() {
          const heard: { orders: number; gap: string | undefined }[] = [];
          const onMessage = ([orders]: legacy.OpenOrdersMessage, gap: legacy.Gap | undefined): void =>
            void heard.push({ orders: orders.length, gap: gap?.reason });
          return { heard, subscription: ws.subscribe(legacy.openOrders, {}, { onMessage }) };
        },
        close: () => ws.close(),
      };
    },
  },
];

describe.each(wires)("$name", ({ name, place, channel, connect }) => {
  async function start(options?: SandboxOptions) {
    const sandbox = await fixture.start(options);
    const events: (v2.WsV2Event | legacy.WsLegacyEvent)[] = [];
    const client = connect(sandbox, (event) => events.push(event));
    fixture.later(() => client.close());
    const fail = (webSocket: WebSocketFault, operation?: string, times = 1) =>
      sandbox.faults.next({ interface: name, webSocket, times, ...(operation && { operation }) });
    const count = (type: string) => events.filter((event) => event.type === type).length;
    const gaps = () => events.flatMap((event) => (event.type === "gap" ? [event.gap.reason] : []));
    return { client, fail, count, gaps, events };
  }

  /** An account with an order, whose orders are followed. */
  async function following() {
    const started = await start();
    await started.client.place();
    const reader = started.client.follow();
    await expect.poll(() => reader.heard).toEqual([{ orders: 1, gap: undefined }]);
    return { ...started, ...reader };
  }

  /** After the gap comes the list of what is open. */
  const begunAnew = (heard: Reader["heard"], orders: number, gap: string) =>
    expect.poll(() => heard).toContainEqual({ orders, gap });

  test("connectionRefused: it is made at the next attempt", async () => {
    const sandbox = await fixture.start();
    sandbox.faults.next({ interface: name, webSocket: "connectionRefused", times: 2 });
    const lost: unknown[] = [];
    const client = connect(sandbox, (event) => event.type === "lost" && lost.push(event.error));
    fixture.later(() => client.close());
    await expect.poll(() => client.ping().catch(() => undefined)).toBeDefined();
    expect(lost).toMatchObject([{ code: "connectFailed" }, { code: "connectFailed" }]);
  });

  test("reconnectStorm: it comes back, and its subscription with it", async () => {
    const { fail, heard, gaps, count } = await following();
    fail("reconnectStorm", undefined, 3);
    await begunAnew(heard, 1, "reconnected");
    expect(gaps()).toEqual(["reconnected"]);
    expect(count("lost")).toBeGreaterThan(1);
  });

  test("terminalClose: it ends, with all that is open", async () => {
    const { client, fail, events } = await following();
    fail("terminalClose", place);
    await expect(client.place()).rejects.toMatchObject({ code: "connectionLost", outcome: "unknown" });
    expect(events.slice(-2)).toMatchObject([
      { type: "ended" },
      { type: "closed", error: { code: "connectionLost" } },
    ]);
  });

  test.each(["halfOpen", "slowConsumer"] as const)("%s: it is given up, and made again", async (fault) => {
    const { client, fail, heard, gaps } = await following();
    fail(fault, place);
    await client.place().catch(() => undefined);
    // Some orders later, a connection that cannot be read is given up by one side or the other.
    await begunAnew(heard, fault === "halfOpen" ? 1 : 2, "reconnected");
    expect(gaps()).toEqual(["reconnected"]);
  });

  test("staleToken: another is fetched, and the request goes out again", async () => {
    const { client, fail, count } = await start();
    await client.ping();
    fail("staleToken", place);
    await client.place();
    expect([count("lost"), count("stray")]).toEqual([0, 0]);
  });

  test.each(["lostRequest", "lostAcknowledgement"] as const)("%s: its outcome is unknown", async (fault) => {
    const { client, fail } = await start();
    await client.ping();
    fail(fault, place);
    await expect(client.place()).rejects.toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
  });

  test("silentSubscription: it is asked for anew", async () => {
    const { client, fail, gaps } = await start();
    await client.place();
    fail("silentSubscription", channel);
    const { heard, subscription } = client.follow();
    await subscription.ready;
    await begunAnew(heard, 1, "silent");
    expect(gaps()).toEqual(["silent"]);
  });

  test("sequenceGap: it is asked for anew", async () => {
    const { client, fail, heard, gaps } = await following();
    fail("sequenceGap", channel);
    await client.place();
    await client.place();
    await begunAnew(heard, 3, "sequence");
    expect(gaps()).toEqual(["sequence"]);
  });

  test("duplicateFrame: what comes twice is delivered once", async () => {
    const { client, fail, heard, gaps, count } = await following();
    fail("duplicateFrame", channel);
    await client.place();
    await client.place();
    await client.ping();
    const once = heard.length;
    expect(count("stray")).toBe(1);
    expect(gaps()).toEqual([]);
    await client.place();
    await client.ping();
    expect(heard.length - once).toBe((once - 1) / 2);
  });
});
