import { add, toFixed } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import type { Side } from "../../engine/order.ts";
import { averageOf, INTERVALS } from "../spot/market-statistics.ts";
import { STATUS_TEXT, systemStatus } from "../spot/system-status.ts";
import { isoSeconds } from "../time.ts";
import { tickerData } from "../ws-legacy/channels/ticker.ts";
import { priceOfUnits, printPrice, printQuantity, quantityOfUnits } from "../ws-legacy/numbers.ts";
import { compactPair } from "../ws-legacy/price.ts";
import type { SpotOperation, SpotOperations } from "./operation.ts";
import { seconds } from "./order-json.ts";
import { assetDecimals, assetId, findPair, pairId, spotMarkets } from "./pairs.ts";
import { type SpotParams, textOf, textsOf, wholeOf } from "./request.ts";

const UNKNOWN_PAIR = "EQuery:Unknown asset pair";

/** Whole books are this deep at most. */
const DEEPEST = 500;

const time: SpotOperation = (_params, { exchange: { clock } }) => ({
  unixtime: Math.floor(seconds(clock.now())),
  rfc1123: new Date(clock.now()).toUTCString(),
});

const status: SpotOperation = (_params, { exchange: { engine, clock } }) => ({
  status: systemStatus(engine),
  timestamp: isoSeconds(clock.now()),
});

const assets: SpotOperation = (params, { exchange: { engine } }) => {
  const known = [...new Set(spotMarkets(engine).flatMap(({ base, quote }) => [base, quote]))];
  const wanted = textsOf(params, "asset");
  const named = (asset: string) =>
    wanted.some((name) => [asset, assetId(asset), altname(asset)].includes(name));
  const found = wanted.length === 0 ? known : known.filter(named);
  if (found.length === 0) return "EQuery:Unknown asset";
  return Object.fromEntries(
    found.map((asset) => {
      const decimals = assetDecimals(asset);
      return [
        assetId(asset),
        {
          aclass: "currency",
          altname: altname(asset),
          decimals,
          display_decimals: decimals === 4 ? 2 : 5,
          status: "enabled",
        },
      ];
    }),
  );
};

const assetPairs: SpotOperation = (params, { exchange: { engine } }) => {
  const markets = pairsOf(params, engine);
  return typeof markets === "string" ? markets : byPair(markets, (market) => pairJson(market, engine));
};

const ticker: SpotOperation = (params, { exchange: { engine }, wires: { statistics } }) => {
  const markets = pairsOf(params, engine);
  if (typeof markets === "string") return markets;
  return byPair(markets, (market) => {
    const { a, b, o, ...others } = tickerData(engine.ticker(market), statistics);
    const texts = (level: readonly unknown[]) => level.map(String);
    return { ...others, a: texts(a), b: texts(b), o: o[0] };
  });
};

const depth: SpotOperation = (params, { exchange: { engine } }) => {
  const market = pairOf(params, engine);
  if (market === undefined) return UNKNOWN_PAIR;
  const count = wholeOf(params, "count", 100);
  if (count === undefined || count < 1 || count > DEEPEST) return "EGeneral:Invalid arguments:count";
  const levels = (side: Side) => bookSide(engine, market, side, count);
  return { [pairId(market)]: { asks: levels("sell"), bids: levels("buy") } };
};

const trades: SpotOperation = (params, { exchange: { engine } }) => {
  const market = pairOf(params, engine);
  if (market === undefined) return UNKNOWN_PAIR;
  const count = wholeOf(params, "count", 1000);
  const since = textOf(params, "since") ?? "0";
  if (count === undefined || count < 1 || count > 1000) return "EGeneral:Invalid arguments:count";
  if (!/^\d{1,19}(\.\d+)?$/.test(since)) return "EGeneral:Invalid arguments:since";
  // Nanoseconds are beyond what a number holds exactly.
  const from = /^\d{16,}$/.test(since) ? Number(since.slice(0, -6)) : Math.round(Number(since) * 1000);
  const found = engine.trades(market).filter(({ at }) => at > from);
  const shown = textOf(params, "since") === undefined ? found.slice(-count) : found.slice(0, count);
  const last = shown.at(-1)?.at;
  return {
    [pairId(market)]: shown.map(({ price, quantity, at, side, takerType, id }) => [
      printPrice(price),
      printQuantity(market, quantity),
      seconds(at),
      side === "buy" ? "b" : "s",
      takerType === "limit" ? "l" : "m",
      "",
      id,
    ]),
    last: last === undefined ? since : `${last}000000`,
  };
};

