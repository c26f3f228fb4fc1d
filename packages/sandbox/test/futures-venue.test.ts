import {
  acceptRfqOffer,
  accountLog,
  accountLogCsv,
  addAssignmentProgram,
  cancelRfqOffer,
  candles,
  createClient,
  createUserRfq,
  deleteAssignmentProgram,
  getAccounts,
  getAssignmentProgramCurrent,
  getAssignmentProgramHistory,
  getClosedRfqOffers,
  getExecutionEvents,
  getFills,
  getHistory,
  getLeverageSetting,
  getOpenPositions,
  getOpenRfqOffers,
  getOpenRfqs,
  getOpenRfqsForAccount,
  getOrderbook,
  getPositionEvents,
  getPublicExecutionEvents,
  getTicker,
  listSubaccounts,
  type MarketTicker,
  marketAnalytics,
  placeRfqOffer,
  type SendOrderParams,
  sendOrder,
  setLeverageSetting,
  subAccountTransfer,
  transfer,
  withdrawal,
} from "@x/futures-rest";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const { start, observeDrift: onDrift } = sandboxes();
const NOW = Date.UTC(2026, 2, 2, 9);
const HOUR = 3_600;

function client(sandbox: Sandbox, key = sandbox.credentials.futures) {
  return createClient({ credentials: key, baseUrl: sandbox.urls.futuresRest, onDrift });
}

const venue = async () => client(await start({ clock: new ManualClock(NOW), rateLimits: false }));
const round = (value: number) => Number(value.toFixed(6));
const total = (values: readonly number[]) => round(values.reduce((sum, value) => sum + value, 0));

describe("one seed and one clock give one past", () => {
  const look = async (seed: string) => {
    const futures = client(await start({ seed, clock: new ManualClock(NOW) }));
    const fills = await futures.call(getFills, {});
    const ticker = await futures.call(getTicker, { symbol: "PF_XBTUSD" });
    return JSON.stringify([fills, ticker]);
  };

  test("the same twice, another from another seed", async () => {
    expect(await look("a")).toBe(await look("a"));
    expect(await look("a")).not.toBe(await look("b"));
  });
});

