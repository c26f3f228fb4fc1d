import {
  getPublicExecutionEvents,
  getPublicOrderEvents,
  getPublicPriceEvents,
  type HistoricalOrderSanitized,
} from "@x/futures-rest";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import type { Listing } from "../../state/futures/listing.ts";
import { plain } from "../../state/futures/number.ts";
import { MINUTE } from "../../state/futures/price-path.ts";
import type { PublicTrade } from "../../state/futures/tape.ts";
import { eventPage, type Numbered, PAGE_KINDS } from "./event-page.ts";
import { answering } from "./handler.ts";
import { BAD_TOKEN } from "./history-orders.ts";

const NO_MARKET = { error: "notFound", status: 404 } as const;
const any = () => true;

/** The market's past by trade: its executions, the orders that led to them, and its mark price. */
export const marketHistoryHandlers = [
  answering(
    getPublicExecutionEvents,
    ({ params }, { state }) => {
      const listing = state.listing(params.tradeable);
      if (listing === undefined) return NO_MARKET;
      const tape = state.tape(listing.market);
      const page = eventPage(tape.numbered, params, any);
      if (page === undefined) return BAD_TOKEN;
      return {
        body: publicPage(
          page.found.map((trade) => execution(trade, listing, state)),
          page.token,
        ),
      };
    },
    { kinds: PAGE_KINDS },
  ),

  answering(
    getPublicOrderEvents,
    ({ params }, { state }) => {
      const listing = state.listing(params.tradeable);
      if (listing === undefined) return NO_MARKET;
      const page = eventPage(state.tape(listing.market).numbered, params, any);
      if (page === undefined) return BAD_TOKEN;
      const elements = page.found.map((trade) => {
        const { uid, order } = sides(trade, listing, state).taker;
        return {
          uid: state.uid("order event", uid),
          timestamp: trade.at,
          event: { OrderPlaced: { order, reason: "new_user_order", reducedQuantity: "" } },
        };
      });
      return { body: publicPage(elements, page.token) };
    },
    { kinds: PAGE_KINDS },
  ),

  answering(
    getPublicPriceEvents,
    ({ params }, { state }) => {
      const listing = state.listing(params.tradeable);
      if (listing === undefined) return NO_MARKET;
      const page = eventPage(prices(state, listing), params, any);
      if (page === undefined) return BAD_TOKEN;
      const elements = page.found.map(({ at, price }) => ({
        uid: "",
        timestamp: at,
        event: { MarkPriceChanged: { price: plain(price) } },
      }));
      return { body: publicPage(elements, page.token) };
    },
    { kinds: PAGE_KINDS },
  ),
];

function publicPage<Element>(elements: Element[], continuationToken: string | undefined) {
  return { len: elements.length, elements, ...(continuationToken !== undefined && { continuationToken }) };
}

/** Mark prices by the minute, as far as they are known. */
function prices(
  state: FuturesState,
  { market }: Listing,
): Numbered<{ readonly at: number; readonly price: number }> {
  const { firstMinute } = state.tape(market);
  const path = state.path(market);
  const get = (minute: number) => ({ at: minute * MINUTE, price: path.at(minute) });
  return { first: firstMinute, end: path.lastMinute + 1, get };
}

function execution(trade: PublicTrade, listing: Listing, state: FuturesState) {
  const { maker, taker } = sides(trade, listing, state);
  const uid = state.tape(listing.market).uid(trade);
  return {
    uid: state.uid("public execution", uid),
    timestamp: trade.at,
    event: {
      Execution: {
        execution: {
          uid,
          makerOrder: maker.order,
          takerOrder: taker.order,
          timestamp: trade.at,
          quantity: plain(trade.size),
          price: plain(trade.price),
          markPrice: plain(state.path(listing.market).at(trade.minute)),
          limitFilled: true,
          usdValue: plain(trade.size * trade.price),
        },
        takerReducedQuantity: "",
      },
    },
  };
}

/** The two orders of a trade; the account's own has the id its private history shows. */
function sides(trade: PublicTrade, { market }: Listing, state: FuturesState) {
  const { minute, at, side, own, size, price, live } = trade;
  const order = (role: "maker" | "taker") => {
    const mine = own?.role === role;
    const seeded = mine ? state.uid("order", market.symbol, minute) : state.uid(role, market.symbol, minute);
    const uid = live === undefined ? seeded : role === "maker" ? live.makerId : live.takerId;
    const buys = (side === "buy") === (role === "taker");
    const placedAt = role === "maker" ? at - 20_000 : at;
    const shown: HistoricalOrderSanitized = {
      uid,
      tradeable: market.symbol,
      direction: buys ? "Buy" : "Sell",
      quantity: plain(size),
      timestamp: placedAt,
      limitPrice: plain(price),
      orderType: role === "maker" ? "Post" : "IoC",
      reduceOnly: false,
      lastUpdateTimestamp: placedAt,
    };
    return { uid, order: shown };
  };
  return { maker: order("maker"), taker: order("taker") };
}
