import { crc32 } from "node:zlib";
import {
  businessMessageReject,
  type FixSession,
  type MarketDataRequestInput,
  marketDataIncrementalRefresh,
  marketDataRequest,
  marketDataRequestReject,
  marketDataSnapshotFullRefresh,
  securityList,
  securityListRequest,
  tradingSessionStatus,
  tradingSessionStatusRequest,
} from "@x/fix";
import { describe, expect, test } from "vitest";
import { ControlClock, type Sandbox } from "../src/index.ts";
import { otherFixClient, RawFix, received } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
type Change = Partial<MarketDataRequestInput>;
const both = [{ MDEntryType: "0" }, { MDEntryType: "1" }] as const;
const subscription = (change: Change = {}): MarketDataRequestInput => ({
  ...{ MDReqID: "M1", SubscriptionRequestType: "1", MarketDepth: "10", NoMDEntryTypes: both },
  NoRelatedSym: [{ Symbol: "BTC/USD" }],
  ...change,
});

interface Entry {
  readonly MDEntryType: string;
  readonly MDEntryID: string;
  readonly MDEntryPx: string;
  readonly MDEntrySize: string;
}

/** Keeps a book as a subscriber does, and works out its checksum from what it has and the market's decimals. */
class Kept {
  readonly entries = new Map<string, Entry>();

  put({ MDUpdateAction: action = "0", ...entry }: Entry & { readonly MDUpdateAction?: string }): void {
    expect(this.entries.has(entry.MDEntryID), `${action} ${entry.MDEntryID}`).toBe(action !== "0");
    if (action === "2") this.entries.delete(entry.MDEntryID);
    else this.entries.set(entry.MDEntryID, entry);
  }

  levels(side: "0" | "1"): [number, number][] {
    const levels = new Map<number, number>();
    for (const { MDEntryType: kind, MDEntryPx, MDEntrySize } of this.entries.values()) {
      const price = Number(MDEntryPx);
      if (kind === side) levels.set(price, (levels.get(price) ?? 0) + Number(MDEntrySize));
    }
    return [...levels].sort(([a], [b]) => (side === "0" ? b - a : a - b));
  }

  checksum(priceDecimals: number, quantityDecimals: number): string {
    const print = ([price, quantity]: [number, number]) =>
      [price.toFixed(priceDecimals), quantity.toFixed(quantityDecimals)]
        .map((text) => text.replace(".", "").replace(/^0+/, ""))
        .join("");
    const best = [...this.levels("1").slice(0, 10), ...this.levels("0").slice(0, 10)];
    return String(crc32(best.map(print).join("")));
  }
}

/** Follows a book until it has changed so often while time is moved on, and compares all checksums. */
async function follow(
  session: FixSession,
  clock: ControlClock,
  request: MarketDataRequestInput,
  decimals: [number, number],
  times: number,
) {
  const snapshots = received(session, marketDataSnapshotFullRefresh);
  const updates = received(session, marketDataIncrementalRefresh);
  session.send(marketDataRequest, request);
  const snapshot = await snapshots();
  expect(snapshot).toMatchObject({ MDReqID: request.MDReqID, Symbol: request.NoRelatedSym[0]?.Symbol });
  const kept = new Kept();
  for (const entry of snapshot.NoMDEntries) kept.put(entry);
  const actions = new Set<string>();
  const hurry = setInterval(() => clock.advance(2_000), 10);
  try {
    for (let i = 0; i < times; i++) {
      const update = await updates();
      for (const entry of update.NoMDEntries) {
        actions.add(
          `${entry.MDUpdateAction}${entry.MDUpdateAction === "2" && entry.MDEntrySize !== "0" ? " in book" : ""}`,
        );
        kept.put(entry);
      }
      expect(kept.checksum(...decimals)).toBe(update.ChecksumOrderBook);
    }
  } finally {
    clearInterval(hurry);
  }
  return { kept, snapshot, actions };
}

/** The market moves as it is told to, from the same moment every time. */
const heldClock = () =>
  new ControlClock({ follows: fixture.clock, now: Date.UTC(2026, 2, 2, 9, 15, 42), held: true });

