import type { ConnectionEvent } from "@x/connection";
import * as legacy from "@x/ws-legacy";
import * as v2 from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import type { Sandbox, WebSocketFault } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { RawSocket, tokenOf } from "./web-socket-clients.ts";

/**
 * Real clients that follow an account's orders while somebody else trades on it, through every fault there is: whatever
 * happens, they end with the exchange's orders, and nothing is missed without an event that says so.
 */

const fixture = sandboxes();

interface Follower {
  /** Ids of the orders that are open, as far as the client was told. */
  readonly open: ReadonlySet<string>;
  /** What happened to the connection and to the subscription. */
  readonly events: readonly string[];
  readonly ready: Promise<void>;
}

const quick = { idleMs: 150, staleMs: 800, deadlineMs: 1_200, backoffMs: 20, clock: fixture.clock };

/** Notes what happens, each kind of gap by its reason. */
function notes(events: string[]) {
  return (event: ConnectionEvent): void => {
    events.push(event.type === "gap" ? `gap: ${event.gap.reason}` : event.type);
  };
}

/** Keeps the open orders: what comes after a gap begins with a snapshot. */
function sink<Message>(open: Set<string>, apply: (message: Message) => void) {
  let settle = (): void => {};
  const ready = new Promise<void>((resolve) => {
    settle = resolve;
  });
  return {
    ready,
    acknowledged: settle,
    message: apply,
    gap: () => open.clear(),
    ended: settle,
  };
}

function followV2(sandbox: Sandbox): Follower {
  const events: string[] = [];
  const open = new Set<string>();
  const { wsV2: url } = sandbox.urls;
  const ws = v2.connect({ url, token: tokenOf(sandbox), onEvent: notes(events), ...quick });
  fixture.later(() => ws.close());
  const followed = sink<v2.ExecutionsMessage>(open, ({ type, data }) => {
    if (type === "snapshot") open.clear();
    for (const { order_id, order_status } of data) {
      if (["filled", "canceled", "expired"].includes(order_status)) open.delete(order_id);
      else open.add(order_id);
    }
  });
  ws.follow(v2.executions, {}, followed);
  return { open, events, ready: followed.ready };
}

function followLegacy(sandbox: Sandbox): Follower {
  const events: string[] = [];
  const open = new Set<string>();
  const { wsLegacy: url } = sandbox.urls;
  const ws = legacy.connect({ url, token: tokenOf(sandbox), onEvent: notes(events), ...quick });
  fixture.later(() => ws.close());
  const followed = sink<legacy.OpenOrdersMessage>(open, ([entries]) => {
    for (const entry of entries) {
      for (const [id, { status }] of Object.entries(entry)) {
        if (["closed", "canceled", "expired"].includes(status ?? "")) open.delete(id);
        else open.add(id);
      }
    }
  });
  ws.follow(legacy.openOrders, {}, followed);
  return { open, events, ready: followed.ready };
}

/** Somebody who trades on the account over Spot REST's token, on a wire of the other dialect. */
async function trader(sandbox: Sandbox, dialect: "ws-v2" | "ws-legacy") {
  const token = await tokenOf(sandbox)();
  const socket = new RawSocket(dialect === "ws-v2" ? sandbox.urls.wsLegacy : sandbox.urls.wsV2, fixture);
  await (await socket.open()).frame();
  const order = { symbol: "BTC/USD", side: "buy", order_type: "limit", order_qty: 0.001, limit_price: 50000 };
  const legacyOrder = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "0.001", price: "50000" };
  return async (): Promise<string> => {
    if (dialect === "ws-legacy") {
      const answer = await socket.ask({ method: "add_order", params: { ...order, token } });
      return (answer as { result: { order_id: string } }).result.order_id;
    }
    const answer = await socket.ask({ event: "addOrder", ...legacyOrder, token });
    return (answer as { txid: string }).txid;
  };
}

describe.each([
  ["ws-v2", followV2, "executions"],
  ["ws-legacy", followLegacy, "openOrders"],
] as const)("%s", (dialect, follow, channel) => {
  const begin = async (before?: WebSocketFault) => {
    const sandbox = await fixture.start({ rateLimits: false });
    const place = await trader(sandbox, dialect);
    const ids = new Set([await place()]);
    const fail = (webSocket: WebSocketFault, operation?: string) =>
      sandbox.faults.next({
        interface: dialect,
        webSocket,
        ...(operation !== undefined && { operation }),
      });
    if (before !== undefined) fail(before);
    const follower = follow(sandbox);
    await follower.ready;
    return { sandbox, place, ids, fail, follower };
  };
  /** Trades on until the client has all orders. */
  const converged = async ({ place, ids, follower }: Awaited<ReturnType<typeof begin>>) => {
    for (let turn = 0; turn < 300; turn += 1) {
      ids.add(await place());
      await new Promise((resolve) => setTimeout(resolve, 50));
      if (follower.open.size === ids.size && turn > 2) break;
    }
    expect([...follower.open].sort()).toEqual([...ids].sort());
  };

  test("without a fault nothing is said to be missing", async () => {
    const begun = await begin();
    await converged(begun);
    expect(begun.follower.events).toEqual(["opened"]);
  });

  test.each<[WebSocketFault, string]>([
    ["sequenceGap", "gap: sequence"],
    ["duplicateFrame", "stray"],
    ["reconnectStorm", "gap: reconnected"],
  ])("%s: the client says %s, and has all orders again", async (fault, event) => {
    const begun = await begin();
    begun.fail(fault, fault === "reconnectStorm" ? undefined : channel);
    await converged(begun);
    expect(begun.follower.events).toContain(event);
  });

  test("a connection that is half open is given up and made again", async () => {
    const begun = await begin();
    // The next request is the ping that asks whether the exchange is still there; nobody else uses this dialect.
    begun.fail("halfOpen");
    await converged(begun);
    await expect
      .poll(() => begun.follower.events)
      .toEqual(expect.arrayContaining(["lost", "gap: reconnected"]));
    await converged(begun);
  });

  test.each<WebSocketFault>(["lostRequest", "lostAcknowledgement", "terminalClose"])(
    "%s at the beginning ends it, and it can be asked for again",
    async (fault) => {
      const begun = await begin(fault);
      expect(begun.follower.events).toContain("ended");
      const follower = follow(begun.sandbox);
      await follower.ready;
      await converged({ ...begun, follower });
    },
  );

  test.each<WebSocketFault>(["connectionRefused", "staleToken", "silentSubscription", "halfOpen"])(
    "%s at the beginning only delays it",
    async (fault) => {
      await converged(await begin(fault));
    },
  );
});
