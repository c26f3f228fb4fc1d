import { getHistory, getOrderbook, getTicker, getTickers, type MarketTicker } from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { Listing } from "../../state/futures/listing.ts";
import { round8, sum } from "../../state/futures/number.ts";
import { MINUTE } from "../../state/futures/price-path.ts";
import type { PublicTrade } from "../../state/futures/tape.ts";
import { exactNumber } from "../exact-json.ts";
import { isoMilliseconds } from "../time.ts";
import { contractTypes } from "./contract-types.ts";
import { answering, type FuturesExchange } from "./handler.ts";

const MOST_TRADES = 100;
const WEEK = 7 * 86_400_000;
const DAY = 86_400_000;

export const marketDataHandlers = [
  answering(
    getTickers,
    ({ params }, exchange) => {
      const types = contractTypes(params.contractType);
      const wanted = params.symbol?.map((symbol) => symbol.toUpperCase());
      const listed = exchange.state.listings.filter(
        ({ type, market }) => types.has(type) && (wanted?.includes(market.symbol) ?? true),
      );
      const indices = [...new Set(exchange.state.listings.map(({ index }) => index))].filter(
        (index) => params.contractType === undefined && (wanted?.includes(index.toUpperCase()) ?? true),
      );
      const tickers = listed.map((listing) => ticker(listing, exchange));
      return { payload: { tickers: [...tickers, ...indices.map((index) => indexTicker(index, exchange))] } };
    },
    { kinds: { contractType: "list", symbol: "list" } },
  ),

  answering(getTicker, ({ params: { symbol } }, exchange) => {
    const listing = exchange.state.listing(symbol);
    if (listing !== undefined) return { payload: { ticker: ticker(listing, exchange) } };
    const index = exchange.state.listings.find((one) => one.index === symbol.toLowerCase())?.index;
    if (index === undefined) return { error: "notFound", status: 404 };
    return { payload: { ticker: indexTicker(index, exchange) } };
  }),

  answering(getOrderbook, ({ params: { symbol } }, { state, serverTime }) => {
    const listing = state.listing(symbol);
    if (listing === undefined) return { error: "invalidArgument: symbol" };
    const { bids, asks } = state.book(listing.market);
    const side = (levels: typeof bids) =>
      levels.map(({ price, quantity }) => [exactNumber(price), exactNumber(quantity)]);
    return {
      body: { result: "success" as const, serverTime, orderBook: { bids: side(bids), asks: side(asks) } },
    };
  }),

  answering(getHistory, ({ params: { symbol, lastTime } }, { state, clock }) => {
    const listing = state.listing(symbol);
    if (listing === undefined) return { error: "invalidArgument: symbol" };
    const before = lastTime === undefined ? Infinity : Date.parse(lastTime);
    if (Number.isNaN(before)) return { error: "invalidArgument: lastTime" };
    const tape = state.tape(listing.market);
    const now = clock.now();
    const trades = tape.last(MOST_TRADES, Math.min(before, now + 1)).filter(({ at }) => at > now - WEEK);
    return {
      payload: {
        history: trades.map((trade, i) => ({
          time: isoMilliseconds(trade.at),
          trade_id: trades.length - i,
          price: trade.price,
          size: trade.size,
          side: trade.side,
          type: "fill",
          uid: tape.uid(trade),
        })),
      },
    };
  }),
];

function ticker(listing: Listing, exchange: FuturesExchange): MarketTicker {
  const { state, clock } = exchange;
  const { market } = listing;
  const now = clock.now();
  const path = state.path(market);
  const mark = state.mark(market.symbol);
  const { bids, asks } = state.book(market);
  const trades = [...state.tape(market).between(now - DAY, now + 1)];
  const dayAgo = path.at(Math.floor((now - DAY) / MINUTE));
  const hour = Math.floor(now / 3_600_000) * 60;
  const rate = path.fundingRate(hour);
  const [bid] = bids;
  const [ask] = asks;
  const option = listing.option !== undefined;
  return {
    symbol: market.symbol,
    tag: option ? "month" : "perpetual",
    pair: listing.pair,
    markPrice: mark,
    ...(bid !== undefined && { bid: Number(bid.price), bidSize: Number(bid.quantity) }),
    ...(ask !== undefined && { ask: Number(ask.price), askSize: Number(ask.quantity) }),
    ...lastTrade(state.tape(market).last(1, now + 1)[0]),
    ...dayOf(trades),
    openInterest: openInterest(state, market.symbol),
    change24h: round8(((mark - dayAgo) / dayAgo) * 100),
    ...(!option && {
      fundingRate: round8(rate * mark),
      fundingRatePrediction: round8(path.fundingRate(hour + 60) * mark),
      relativeFundingRate: rate,
      relativeFundingRatePrediction: path.fundingRate(hour + 60),
    }),
    ...(option && {
      greeks: {
        iv: 0.55,
        delta: listing.option.type === "call" ? 0.45 : -0.4,
        gamma: null,
        vega: null,
        theta: null,
        rho: null,
      },
    }),
    suspended: false,
    indexPrice: indexPrice(state, listing.index),
    postOnly: false,
  };
}

function lastTrade(trade: PublicTrade | undefined) {
  return trade && { last: trade.price, lastTime: isoMilliseconds(trade.at), lastSize: trade.size };
}

function dayOf(trades: readonly PublicTrade[]) {
  const vol24h = sum(trades.map(({ size }) => size));
  const volumeQuote = sum(trades.map(({ size, price }) => size * price));
  const [first] = trades;
  if (first === undefined) return { vol24h, volumeQuote };
  const prices = trades.map(({ price }) => price);
  return {
    vol24h,
    volumeQuote,
    vwap24h: round8(volumeQuote / vol24h),
    open24h: first.price,
    high24h: Math.max(...prices),
    low24h: Math.min(...prices),
  };
}

/** Others' open interest stands still; the account's own is added. */
function openInterest({ ledger }: FuturesState, symbol: string): number {
  return round8(1_500 + Math.abs(ledger.positions.get(symbol).size));
}

export function indexPrice(state: FuturesState, index: string): number {
  return state.mark(`PF_${index.slice("in_".length).toUpperCase()}`);
}

function indexTicker(index: string, { state, serverTime }: FuturesExchange) {
  return { symbol: index, last: indexPrice(state, index), lastTime: serverTime };
}