describe("books", () => {
  test.each<
    ["fixMarketData" | "fixDerivativesMarketData", string, "0" | "1" | "10" | "25", [number, number]]
  >([
    ["fixMarketData", "BTC/USD", "10", [1, 8]],
    ["fixMarketData", "ETH/USD", "25", [2, 8]],
    ["fixMarketData", "BTC/USD", "0", [1, 8]],
    ["fixMarketData", "BTC/USD", "1", [1, 8]],
    ["fixDerivativesMarketData", "PF_XBTUSD", "10", [1, 4]],
  ])("%s tells of %s to depth %s, every checksum right", async (name, symbol, depth, decimals) => {
    const clock = heldClock();
    const sandbox = await fixture.start({ market: "synthetic", seed: `fix ${depth}`, clock });
    const session = await otherFixClient(sandbox, fixture, name);
    const request = subscription({ MarketDepth: depth, NoRelatedSym: [{ Symbol: symbol }] });
    const { kept, snapshot, actions } = await follow(session, clock, request, decimals, 150);
    expect(snapshot.NoMDEntries[0]).toMatchObject({
      ...{ MDEntryType: "1", MDEntryID: expect.stringMatching(/^O\d+\.\d+$/) },
      ...{
        MDEntryPx: expect.stringMatching(/\.\d+$/),
        MDEntryTime: expect.stringMatching(/^\d\d:\d\d:\d\d\.\d{3}$/),
      },
    });
    if (depth !== "0") expect(kept.levels("0").length).toBeLessThanOrEqual(Number(depth));
    if (depth === "10") expect([...actions].sort()).toEqual(["0", "1", "2", "2 in book"]);
  });

  test.each<["fixLevel3" | "fixDerivativesLevel3", string, "0" | "10", [number, number]]>([
    ["fixLevel3", "BTC/USD", "10", [1, 8]],
    ["fixDerivativesLevel3", "PF_ETHUSD", "0", [1, 3]],
  ])("%s tells of %s order by order", async (name, symbol, depth, decimals) => {
    const clock = heldClock();
    const sandbox = await fixture.start({ market: "synthetic", seed: "level3", clock });
    const session = await otherFixClient(sandbox, fixture, name);
    const request = subscription({
      ...{ MarketDepth: depth, AggregatedBook: false, NoRelatedSym: [{ Symbol: symbol }] },
    });
    const { snapshot } = await follow(session, clock, request, decimals, 100);
    expect(snapshot.NoMDEntries[0]).toMatchObject({
      MDEntryID: expect.stringMatching(name === "fixLevel3" ? /^O\w{5}-\w{5}-\w{6}$/ : /^[0-9a-f-]{36}$/),
      MDEntryTimeQueue: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]{18}Z$/),
    });
  });

  test("trades are told apart from the book, and nothing after unsubscribing", async () => {
    const sandbox = await fixture.start({ market: "resting" });
    const session = await otherFixClient(sandbox, fixture, "fixMarketData");
    const updates = received(session, marketDataIncrementalRefresh);
    const take = () =>
      sandbox.market.take({ venue: "spot", symbol: "BTC/USD", side: "buy", quantity: "0.00005" });
    session.send(marketDataRequest, subscription({ NoMDEntryTypes: [...both, { MDEntryType: "2" }] }));
    await received(session, marketDataSnapshotFullRefresh)();
    take();
    const trade = await updates();
    expect(trade).toMatchObject({
      ChecksumOrderBook: undefined,
      NoMDEntries: [
        { MDUpdateAction: "0", MDEntryType: "2", MDEntrySize: "0.00005", OrdType: "1", AggressorSide: "1" },
      ],
    });
    expect((await updates()).NoMDEntries[0]).toMatchObject({ MDEntryType: "1" });
    session.send(marketDataRequest, subscription({ SubscriptionRequestType: "2" }));
    // The name is free again, and what comes under it now is all there is.
    session.send(marketDataRequest, subscription({ NoMDEntryTypes: [{ MDEntryType: "2" }] }));
    session.send(marketDataRequest, subscription());
    await received(session, marketDataRequestReject)();
    take();
    take();
    expect([await updates(), await updates()].map(({ NoMDEntries: [entry] }) => entry?.MDEntryType)).toEqual([
      "2",
      "2",
    ]);
  });

  test.each<["fixMarketData" | "fixLevel3", string, string, Change]>([
    ["fixMarketData", "0", "Unknown symbol: FOO/BAR", { NoRelatedSym: [{ Symbol: "FOO/BAR" }] }],
    ["fixMarketData", "0", "Unknown symbol: PF_XBTUSD", { NoRelatedSym: [{ Symbol: "PF_XBTUSD" }] }],
    ["fixMarketData", "1", "Duplicate MDReqID", { MDReqID: "first" }],
    ["fixMarketData", "8", "Unsupported MDEntryType", { NoMDEntryTypes: [{ MDEntryType: "0" }] }],
    ["fixMarketData", "B", "Level 3 is not available on this session", { AggregatedBook: false }],
    ["fixLevel3", "A", "Unsupported scope: AggregatedBook", { AggregatedBook: true }],
    ["fixLevel3", "5", "Unsupported market depth: 25", { AggregatedBook: false, MarketDepth: "25" }],
    [
      "fixLevel3",
      "C",
      "Trades are not available on this request",
      { AggregatedBook: false, NoMDEntryTypes: [...both, { MDEntryType: "2" }] },
    ],
  ])("%s refuses with %s: %s", async (name, reason, text, change) => {
    const session = await otherFixClient(await fixture.start(), fixture, name);
    if (name === "fixMarketData") session.send(marketDataRequest, subscription({ MDReqID: "first" }));
    session.send(marketDataRequest, subscription(change));
    expect(await received(session, marketDataRequestReject)()).toMatchObject({
      ...{ MDReqID: change.MDReqID ?? "M1", MDReqRejReason: reason, Text: text },
    });
  });

  // Values that the client does not send.
  test.each([
    ["4", "263=7|264=10|265=1"],
    ["5", "263=1|264=7|265=1"],
    ["6", "263=1|264=10|265=0"],
    ["8", "263=1|264=10|265=1", "269=5"],
  ])("refuses with %s: %s %s", async (reason, terms, kind = "269=0|269=1") => {
    const { raw, names } = await rawMarketData(await fixture.start());
    raw.send(`35=V|34=2|${names}|262=R1|${terms}|267=${kind.split("|").length}|${kind}|146=1|55=BTC/USD`);
    expect(await raw.message()).toMatch(new RegExp(`35=Y\\|.*262=R1\\|.*281=${reason}\\|`));
  });
});