describe("the market", () => {
  const symbol = "PF_XBTUSD";

  test("the ticker says what the book and the day's trades say", async () => {
    const futures = await venue();
    const { ticker } = await futures.call(getTicker, { symbol });
    const { orderBook } = await futures.call(getOrderbook, { symbol });
    const day = await futures.call(candles, {
      tick_type: "trade",
      symbol,
      resolution: "1m",
      from: NOW / 1000 - 24 * HOUR,
    });
    expect(ticker).toMatchObject({ bid: orderBook.bids[0]?.[0], ask: orderBook.asks[0]?.[0] });
    const { vol24h, high24h, low24h, last } = ticker as MarketTicker;
    const past = day.candles.filter(({ time }) => time < NOW);
    expect(total(past.map(({ volume }) => Number(volume)))).toBe(round(vol24h));
    expect(Math.max(...past.map(({ high }) => Number(high)))).toBe(high24h);
    expect(Math.min(...past.map(({ low }) => Number(low)))).toBe(low24h);
    expect((await futures.call(getHistory, { symbol })).history[0]?.price).toBe(last);
  });

  test("the book shows the account's orders and never crosses", async () => {
    const futures = await venue();
    const order: SendOrderParams = { orderType: "lmt", symbol, side: "buy", size: 0.5, limitPrice: 60010 };
    await futures.call(sendOrder, order);
    await futures.call(sendOrder, { ...order, size: 0.25 });
    const { bids, asks } = (await futures.call(getOrderbook, { symbol })).orderBook;
    expect(bids[0]).toEqual([60010, 0.75]);
    expect(asks[0]?.[0]).toBeGreaterThan(60010);
    for (const side of [bids.map(([price = 0]) => -price), asks.map(([price = 0]) => price)]) {
      expect(side).toEqual([...side].sort((a, b) => a - b));
    }
  });

  test.each(["trade", "mark"] as const)(
    "%s candles of one length are made of those of another",
    async (tick_type) => {
      const futures = await venue();
      const range = { tick_type, symbol, from: NOW / 1000 - 4 * HOUR, to: NOW / 1000 - 1 };
      const hours = (await futures.call(candles, { ...range, resolution: "1h" })).candles;
      const minutes = (await futures.call(candles, { ...range, resolution: "1m" })).candles;
      expect(hours).toHaveLength(4);
      expect(minutes).toHaveLength(240);
      for (const [i, hour] of hours.entries()) {
        const within = minutes.slice(i * 60, i * 60 + 60);
        expect(hour.time).toBe(within[0]?.time);
        expect(hour.open).toBe(within[0]?.open);
        expect(hour.close).toBe(within.at(-1)?.close);
        expect(Number(hour.high)).toBe(Math.max(...within.map(({ high }) => Number(high))));
        expect(Number(hour.low)).toBe(Math.min(...within.map(({ low }) => Number(low))));
        expect(round(Number(hour.volume))).toBe(total(within.map(({ volume }) => Number(volume))));
      }
    },
  );

  test("candles keep to the range and say when there are more", async () => {
    const futures = await venue();
    const answer = await futures.call(candles, {
      tick_type: "mark",
      symbol,
      resolution: "5m",
      from: NOW / 1000 - 2 * HOUR,
      to: NOW / 1000 - HOUR,
      count: 3,
    });
    expect(answer.candles.map(({ time }) => time)).toEqual(
      [0, 300_000, 600_000].map((step) => NOW - 2 * HOUR * 1000 + step),
    );
    expect(answer.more_candles).toBe(true);
  });

  test("analytics count the same trades", async () => {
    const futures = await venue();
    const range = { since: NOW / 1000 - 3 * HOUR, to: NOW / 1000 - HOUR, interval: 3600 } as const;
    const counts = await futures.call(marketAnalytics, { symbol, analytics_type: "trade-count", ...range });
    expect(counts.result).toMatchObject({ data: [60, 60, 60], more: false });
    const volumes = await futures.call(marketAnalytics, { symbol, analytics_type: "trade-volume", ...range });
    const hours = await futures.call(candles, {
      tick_type: "trade",
      symbol,
      resolution: "1h",
      from: range.since,
      to: range.to,
    });
    expect(volumes.result?.data).toEqual(hours.candles.map(({ volume }) => String(Number(volume))));
  });

  test("trades page without gap or overlap, in both directions", async () => {
    const futures = await venue();
    const range = { tradeable: symbol, since: NOW - 30 * 60_000, before: NOW };
    const whole = await futures.call(getPublicExecutionEvents, range);
    expect(whole.len).toBe(30);
    for (const sort of ["asc", "desc"] as const) {
      const seen: string[] = [];
      let continuation_token: string | undefined;
      do {
        const page = await futures.call(getPublicExecutionEvents, {
          ...range,
          sort,
          count: 7,
          ...(continuation_token !== undefined && { continuation_token }),
        });
        seen.push(...page.elements.map(({ uid }) => uid));
        continuation_token = page.continuationToken;
      } while (continuation_token !== undefined);
      const expected = whole.elements.map(({ uid }) => uid);
      expect(seen).toEqual(sort === "desc" ? expected : expected.reverse());
    }
  });
});

