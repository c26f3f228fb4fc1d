import type { BookChange, PriceLevel, VerifiedBook } from "@x/connection";
import * as legacy from "@x/ws-legacy";
import * as v2 from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { ControlClock, type Sandbox, type WebSocketFault } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

/** Verified books of the real clients over real sockets, in seeded markets that move as fast as they are told to. */

const fixture = sandboxes();

type Book = VerifiedBook<PriceLevel, unknown>;

/** A connection of its own, with how to open a book on it. */
interface Wire {
  readonly gaps: string[];
  readonly losses: string[];
  readonly tokens: () => number;
  open(symbol: string, depth: number, onChange?: (change: BookChange) => void): Book;
  /** Everything that was sent before has been heard. */
  heard(): Promise<unknown>;
}

type Connect = (sandbox: Sandbox) => Wire;

const hears = (wire: Pick<Wire, "gaps" | "losses">) => (event: v2.WsV2Event | legacy.WsLegacyEvent) => {
  if (event.type === "gap") wire.gaps.push(event.gap.reason);
  if (event.type === "lost") wire.losses.push(event.error.message);
};

const book: Connect = (sandbox) => {
  const told = { gaps: [], losses: [], tokens: () => 0 };
  const ws = v2.connect({
    url: sandbox.urls.wsV2Public,
    onEvent: hears(told),
    backoffMs: 20,
    clock: fixture.clock,
  });
  fixture.later(() => ws.close());
  return {
    ...told,
    open: (symbol, depth, onChange) =>
      v2.openBook(ws, { symbol, depth: depth as 10 }, onChange && { onChange }) as Book,
    heard: () => ws.call(v2.ping, {}),
  };
};

const level3: Connect = (sandbox) => {
  const { apiKey, apiSecret } = sandbox.credentials.spot;
  let fetched = 0;
  const token = v2.webSocketsToken({
    apiKey,
    apiSecret,
    baseUrl: sandbox.urls.spotRest,
    fetch: (...request) => {
      fetched += 1;
      return fetch(...request);
    },
  });
  const told = { gaps: [], losses: [], tokens: () => fetched };
  const url = sandbox.urls.wsV2Level3;
  const ws = v2.connect({
    url,
    host: "l3",
    token,
    onEvent: hears(told),
    backoffMs: 20,
    clock: fixture.clock,
  });
  fixture.later(() => ws.close());
  return {
    ...told,
    open: (symbol, depth, onChange) =>
      v2.openLevel3(ws, { symbol, depth: depth as 10 }, onChange && { onChange }) as unknown as Book,
    heard: () => ws.call(v2.ping, {}),
  };
};

const legacyBook: Connect = (sandbox) => {
  const told = { gaps: [], losses: [], tokens: () => 0 };
  const ws = legacy.connect({
    url: sandbox.urls.wsLegacyPublic,
    onEvent: hears(told),
    backoffMs: 20,
    clock: fixture.clock,
  });
  fixture.later(() => ws.close());
  return {
    ...told,
    open: (symbol, depth, onChange) =>
      legacy.openBook(ws, { pair: symbol, depth: depth as 10 }, onChange && { onChange }) as Book,
    heard: () => ws.call(legacy.ping, {}),
  };
};

const wires = [
  {
    name: "v2 book",
    connect: book,
    spoken: "ws-v2",
    channel: "book",
    symbols: ["BTC/USD", "ETH/USD"],
    depths: [10, 100],
  },
  {
    name: "v2 level3",
    connect: level3,
    spoken: "ws-v2",
    channel: "level3",
    symbols: ["BTC/USD"],
    depths: [10, 100],
  },
  {
    name: "legacy book",
    connect: legacyBook,
    spoken: "ws-legacy",
    channel: "book",
    symbols: ["XBT/USD", "ETH/USD"],
    depths: [10, 25],
  },
] as const;

/** The digits of its levels. */
const own = (kept: Book) =>
  [kept.bids(), kept.asks()].map((side) => side.map(({ priceText, qtyText }) => `${priceText} ${qtyText}`));

/** A market that stands while nobody lets time pass. */
async function start(seed: string, market: "synthetic" | "resting" = "synthetic") {
  const clock = new ControlClock({ held: true });
  const sandbox = await fixture.start({ seed, clock, market });
  return { clock, sandbox };
}