async function rawMarketData(sandbox: Sandbox) {
  const time = new Date(fixture.clock.now()).toISOString().replaceAll("-", "").replace("T", "-").slice(0, -1);
  const names = `49=${sandbox.credentials.fix.senderCompID}|56=KRAKEN-MD|52=${time}`;
  const raw = new RawFix(sandbox, fixture, "fixMarketData");
  raw.send(`35=A|34=1|${names}|98=0|108=30|141=Y`);
  expect(await raw.message()).toContain("35=A|");
  return { raw, names };
}

describe("market data sessions", () => {
  test("ask for no password, but for a CompID of their venue", async () => {
    const sandbox = await fixture.start();
    await otherFixClient(sandbox, fixture, "fixMarketData");
    const senderCompID = sandbox.credentials.fix.senderCompID;
    await expect(
      otherFixClient(sandbox, fixture, "fixDerivativesMarketData", { senderCompID }),
    ).rejects.toThrow("Logon failed: invalid credentials");
  });

  test("take no orders", async () => {
    const { raw, names } = await rawMarketData(await fixture.start());
    raw.send(`35=q|34=2|${names}|11=1|60=20260407-14:32:10.000|530=6`);
    expect(await raw.message()).toMatch(/35=j\|.*372=q\|.*380=3\|/);
  });
});