describe("the account", () => {
  test("fills, executions and the market's trades are the same", async () => {
    const futures = await venue();
    const { fills } = await futures.call(getFills, {});
    expect(fills).toHaveLength(100);
    const executions = await futures.call(getExecutionEvents, { count: 100 });
    const details = executions.elements.map(({ event }) =>
      "Execution" in event ? event.Execution : event.execution,
    );
    expect(details.map(({ execution }) => [execution.uid, Number(execution.price)])).toEqual(
      fills.map(({ fill_id, price }) => [fill_id, price]),
    );
    const newest = fills[0];
    const { history } = await futures.call(getHistory, { symbol: newest?.symbol as string });
    expect(history.find(({ uid }) => uid === newest?.fill_id)).toMatchObject({
      price: newest?.price,
      size: newest?.size,
    });
  });

  test("older fills follow where the latest end", async () => {
    const futures = await venue();
    const { fills } = await futures.call(getFills, {});
    const older = await futures.call(getFills, { lastFillTime: fills.at(-1)?.fillTime as string });
    expect(older.fills).toHaveLength(100);
    expect(Date.parse(older.fills[0]?.fillTime as string)).toBeLessThan(
      Date.parse(fills.at(-1)?.fillTime as string),
    );
  });

  test("positions are what the trades add up to", async () => {
    const futures = await venue();
    const { elements } = await futures.call(getExecutionEvents, { count: 1000 });
    const held = new Map<string, number>();
    for (const { event } of elements) {
      const { execution } = "Execution" in event ? event.Execution : event.execution;
      const { tradeable, direction } = execution.order;
      const size = Number(execution.quantity) * (direction === "Buy" ? 1 : -1);
      held.set(tradeable, (held.get(tradeable) ?? 0) + size);
    }
    expect(held).toEqual(
      new Map([
        ["PF_XBTUSD", 0],
        ["PF_ETHUSD", 2],
      ]),
    );
    const { openPositions } = await futures.call(getOpenPositions, {});
    expect(openPositions).toMatchObject([{ symbol: "PF_ETHUSD", side: "long", size: 2 }]);
    const last = await futures.call(getPositionEvents, { tradeable: "PF_ETHUSD", trades: true, count: 1 });
    expect(last.elements).toMatchObject([
      {
        event: {
          PositionUpdate: { newPosition: "2", newAverageEntryPrice: String(openPositions[0]?.price) },
        },
      },
    ]);
  });

  test("filters of positions combine", async () => {
    const futures = await venue();
    const reasons = async (filter: object) => {
      const { elements } = await futures.call(getPositionEvents, { count: 1000, ...filter });
      const updates = elements.map((element) =>
        "positionChange" in element ? element : element.event.PositionUpdate,
      );
      return new Set(updates.map(({ positionChange, updateReason }) => `${updateReason} ${positionChange}`));
    };
    expect(await reasons({ funding_realization: true })).toEqual(new Set(["fundingRealisation noChange"]));
    expect(await reasons({ trades: true, opened: true, closed: true })).toEqual(
      new Set(["trade open", "trade close"]),
    );
    expect(await reasons({ reversed: true })).toEqual(new Set(["trade reverse"]));
  });

  test("the log leads from booking to booking to the balance", async () => {
    const futures = await venue();
    const { logs } = await futures.call(accountLog, { count: 5000, sort: "asc" });
    const balances = new Map<string, number>();
    for (const { asset, margin_account, old_balance, new_balance } of logs) {
      const wallet = `${margin_account} ${asset}`;
      expect(old_balance).toBe(balances.get(wallet) ?? 0);
      balances.set(wallet, new_balance);
    }
    const { flex, cash } = (await futures.call(getAccounts, {})).accounts;
    expect(flex.currencies.USD?.quantity).toBe(balances.get("flex usd"));
    expect(Number(cash.balances.xbt)).toBe(balances.get("cash xbt"));
    expect(logs.map(({ id }) => id)).toEqual(logs.map((_, i) => i + 1));
    const csv = (await futures.call(accountLogCsv, {})).trimEnd().split("\n");
    expect(csv).toHaveLength(logs.length + 1);
    expect(csv[1]).toContain(logs.at(-1)?.booking_uid);
  });

  test("log entries can be bounded by id and kind", async () => {
    const futures = await venue();
    const { logs } = await futures.call(accountLog, {
      from: 3,
      to: 900,
      info: ["funding rate change"],
      count: 5,
    });
    expect(logs).toHaveLength(5);
    expect(logs.every(({ info, id }) => info === "funding rate change" && id <= 900)).toBe(true);
    expect(logs.map(({ id }) => id)).toEqual(logs.map(({ id }) => id).sort((a, b) => b - a));
  });

  test("a reduce-only order needs a position to reduce", async () => {
    const futures = await venue();
    const order = { orderType: "lmt", symbol: "PF_ETHUSD", size: 1, reduceOnly: true } as const;
    await futures.call(sendOrder, { ...order, side: "sell", limitPrice: 3500 });
    await expect(futures.call(sendOrder, { ...order, side: "buy", limitPrice: 2500 })).rejects.toMatchObject({
      reason: "wouldNotReducePosition",
    });
  });

  test("leverage binds margin until it is taken back", async () => {
    const futures = await venue();
    const margin = async () => (await futures.call(getAccounts, {})).accounts.flex.initialMargin;
    const cross = await margin();
    await futures.call(setLeverageSetting, { symbol: "PF_ETHUSD", maxLeverage: 5 });
    expect((await futures.call(getLeverageSetting, {})).leveragePreferences).toEqual([
      { symbol: "PF_ETHUSD", maxLeverage: 5 },
    ]);
    expect(await margin()).toBeCloseTo(cross * 10, 6);
    await futures.call(setLeverageSetting, { symbol: "PF_ETHUSD" });
    expect(await margin()).toBe(cross);
    await expect(futures.call(setLeverageSetting, { symbol: "PF_NOPE" })).rejects.toMatchObject({
      code: "requestRefused",
      reason: "Unknown market",
    });
  });
});

