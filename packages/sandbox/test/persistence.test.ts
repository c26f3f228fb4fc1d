import { type ChildProcess, spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createClient, getAccounts, getFills, getOpenOrders, sendOrder } from "@x/futures-rest";
import { addOrder, cancelAll } from "@x/ws-v2";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { v2Client } from "./web-socket-clients.ts";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));
const fixture = sandboxes();
const children: ChildProcess[] = [];
let folder: string;
let state: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "sandbox-state-"));
  state = join(folder, "state.sqlite");
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

type Reached = Pick<Sandbox, "urls" | "credentials">;

const futuresOf = ({ urls, credentials }: Reached) =>
  createClient({ credentials: credentials.futures, baseUrl: urls.futuresRest });

/** Everything the account can see of its derivatives, as text. */
async function seen(reached: Reached): Promise<string> {
  const futures = futuresOf(reached);
  const { openOrders } = await futures.call(getOpenOrders, {});
  const { accounts } = await futures.call(getAccounts, {});
  const { fills } = await futures.call(getFills, {});
  return JSON.stringify([openOrders, accounts, fills]);
}

async function child(): Promise<{ child: ChildProcess; reached: Reached }> {
  const started = spawn(process.execPath, [CLI, "--state", state, "--json"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  children.push(started);
  let out = "";
  for await (const bytes of started.stdout) {
    out += bytes;
    if (out.includes("\n")) break;
  }
  return { child: started, reached: JSON.parse(out) as Reached };
}

const killed = ({ child: dying }: { child: ChildProcess }) =>
  new Promise<void>((resolve) => {
    dying.once("exit", () => resolve());
    dying.kill("SIGKILL");
  });

describe("a state file", () => {
  test("loses nothing that was acknowledged when the process is killed", async () => {
    const first = await child();
    const futures = futuresOf(first.reached);
    const acknowledged: string[] = [];
    let stopped = false;
    const sending = (async () => {
      for (let i = 0; i < 400 && !stopped; i++) {
        const { sendStatus } = await futures.call(sendOrder, {
          orderType: "lmt",
          symbol: "PF_XBTUSD",
          side: "buy",
          size: 0.001,
          limitPrice: 30000 + i,
        });
        acknowledged.push(sendStatus.order_id as string);
      }
    })().catch(() => {
      // The call that was on its way when the process died.
    });
    while (acknowledged.length < 20) await new Promise((resolve) => setTimeout(resolve, 5));
    await killed(first);
    stopped = true;
    await sending;
    const second = await child();
    expect(second.reached.credentials).toEqual(first.reached.credentials);
    const { openOrders } = await futuresOf(second.reached).call(getOpenOrders, {});
    const open = new Set(openOrders.map(({ order_id }) => order_id));
    expect(acknowledged.filter((id) => !open.has(id))).toEqual([]);
    // One order at most was taken in without anybody hearing of it.
    expect(open.size - acknowledged.length).toBeLessThanOrEqual(1);
  });

  test("leads to the same orders, trades and balances", async () => {
    const clock = new ManualClock();
    const before = await fixture.start({ state, clock, market: "resting", seed: "kept" });
    before.deposit("futures", "usd", "5");
    await futuresOf(before).call(sendOrder, {
      orderType: "mkt",
      symbol: "PF_XBTUSD",
      side: "buy",
      size: 0.01,
    });
    const ws = v2Client(before, fixture);
    const spot = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 0.001 } as const;
    await ws.call(addOrder, { ...spot, limit_price: 50000 });
    await ws.call(cancelAll, {});
    await ws.call(addOrder, { ...spot, limit_price: 51000 });
    const expected = await seen(before);
    await before.close();
    const after = await fixture.start({ state, clock });
    expect(await seen(after)).toBe(expected);
    expect(after.counts()).toEqual({ placed: 3, ended: 2, open: 1 });
    expect(after.openOrders("spot")).toBe(1);
  });

  test("keeps orders until they expire, though nobody was there when they did", async () => {
    const clock = new ManualClock();
    const before = await fixture.start({ state, clock });
    const ws = v2Client(before, fixture);
    const expire_time = new Date(clock.now() + 60_000).toISOString();
    await ws.call(addOrder, {
      order_type: "limit",
      side: "buy",
      symbol: "BTC/USD",
      order_qty: 0.001,
      limit_price: 50000,
      time_in_force: "gtd",
      expire_time,
    });
    await before.close();
    clock.advance(30_000);
    const between = await fixture.start({ state, clock });
    expect(between.openOrders("spot")).toBe(1);
    await between.close();
    clock.advance(60_000);
    const after = await fixture.start({ state, clock });
    clock.advance(0);
    expect(after.openOrders("spot")).toBe(0);
  });

  test("replays a market that moves by itself", async () => {
    const clock = new ManualClock();
    const prices = async (sandbox: Sandbox) =>
      (await fetch(`${sandbox.urls.futuresRest}/derivatives/api/v3/orderbook?symbol=PF_XBTUSD`)).text();
    const book = (text: string) => JSON.parse(text).orderBook as object;
    const before = await fixture.start({ state, clock, market: "synthetic" });
    clock.advance(20_000);
    const expected = book(await prices(before));
    await before.close();
    expect(book(await prices(await fixture.start({ state, clock })))).toEqual(expected);
  });

  test("is refused with another seed, and while another sandbox uses it", async () => {
    const first = await fixture.start({ state, seed: "one" });
    await expect(fixture.start({ state, seed: "one" })).rejects.toThrow("state: cannot use");
    await first.close();
    await expect(fixture.start({ state, seed: "two" })).rejects.toThrow(
      "seed: the state began with another one",
    );
  });
});