describe("the list of instruments", () => {
  test("tells all of a venue, one, those of a kind, and the state when it changes", async () => {
    const sandbox = await fixture.start();
    const session = await otherFixClient(sandbox, fixture, "fixMarketData");
    const next = received(session, securityList);
    const ask = async (request: object) => {
      session.send(securityListRequest, { SecurityReqID: "L", SecurityListRequestType: "4", ...request });
      return next();
    };
    const bitcoin = {
      ...{ Symbol: "BTC/USD", MinTradeVol: "0.00000001", QtyPrecision: 8, QtyMin: "0.00005" },
      ...{
        MinimumCost: "0.5",
        PricePrecision: 1,
        MDPricePrecision: 1,
        TickSize: "0.1",
        AssetPairStatus: "1",
      },
    };
    const all = await ask({});
    expect(all).toMatchObject({ SecurityReqID: "L", SecurityRequestResult: "0" });
    expect(all.NoRelatedSym.map(({ Symbol: symbol }) => symbol)).toEqual(["BTC/USD", "ETH/USD", "SOL/USD"]);
    expect(all.NoRelatedSym[0]).toMatchObject(bitcoin);
    const one = { SecurityListRequestType: "0", Symbol: "BTC/USD", SubscriptionRequestType: "1" };
    expect((await ask(one)).NoRelatedSym).toMatchObject([bitcoin]);
    sandbox.market.setStatus({ venue: "spot", symbol: "BTC/USD" }, "post-only");
    expect((await next()).NoRelatedSym).toMatchObject([{ ...bitcoin, AssetPairStatus: "4" }]);
    const kind = (SecurityType: string) => ask({ SecurityListRequestType: "1", SecurityType });
    expect((await kind("CASH")).NoRelatedSym).toHaveLength(3);
    expect(await kind("TS")).toMatchObject({ SecurityRequestResult: "2", NoRelatedSym: [] });
    expect(await ask({ SecurityListRequestType: "0", Symbol: "FOO/BAR" })).toMatchObject({
      SecurityRequestResult: "2",
    });
  });

  test("of derivatives has futures and options", async () => {
    const session = await otherFixClient(await fixture.start(), fixture, "fixDerivativesMarketData");
    const next = received(session, securityList);
    for (const [SecurityType, count] of [
      ["FUT", 2],
      ["OPT", 2],
      ["CASH", 0],
    ] as const) {
      session.send(securityListRequest, { SecurityReqID: "L", SecurityListRequestType: "1", SecurityType });
      expect((await next()).NoRelatedSym).toHaveLength(count);
    }
  });

  test("cannot be asked for by a kind that is left out", async () => {
    const { raw, names } = await rawMarketData(await fixture.start());
    raw.send(`35=x|34=2|${names}|320=L|559=1`);
    expect(await raw.message()).toMatch(/35=y\|.*320=L\|.*560=1\|/);
  });
});

describe("the status of the trading session", () => {
  test("is told, and again when it changes", async () => {
    const sandbox = await fixture.start();
    const session = await otherFixClient(sandbox, fixture, "fixMarketData");
    const next = received(session, tradingSessionStatus);
    const ask = async (
      TradSesReqID: string,
      SubscriptionRequestType: "0" | "1",
      TradingSessionID = "SESSION",
    ) => {
      session.send(tradingSessionStatusRequest, { TradSesReqID, SubscriptionRequestType, TradingSessionID });
      return next();
    };
    expect(await ask("T1", "0")).toMatchObject({ TradSesReqID: "T1", TradSesStatus: "2" });
    expect(await ask("T1", "0")).toMatchObject({ TradSesStatusRejReason: "102" });
    expect(await ask("T2", "1", "OTHER")).toMatchObject({ TradSesStatusRejReason: "1" });
    expect(await ask("T2", "1")).toMatchObject({ TradSesStatus: "2" });
    expect(await ask("T3", "1")).toMatchObject({ TradSesStatusRejReason: "103" });
    for (const symbol of ["BTC/USD", "ETH/USD", "SOL/USD"]) {
      sandbox.market.setStatus({ venue: "spot", symbol }, "halted");
    }
    expect(await next()).toMatchObject({ TradSesReqID: "T2", TradSesStatus: "1" });
  });

  test("is not told on derivatives", async () => {
    const sandbox = await fixture.start();
    const session = await otherFixClient(sandbox, fixture, "fixDerivativesMarketData");
    session.send(tradingSessionStatusRequest, {
      ...{ TradSesReqID: "T", SubscriptionRequestType: "0", TradingSessionID: "SESSION" },
    });
    expect(await received(session, businessMessageReject)()).toMatchObject({
      ...{ RefMsgType: "g", BusinessRejectReason: "3" },
    });
  });
});