describe("money that moves", () => {
  test("leaves one wallet and reaches the other, to the last digit", async () => {
    const futures = await venue();
    const cash = async () => (await futures.call(getAccounts, {})).accounts.cash.balances.usd;
    await futures.call(transfer, { fromAccount: "cash", toAccount: "flex", unit: "usd", amount: 0.1 });
    await futures.call(transfer, { fromAccount: "cash", toAccount: "flex", unit: "USD", amount: 0.2 });
    expect(await cash()).toBe("2499.7");
    const { logs } = await futures.call(accountLog, { count: 2 });
    expect(logs).toMatchObject([{ margin_account: "flex", info: "transfer" }, { margin_account: "cash" }]);
  });

  test("reaches a subaccount", async () => {
    const futures = await venue();
    const { masterAccountUid, subaccounts } = await futures.call(listSubaccounts, {});
    const [first] = subaccounts;
    const order = {
      fromUser: masterAccountUid,
      fromAccount: "cash",
      toAccount: "flex",
      unit: "xbt",
      amount: "0.25",
    };
    await futures.call(subAccountTransfer, { ...order, toUser: first?.accountUid as string });
    const after = (await futures.call(listSubaccounts, {})).subaccounts[0]?.flexAccount.currencies;
    expect(after?.find(({ currency }) => currency === "xbt")?.quantity).toBe(0.25);
  });

  test("is withdrawn with a key that may, and no other", async () => {
    const sandbox = await start({ clock: new ManualClock(NOW) });
    const order = { currency: "usd", amount: 1000 };
    await expect(client(sandbox).call(withdrawal, order)).rejects.toMatchObject({
      code: "authenticationError",
    });
    const treasurer = client(sandbox, sandbox.createFuturesKey("withdrawal"));
    await treasurer.call(withdrawal, order);
    expect((await treasurer.call(getAccounts, {})).accounts.cash.balances.usd).toBe("1500");
    await expect(treasurer.call(withdrawal, { ...order, amount: 1500.01 })).rejects.toMatchObject({
      code: "insufficientFunds",
      outcome: "refused",
    });
  });

  test.each([
    ["insufficientFunds", { amount: 2500.01 }],
    ["invalidUnit", { unit: "doge" }],
    ["invalidAccount", { fromAccount: "fi_xbtusd" }],
    ["invalidAccount", { toAccount: "cash" }],
  ])("%s moves nothing", async (code, change) => {
    const futures = await venue();
    const order = { fromAccount: "cash", toAccount: "flex", unit: "usd", amount: 1, ...change };
    await expect(futures.call(transfer, order)).rejects.toMatchObject({ code, outcome: "refused" });
    expect((await futures.call(getAccounts, {})).accounts.cash.balances.usd).toBe("2500");
  });
});