const candles: SpotOperation = (params, { exchange: { engine }, wires: { statistics } }) => {
  const market = pairOf(params, engine);
  if (market === undefined) return UNKNOWN_PAIR;
  const interval = wholeOf(params, "interval", 1) as (typeof INTERVALS)[number];
  const since = wholeOf(params, "since", 0);
  if (!INTERVALS.includes(interval)) return "EGeneral:Invalid arguments:interval";
  if (since === undefined) return "EGeneral:Invalid arguments:since";
  const found = statistics.candles(market, interval).filter(({ begin }) => seconds(begin) >= since);
  const price = (units: bigint) => priceOfUnits(market, units);
  return {
    [pairId(market)]: found.map((candle) => [
      seconds(candle.begin),
      price(candle.open),
      price(candle.high),
      price(candle.low),
      price(candle.close),
      price(averageOf(candle)),
      quantityOfUnits(market, candle.volume),
      candle.trades,
    ]),
    last: seconds(found.at(-2)?.begin ?? 0),
  };
};

/** What needs no key. */
export const marketDataOperations: SpotOperations = new Map([
  ["Time", time],
  ["SystemStatus", status],
  ["Assets", assets],
  ["AssetPairs", assetPairs],
  ["Ticker", ticker],
  ["Depth", depth],
  ["Trades", trades],
  ["OHLC", candles],
]);

function altname(asset: string): string {
  return asset === "BTC" ? "XBT" : asset;
}

function pairOf(params: SpotParams, engine: Engine): Market | undefined {
  return findPair(engine, textOf(params, "pair") ?? "");
}

/** The pairs that are named; all of them if none is. */
function pairsOf(params: SpotParams, engine: Engine): readonly Market[] | string {
  const names = textsOf(params, "pair");
  if (names.length === 0) return spotMarkets(engine);
  const found = names.map((name) => findPair(engine, name));
  return found.every((market) => market !== undefined) ? found : UNKNOWN_PAIR;
}

function byPair(markets: readonly Market[], json: (market: Market) => object): object {
  return Object.fromEntries(markets.map((market) => [pairId(market), json(market)]));
}

function pairJson(market: Market, engine: Engine): object {
  return {
    altname: compactPair(market),
    wsname: market.legacySymbol,
    aclass_base: "currency",
    base: assetId(market.base),
    aclass_quote: "currency",
    quote: assetId(market.quote),
    lot: "unit",
    cost_decimals: 5,
    pair_decimals: market.priceDecimals,
    lot_decimals: market.quantityDecimals,
    lot_multiplier: 1,
    leverage_buy: [2, 3, 4, 5],
    leverage_sell: [2, 3, 4, 5],
    fees: [[0, Number(market.takerFee)]],
    fees_maker: [[0, Number(market.makerFee)]],
    fee_volume_currency: "ZUSD",
    margin_call: 80,
    margin_stop: 40,
    ordermin: market.minimum,
    costmin: market.costMinimum,
    tick_size: market.tick,
    status: STATUS_TEXT[engine.status(market)],
  };
}

/** Price, quantity and when the level last got an order, best level first. */
function bookSide(engine: Engine, market: Market, side: Side, count: number): unknown[] {
  const levels = new Map<string, { quantity: string; since: number }>();
  for (const { price, quantity, since } of engine.bookOrders(market, side, count)) {
    const level = levels.get(price);
    levels.set(price, {
      quantity: add(level?.quantity ?? "0", quantity),
      since: Math.max(level?.since ?? 0, since),
    });
  }
  return [...levels].map(([price, { quantity, since }]) => [
    printPrice(price),
    toFixed(quantity, market.quantityDecimals),
    Math.floor(seconds(since)),
  ]);
}
