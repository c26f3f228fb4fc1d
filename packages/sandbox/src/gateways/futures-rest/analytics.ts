import {
  type AnalyticsOrderbookData,
  type AnalyticsResponseResult,
  liquidityPoolStats,
  marketAnalytics,
} from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { Listing } from "../../state/futures/listing.ts";
import { plain, round8, sum } from "../../state/futures/number.ts";
import type { PublicTrade } from "../../state/futures/tape.ts";
import { answering, type FuturesExchange } from "./handler.ts";

const MOST = 500;

interface Bucket {
  /** Unix seconds. */
  readonly at: number;
  readonly trades: readonly PublicTrade[];
  readonly mark: number;
  readonly fundingRate: number;
}

type Figures = AnalyticsResponseResult["data"];
type Figure = (buckets: readonly Bucket[]) => Figures;

const KINDS = { since: "number", interval: "number", to: "number" } as const;

export const analyticsHandlers = [
  answering(
    marketAnalytics,
    ({ params }, exchange) => {
      const listing = exchange.state.listing(params.symbol);
      if (listing === undefined) return { error: "notFound: symbol", status: 404 };
      const { times, more } = timesOf(params, exchange);
      const buckets = times.map((at) => bucket(at, params.interval, listing, exchange.state));
      const type: string = params.analytics_type;
      const data = figure(type)(buckets);
      const timestamp = type === "funding" ? times.map((at) => at * 1000) : times;
      return { body: { result: { timestamp, more, data }, errors: [] } };
    },
    { kinds: KINDS },
  ),

  answering(
    liquidityPoolStats,
    ({ params }, exchange) => {
      const { times, more } = timesOf(params, exchange);
      const mark = exchange.state.path(exchange.state.listings[0]?.market ?? missing());
      const usdValue = times.map((at) => plain(round8(40_000_000 + mark.at(Math.floor(at / 60)))));
      return { body: { result: { timestamp: times, more, data: { usdValue } }, errors: [] } };
    },
    { kinds: KINDS },
  ),
];

function missing(): never {
  throw new Error("the sandbox lists no market");
}

/** The times of the figures: multiples of the interval within the market's past. */
function timesOf(
  { since, interval, to }: { readonly since: number; readonly interval: number; readonly to?: number },
  { state, clock }: FuturesExchange,
) {
  const past = state.tape(state.listings[0]?.market ?? missing()).firstMinute * 60;
  const first = Math.ceil(Math.max(since, past) / interval) * interval;
  const last = Math.min(to ?? Infinity, Math.floor(clock.now() / 1000));
  const fitting = last < first ? 0 : Math.floor((last - first) / interval) + 1;
  const count = Math.min(fitting, MOST);
  return { times: Array.from({ length: count }, (_, i) => first + i * interval), more: count < fitting };
}

function bucket(at: number, interval: number, { market }: Listing, state: FuturesState): Bucket {
  const path = state.path(market);
  const minute = Math.floor(at / 60);
  return {
    at,
    trades: [...state.tape(market).between(at * 1000, (at + interval) * 1000)],
    mark: path.at(minute),
    fundingRate: path.fundingRate(Math.floor(minute / 60) * 60),
  };
}

const volume = ({ trades }: Bucket, side?: "buy" | "sell") =>
  sum(trades.filter((trade) => side === undefined || trade.side === side).map(({ size }) => size));
const delta = (one: Bucket) => round8(volume(one, "buy") - volume(one, "sell"));
/** Positions follow what takers bought, around fixed numbers. */
const longs = (one: Bucket) => 300 + Math.round(Math.tanh(delta(one)) * 20);
const shorts = (one: Bucket) => 200 - Math.round(Math.tanh(delta(one)) * 20);
const share = (part: number, whole: number) => plain(round8((part / whole) * 100));

