import { type Candlestick, candles, resolutions, symbols, tickTypes } from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { Listing } from "../../state/futures/listing.ts";
import { sum } from "../../state/futures/number.ts";
import { MINUTE } from "../../state/futures/price-path.ts";
import { answering } from "./handler.ts";

const TICK_TYPES = ["mark", "spot", "trade"];
const MINUTES: Readonly<Record<string, number>> = {
  "1m": 1,
  "5m": 5,
  "15m": 15,
  "30m": 30,
  "1h": 60,
  "4h": 240,
  "12h": 720,
  "1d": 1440,
  "1w": 10080,
};
const MOST = 2000;
const NO_MARKET = { error: "notFound", status: 404 } as const;

export const chartHandlers = [
  answering(tickTypes, () => ({ body: [...TICK_TYPES] })),

  answering(symbols, (_request, { state }) => ({ body: state.listings.map(({ market }) => market.symbol) })),

  answering(resolutions, ({ params: { symbol } }, { state }) =>
    state.listing(symbol) === undefined ? NO_MARKET : { body: Object.keys(MINUTES) },
  ),

  answering(
    candles,
    ({ params }, { state, clock }) => {
      const listing = state.listing(params.symbol);
      if (listing === undefined) return NO_MARKET;
      const minutes = MINUTES[params.resolution] ?? 1;
      const from = Math.max(state.tape(listing.market).firstMinute, Math.ceil((params.from ?? 0) / 60));
      const now = clock.now() / MINUTE;
      const to = Math.min(now, (params.to ?? Infinity) / 60);
      const first = Math.ceil(from / minutes) * minutes;
      const fitting = to < first ? 0 : Math.floor((to - first) / minutes) + 1;
      const count = Math.min(fitting, params.count ?? MOST, MOST);
      const found = Array.from({ length: count }, (_, i) =>
        candle(first + i * minutes, minutes, { state, listing, now, tick: params.tick_type }),
      );
      return { body: { candles: found, more_candles: count < fitting } };
    },
    { kinds: { from: "number", to: "number", count: "number" } },
  ),
];

interface Series {
  readonly state: FuturesState;
  readonly listing: Listing;
  readonly now: number;
  readonly tick: string;
}

/** Opens at the first price of its time and closes at the last; a longer candle covers exactly the shorter ones in it. */
function candle(start: number, minutes: number, series: Series): Candlestick {
  const { state, listing, now, tick } = series;
  const price = pricesOf(series);
  const end = Math.min(start + minutes - 1, Math.floor(now));
  const prices: number[] = [];
  for (let minute = start; minute <= end; minute++) prices.push(...price(minute));
  const text = (value: number) => value.toFixed(listing.market.priceDecimals);
  const trades =
    tick === "trade" ? state.tape(listing.market).between(start * MINUTE, (end + 1) * MINUTE) : [];
  return {
    time: start * MINUTE,
    open: text(prices[0] ?? 0),
    high: text(prices.reduce((a, b) => Math.max(a, b), -Infinity)),
    low: text(prices.reduce((a, b) => Math.min(a, b), Infinity)),
    close: text(prices.at(-1) ?? 0),
    volume: sum([...trades].map(({ size }) => size)).toFixed(8),
  };
}

/** The prices of a minute, oldest first; where nothing traded, the last price holds on. */
function pricesOf({ state, listing, tick }: Series): (minute: number) => number[] {
  const tape = state.tape(listing.market);
  if (tick === "trade") return (minute) => tape.prices(minute);
  const spot = state.listing(`PF_${listing.index.slice("in_".length)}`) ?? listing;
  const path = state.path(tick === "spot" ? spot.market : listing.market);
  return (minute) => [path.at(minute)];
}
