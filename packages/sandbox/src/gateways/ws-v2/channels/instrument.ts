import { type InstrumentMessage, type InstrumentParams, instrument } from "@x/ws-v2";
import type { Market } from "../../../engine/market.ts";
import { type Exact, exactNumber } from "../../exact-json.ts";
import { STATUS_TEXT } from "../../spot/system-status.ts";
import type { Source } from "../../websocket/broadcasts.ts";
import type { V2Channel, V2Ground } from "../channel.ts";

const channel = instrument.name;
const warnings = ["tick_size is deprecated, use price_increment"];

type Data = Exact<InstrumentMessage>["data"];

/** Assets and pairs, then pairs whose state changes. */
export const instrumentChannel: V2Channel = {
  descriptor: instrument,
  open(params: InstrumentParams, ground) {
    const { snapshot = true, execution_venue: venue = "international" } = params;
    return {
      key: channel,
      variant: "",
      acknowledged: { channel, snapshot, warnings },
      ended: { channel },
      start: (listener) =>
        ground.broadcasts.follow(`${channel} ${venue}`, () => source(ground, venue), { snapshot, listener }),
    };
  },
};

/** All pairs trade on the exchange's own venue. */
function source({ exchange: { engine } }: V2Ground, venue: "international" | "bitnomial-exchange"): Source {
  const markets = engine.markets.all().filter((one) => one.venue === "spot" && venue === "international");
  const pair = (market: Market) => printPair(market, STATUS_TEXT[engine.status(market)]);
  const message = (type: "snapshot" | "update", data: Data): Exact<InstrumentMessage> => ({
    channel: "instrument",
    type,
    data,
  });
  return {
    snapshot: () => message("snapshot", { assets: printAssets(markets), pairs: markets.map(pair) }),
    start: (tell) =>
      engine.feed.on("status", ({ market }) => {
        if (markets.includes(market)) tell(message("update", { assets: [], pairs: [pair(market)] }));
      }),
  };
}

function printAssets(markets: readonly Market[]): Data["assets"] {
  const assets = new Map<string, Data["assets"][number]>();
  for (const { base, quote } of markets) {
    for (const [id, precision, precision_display] of [
      [base, 10, 5],
      [quote, 4, 2],
    ] as const) {
      assets.set(id, {
        id,
        status: "enabled",
        precision,
        precision_display,
        borrowable: true,
        collateral_value: exactNumber("1.0"),
        class: "currency",
        margin_rate: exactNumber("0.010000"),
      });
    }
  }
  return [...assets.values()];
}

function printPair(market: Market, status: string): Data["pairs"][number] {
  return {
    symbol: market.symbol,
    base: market.base,
    quote: market.quote,
    status,
    qty_precision: market.quantityDecimals,
    qty_increment: exactNumber(market.lot),
    price_precision: market.priceDecimals,
    cost_precision: 5,
    ws_display_price_precision: market.priceDecimals,
    marginable: true,
    has_index: true,
    cost_min: exactNumber(market.costMinimum),
    margin_initial: exactNumber("0.20"),
    position_limit_long: 250,
    position_limit_short: 200,
    tick_size: exactNumber(market.tick),
    price_increment: exactNumber(market.tick),
    qty_min: exactNumber(market.minimum),
  };
}