function figure(type: string): Figure {
  switch (type) {
    case "aggressor-differential":
      return (buckets) => buckets.map((one) => plain(delta(one)));
    case "trade-volume":
      return (buckets) => buckets.map((one) => plain(volume(one)));
    case "trade-count":
      return (buckets) => buckets.map(({ trades }) => trades.length);
    case "liquidation-volume":
      return (buckets) => buckets.map(() => "0");
    case "rolling-volatility":
      return (buckets) => buckets.map((one) => plain(volatility(one)));
    case "cvd":
      return cumulativeVolumeDelta;
    case "long-short-ratio":
    case "long-short-info":
      return longShort;
    case "top-traders":
      return (buckets) => ({
        top20Percent: { openInterest: buckets.map(() => "900"), ...longShort(buckets) },
      });
    case "future-basis":
      return (buckets) => ({ basis: buckets.map(({ fundingRate }) => plain(fundingRate)) });
    case "funding":
      return (buckets) => ({
        rate: buckets.map(({ fundingRate, mark }) => flat(plain(fundingRate * mark))),
        relativeRate: buckets.map(({ fundingRate }) => flat(plain(fundingRate))),
      });
    case "spreads":
      return bothSides((best) => ({ best_price: best }));
    case "liquidity":
      return bothSides((_best, depth) => ({
        liquidity_005: depth("005"),
        liquidity_01: depth("01"),
        liquidity_025: depth("025"),
        liquidity_05: depth("05"),
        liquidity_10: depth("10"),
        liquidity_100: depth("100"),
      }));
    case "slippage":
      return bothSides((_best, depth) => ({
        slippage_1k: depth("1k"),
        slippage_10k: depth("10k"),
        slippage_100k: depth("100k"),
        slippage_1m: depth("1m"),
      }));
    case "orderbook":
      return bothSides((bestPrice, depth) => ({
        bestPrice,
        liquidity005: depth("005"),
        liquidity01: depth("01"),
        liquidity025: depth("025"),
        liquidity05: depth("05"),
        liquidity10: depth("10"),
        liquidity100: depth("100"),
        slippage1k: depth("1k"),
        slippage10k: depth("10k"),
        slippage100k: depth("100k"),
        slippage1m: depth("1m"),
      }));
    default:
      return (buckets) => buckets.map((one) => flat(plain(1_500 + volume(one))));
  }
}

/** First, highest, lowest and last value of a figure that does not change within its time. */
function flat(value: string): string[] {
  return [value, value, value, value];
}

function volatility({ trades }: Bucket): number {
  const prices = trades.map(({ price }) => price);
  const high = Math.max(...prices);
  const low = Math.min(...prices);
  return prices.length === 0 ? 0 : round8((high - low) / low);
}

function cumulativeVolumeDelta(buckets: readonly Bucket[]) {
  let total = 0;
  const cvd = buckets.map((one) => {
    total = round8(total + delta(one));
    return plain(total);
  });
  return {
    buyVolume: buckets.map((one) => plain(volume(one, "buy"))),
    sellVolume: buckets.map((one) => plain(volume(one, "sell"))),
    cvd,
  };
}

function longShort(buckets: readonly Bucket[]) {
  return {
    longCount: buckets.map(longs),
    shortCount: buckets.map(shorts),
    longPercent: buckets.map((one) => share(longs(one), longs(one) + shorts(one))),
    shortPercent: buckets.map((one) => share(shorts(one), longs(one) + shorts(one))),
    ratio: buckets.map((one) => plain(round8(longs(one) / shorts(one)))),
  };
}

type BookSide = AnalyticsOrderbookData["bid"];
type Side = (best: string[], depth: (name: string) => string[]) => BookSide;

/** Both sides of the book stand one part in ten thousand from the mark price, and are as deep as their name is far. */
function bothSides(side: Side): Figure {
  return (buckets) => {
    const at = (away: number) =>
      side(
        buckets.map(({ mark }) => plain(round8(mark * (1 + away)))),
        (name) => buckets.map(() => plain(Number.parseInt(name, 10) / 10)),
      );
    return { bid: at(-0.0001), ask: at(0.0001) };
  };
}
