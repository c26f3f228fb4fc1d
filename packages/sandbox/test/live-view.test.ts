import { EventEmitter } from "node:events";
import { describe, expect, test } from "vitest";
import { ControlClock, type OrderView, type SandboxView, type TradeView } from "../src/index.ts";
import { type Keys, showLive } from "../src/live-terminal.ts";
import { renderLive } from "../src/live-view.ts";

const AT = Date.UTC(2026, 2, 2, 9, 15, 42, 117);

const order: OrderView = {
  id: "OAAAAA-BBBBB-CCCCCC",
  clientId: undefined,
  venue: "spot",
  symbol: "BTC/USD",
  side: "buy",
  type: "limit",
  quantity: "0.1",
  filled: "0.04",
  price: "59999.9",
  trigger: undefined,
  status: "open",
  placedAt: AT,
  updatedAt: AT,
  session: undefined,
};

const trade: TradeView = {
  ...{ venue: "spot", symbol: "BTC/USD", id: 1, at: AT },
  ...{ price: "60000.1", quantity: "0.5", side: "buy" },
};

const view: SandboxView = {
  clock: { now: AT, held: false, controllable: true },
  counts: { placed: 3, ended: 2, open: 1 },
  orders: [order],
  sessions: [{ id: 1, interface: "ws-v2", name: "/v2", since: AT }],
  books: (["BTC/USD", "ETH/USD"] as const).map((symbol) => ({
    venue: "spot",
    symbol,
    status: "online",
    bids: [
      { price: "59999.9", quantity: "0.06" },
      { price: "59999.8", quantity: "1.5" },
    ],
    asks: [{ price: "60000.1", quantity: "0.25" }],
    last: { price: "60000.1", quantity: "0.5" },
    mark: "60000",
    index: "60001",
  })),
  balances: [],
  positions: [],
  faults: [{ order: { interface: "ws-v2", webSocket: "halfOpen" }, left: 2 }],
};

const size = { columns: 80, rows: 24 };
const state = { view, market: 0, trades: [trade] };

describe("the live view", () => {
  test("shows time, book, orders, sessions, trades and faults", () => {
    expect(renderLive(state, size).join("\n")).toMatchInlineSnapshot(`
      "2026-03-02T09:15:42.117Z   1 open, 2 ended   2 faults waiting

      BTC/USD spot online   last 60000.1   mark 60000   index 60001
                                        bids | asks
                          0.06       59999.9 | 60000.1       0.25
                           1.5       59999.8 |
                                             |
                                             |
                                             |

      open orders 1
        spot BTC/USD buy 0.1 (0.04 filled) limit @ 59999.9 OAAAAA-BBBBB-CCCCCC
      sessions 1
        ws-v2 /v2 since 09:15:42.117
      trades
        09:15:42.117 BTC/USD buy 0.5 @ 60000.1
      n next market  space holds the clock  m one minute on  q quit"
    `);
  });

  test("says that time stands still, and that it cannot be moved", () => {
    const held = { ...view, clock: { ...view.clock, held: true } };
    expect(renderLive({ ...state, view: held }, size)[0]).toContain("Z (held)");
    expect(renderLive({ ...state, view: held }, size).at(-1)).toContain("space lets the clock go");
    const foreign = { ...view, clock: { ...view.clock, controllable: false } };
    expect(renderLive({ ...state, view: foreign }, size).at(-1)).not.toContain("clock");
  });

  test("goes round through the markets", () => {
    expect(renderLive({ ...state, market: 1 }, size)[2]).toContain("ETH/USD");
    expect(renderLive({ ...state, market: 2 }, size)[2]).toContain("BTC/USD");
  });

  test.each([
    [80, 24],
    [40, 12],
    [200, 60],
    [20, 5],
    [1, 1],
  ])("fits into %i columns and %i rows, however much there is", (columns, rows) => {
    const busy = {
      view: { ...view, orders: Array(100).fill(order), sessions: Array(100).fill(view.sessions[0]) },
      market: 0,
      trades: Array(100).fill(trade),
    };
    const lines = renderLive(busy, { columns, rows });
    expect(lines.length).toBeLessThanOrEqual(rows);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(columns);
  });

  test("says how many it leaves out", () => {
    const busy = { ...state, view: { ...view, orders: Array(100).fill(order) } };
    const lines = renderLive(busy, size);
    const shown = lines.filter((line) => line.includes(order.id)).length;
    expect(shown).toBeGreaterThan(3);
    expect(lines).toContain(`  and ${100 - shown} more`);
  });
});

describe("the live terminal", () => {
  function start() {
    let text = "";
    const screen = {
      columns: 80,
      rows: 24,
      write(chunk: string) {
        text += chunk;
        return true;
      },
    };
    const raw: boolean[] = [];
    const keys = Object.assign(new EventEmitter(), {
      setRawMode: (on: boolean) => void raw.push(on),
      resume() {},
      pause() {},
    });
    const clock = new ControlClock({ now: AT, held: true });
    let watching = 0;
    let quits = 0;
    const quit = () => {
      quits += 1;
    };
    const live = showLive(
      {
        view: () => ({ ...view, clock: { now: clock.now(), held: clock.held, controllable: true } }),
        watch(listener) {
          watching += 1;
          listener({ event: "trade", data: trade });
          return () => {
            watching -= 1;
          };
        },
      },
      { screen: screen as never, keys: keys as unknown as Keys, clock, quit },
    );
    const press = (typed: string, key: { name?: string; ctrl?: boolean } = {}) =>
      keys.emit("keypress", typed, key);
    return {
      ...{ live, clock, raw, press },
      written: () => text,
      watching: () => watching,
      quits: () => quits,
    };
  }

  test("draws at once, with trades that came, and again in the same place", () => {
    const { written, press, live } = start();
    expect(written()).toContain("60000.1");
    expect(written()).not.toContain("\u001b[1A");
    const first = written().length;
    press("n");
    // As far up as the first picture was high, and everything below is wiped.
    const [, up = "", home, wipe = ""] = written().slice(first).split("\u001b");
    expect(up).toMatch(/^\[\d+A$/);
    expect([home, wipe.slice(0, 3)]).toEqual(["[1G", "[0J"]);
    expect(written().slice(first)).toContain("ETH/USD");
    live.stop();
  });

  test("keys hold, release and move the clock", () => {
    const { clock, press, live } = start();
    press("m");
    expect(clock.now()).toBe(AT + 60_000);
    press(" ");
    expect(clock.held).toBe(false);
    press(" ");
    expect(clock.held).toBe(true);
    live.stop();
  });

  test("q and Ctrl-C quit, and the terminal is left as it was", () => {
    const { press, quits, live, raw, watching } = start();
    press("q");
    press("\u0003", { name: "c", ctrl: true });
    expect(quits()).toBe(2);
    live.stop();
    expect(raw).toEqual([true, false]);
    expect(watching()).toBe(0);
  });
});