test("assignment preferences are added, deleted and remembered", async () => {
  const futures = await venue();
  const preference = {
    contractType: "flex",
    contract: "PF_XBTUSD",
    acceptLong: true,
    acceptShort: false,
    timeFrame: "ALL",
    enabled: true,
  } as const;
  const { id } = await futures.call(addAssignmentProgram, preference);
  expect((await futures.call(getAssignmentProgramCurrent, {})).participants).toMatchObject([{ id }]);
  await futures.call(deleteAssignmentProgram, { id });
  expect((await futures.call(getAssignmentProgramCurrent, {})).participants).toEqual([]);
  const { participants } = await futures.call(getAssignmentProgramHistory, {});
  expect(participants.map(({ deleted }) => deleted)).toEqual([false, true]);
  await expect(futures.call(deleteAssignmentProgram, { id })).rejects.toMatchObject({ code: "notFound" });
});

describe("requests for quotes", () => {
  const legs = [{ tradeable: "OF_XBTUSD_270226_65000_C", size: 3 }];

  test("an accepted offer becomes a position", async () => {
    const futures = await venue();
    const { rfqUid } = await futures.call(createUserRfq, { json: { legs } });
    const [rfq] = (await futures.call(getOpenRfqsForAccount, {})).rfqs;
    expect(rfq).toMatchObject({ uid: rfqUid, status: "open", markPrice: 12_600 });
    const uid = rfqUid as string;
    await expect(futures.call(acceptRfqOffer, { rfqUid: uid, askAccepted: 1 })).rejects.toMatchObject({
      code: "orderRefused",
    });
    await futures.call(acceptRfqOffer, { rfqUid: uid, askAccepted: rfq?.bestAsk as number });
    expect((await futures.call(getOpenPositions, {})).openPositions).toContainEqual(
      expect.objectContaining({ symbol: legs[0]?.tradeable, side: "long", size: 3, price: 4242 }),
    );
    expect((await futures.call(getFills, {})).fills[0]).toMatchObject({
      symbol: legs[0]?.tradeable,
      price: 4242,
    });
    expect((await futures.call(getOpenRfqsForAccount, {})).rfqs).toEqual([]);
  });

  test("an offer is replaced, withdrawn, and closes with its request", async () => {
    const clock = new ManualClock(NOW);
    const futures = client(await start({ clock }));
    const [rfq] = (await futures.call(getOpenRfqs, {})).rfqs;
    const rfqUid = rfq?.uid as string;
    await futures.call(placeRfqOffer, { rfqUid, bid: 36000 });
    const { offerUId } = await futures.call(placeRfqOffer, { rfqUid, bid: 36100.5 });
    expect((await futures.call(getOpenRfqOffers, {})).offers).toMatchObject([
      { uid: offerUId, bid: "36100.5" },
    ]);
    await futures.call(cancelRfqOffer, { rfqUid });
    expect((await futures.call(getOpenRfqOffers, {})).offers).toEqual([]);
    await futures.call(placeRfqOffer, { rfqUid, ask: 37000 });
    clock.advance(3_600_000);
    expect((await futures.call(getClosedRfqOffers, {})).offers).toMatchObject([
      { rfqUid, status: "expired" },
    ]);
  });

  test.each([
    ["symbolNotFound", [{ tradeable: "OF_NOPE", size: 1 }]],
    ["noOptionLegs", [{ tradeable: "PF_XBTUSD", size: 1 }]],
    ["mixedCurrencyPairs", [...legs, { tradeable: "PF_ETHUSD", size: 1 }]],
  ])("%s", async (reason, asked) => {
    const futures = await venue();
    await expect(futures.call(createUserRfq, { json: { legs: asked } })).rejects.toMatchObject({
      code: "orderRefused",
      outcome: "refused",
      raw: expect.stringContaining(reason),
    });
  });
});