test.each(["calm", "brisk"])(
  "match for a minute of market %s, and are the exchange's books then",
  async (seed) => {
    const { clock, sandbox } = await start(seed);
    let updates = 0;
    const onChange = ({ type }: BookChange): void => {
      if (type === "update") updates += 1;
    };
    const followed = wires.flatMap(({ connect, symbols, depths }) =>
      depths.flatMap((depth) => {
        const wire = connect(sandbox);
        return symbols.map((symbol) => ({
          connect,
          wire,
          symbol,
          depth,
          book: wire.open(symbol, depth, onChange),
        }));
      }),
    );
    for (const { book } of followed) await book.ready;
    for (let step = 0; step < 60; step += 1) {
      clock.advance(1_000);
      if (step % 10 === 9) for (const { wire } of followed) await wire.heard();
    }
    for (const { connect, wire, symbol, depth, book } of followed) {
      const fresh = connect(sandbox).open(symbol, depth);
      await fresh.ready;
      expect(own(book)).toEqual(own(fresh));
      expect([book.valid, wire.gaps, wire.losses]).toEqual([true, [], []]);
    }
    expect(updates).toBeGreaterThan(2_000);
  },
);

describe.each(wires)("$name", ({ connect, spoken, channel, symbols, depths }) => {
  const [symbol] = symbols;
  const [depth, deeper] = depths;
  const begin = async () => {
    const { clock, sandbox } = await start("faults");
    const wire = connect(sandbox);
    const fail = (fault: WebSocketFault) =>
      sandbox.faults.next({
        interface: spoken,
        ...(fault !== "reconnectStorm" && { operation: channel }),
        webSocket: fault,
      });
    const changes: BookChange[] = [];
    const followed = wire.open(symbol, depth, (change) => changes.push(change));
    await followed.ready;
    const isNew = (): boolean => changes.filter(({ type }) => type === "snapshot").length > 1;
    /** Lets the market move until the book has begun anew, and then compares it with one that has just been opened. */
    const mended = async () => {
      for (let step = 0; !isNew() && step < 200; step += 1) {
        clock.advance(250);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
      expect(isNew()).toBe(true);
      await wire.heard();
      const fresh = connect(sandbox).open(symbol, depth);
      await fresh.ready;
      expect(own(followed)).toEqual(own(fresh));
      expect(followed.valid).toBe(true);
    };
    return { wire, fail, followed, changes, mended };
  };

  test("that is severed comes back with a gap and a new snapshot", async () => {
    const { wire, fail, changes, mended } = await begin();
    fail("reconnectStorm");
    await mended();
    expect(wire.losses.length).toBeGreaterThan(0);
    expect(wire.gaps).toEqual(["reconnected"]);
    expect(changes).toContainEqual({ type: "gap", gap: expect.objectContaining({ reason: "reconnected" }) });
  });

  test("whose checksum is wrong is emptied, says so, and is asked for anew", async () => {
    const { wire, fail, changes, mended } = await begin();
    fail("badChecksum");
    await mended();
    expect(wire.gaps).toEqual(["checksum"]);
    expect(wire.losses).toEqual([]);
    const [gap] = changes.filter((change) => change.type === "gap");
    expect(gap?.gap.detail).toMatch(/^the checksum of \S+ is \d+, the exchange's is \d+$/);
  });

  test("may be followed to another depth once it is closed", async () => {
    const { wire, followed } = await begin();
    // The names of legacy messages tell depths apart.
    if (spoken === "ws-v2")
      await expect(wire.open(symbol, deeper).ready).rejects.toMatchObject({ code: "alreadySubscribed" });
    await followed.close();
    expect([followed.valid, followed.bids(), followed.asks()]).toEqual([false, [], []]);
    const wide = wire.open(symbol, deeper);
    await wide.ready;
    expect(wide.bids().length).toBeGreaterThan(depth);
    expect(wide.bids().length).toBeLessThanOrEqual(deeper);
  });
});

describe("a book by order", () => {
  test("fetches another token when the exchange no longer takes the first", async () => {
    const { sandbox } = await start("token", "resting");
    sandbox.faults.next({ interface: "ws-v2", operation: "level3", webSocket: "staleToken" });
    const wire = level3(sandbox);
    const opened = wire.open("BTC/USD", 10);
    await opened.ready;
    expect([wire.tokens(), opened.valid, wire.gaps]).toEqual([2, true, []]);
  });

  test("comes back with a new token long after its first has expired", async () => {
    const { clock, sandbox } = await start("expiry", "resting");
    const wire = level3(sandbox);
    const snapshots: BookChange[] = [];
    const opened = wire.open("BTC/USD", 10, (change) => {
      if (change.type === "snapshot") snapshots.push(change);
    });
    await opened.ready;
    clock.advance(20 * 60_000);
    await wire.heard();
    expect([wire.tokens(), wire.gaps]).toEqual([1, []]);
    sandbox.faults.next({ interface: "ws-v2", webSocket: "reconnectStorm" });
    await expect.poll(() => snapshots.length).toBe(2);
    expect([wire.tokens(), wire.gaps, opened.valid]).toEqual([2, ["reconnected"], true]);
  });
});
