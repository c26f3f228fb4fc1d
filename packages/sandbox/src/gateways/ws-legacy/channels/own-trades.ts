import { type OwnTrade, type OwnTradesMessage, type OwnTradesParams, ownTrades } from "@x/ws-legacy";
import { add, type Decimal, divide, isPositive } from "../../../engine/decimal.ts";
import type { Engine } from "../../../engine/engine.ts";
import type { Fill } from "../../../engine/event.ts";
import type { OrderType } from "../../../engine/order.ts";
import { epochSeconds } from "../../time.ts";
import type { LegacyChannel } from "../channel.ts";
import { PRICE_DECIMALS, printPrice, printQuantity } from "../numbers.ts";

const channelName = ownTrades.name as "ownTrades";
/** How many of the latest trades a snapshot holds. */
const LATEST = 50;

/** Fills that are told as one: one, or all that an order took at once. */
type Taken = readonly [Fill, ...Fill[]];

/** The account's latest trades, the newest first, then every new one. */
export const ownTradesChannel: LegacyChannel = {
  descriptor: ownTrades,
  open(params: OwnTradesParams, { exchange: { engine } }, _market, session) {
    if (session === undefined) throw new Error(`${channelName}: opened without a session`);
    const { account } = session;
    const consolidate = params.consolidate_taker ?? true;
    return {
      channelName,
      options: {},
      start(send) {
        let sequence = 0;
        const push = (trades: readonly Taken[], named: boolean) => {
          sequence += 1;
          const data = trades.map((taken) => ({ [taken[0].id]: print(taken, named) }));
          const message: OwnTradesMessage = [data, channelName, { sequence }];
          send(JSON.stringify(message));
        };
        if (params.snapshot ?? true) push(latest(engine, account, consolidate), false);
        return followFills(engine, account, consolidate, (taken) => push([taken], true));
      },
    };
  },
};

/** What an order takes is together once the book is told, which changes with every trade. */
function followFills(
  { feed }: Engine,
  account: string,
  consolidate: boolean,
  tell: (taken: Taken) => void,
): () => void {
  let held: Fill[] = [];
  const stops = [
    feed.on("order", (event) => {
      if (event.kind !== "filled" || !isOwn(event.fill, account)) return;
      if (consolidate && event.fill.role === "taker") held.push(event.fill);
      else tell([event.fill]);
    }),
    feed.on("book", () => {
      const fills = held;
      held = [];
      for (const taken of together(fills)) tell(taken);
    }),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}

function isOwn({ order }: Fill, account: string): boolean {
  return order.account === account && order.market.venue === "spot";
}

function latest(engine: Engine, account: string, consolidate: boolean): Taken[] {
  const own = engine.fills(account).filter((fill) => isOwn(fill, account));
  const trades = consolidate ? together(own) : own.map((fill): Taken => [fill]);
  return trades.slice(-LATEST).reverse();
}

/** Neighbours that the same order took at the same time. */
function together(fills: readonly Fill[]): Taken[] {
  const found: [Fill, ...Fill[]][] = [];
  for (const fill of fills) {
    const last = found.at(-1);
    const first = last?.[0];
    const same = first?.order === fill.order && first.trade.at === fill.trade.at;
    if (same && fill.role === "taker" && first.role === "taker") last?.push(fill);
    else found.push([fill]);
  }
  return found;
}

function print(taken: Taken, named: boolean): OwnTrade {
  const [{ order, trade }] = taken;
  const { market, clientId, userref } = order;
  const volume = sum(taken, (fill) => fill.trade.quantity);
  const cost = sum(taken, (fill) => fill.cost);
  return {
    cost: printPrice(cost),
    fee: printPrice(sum(taken, (fill) => fill.feeWorth)),
    margin: printPrice(order.margin ? divide(cost, "5", PRICE_DECIMALS) : "0"),
    ordertxid: order.id,
    ordertype: order.type satisfies OrderType,
    pair: market.legacySymbol,
    postxid: `T${order.id.slice(1)}`,
    price: printPrice(isPositive(volume) ? divide(cost, volume, PRICE_DECIMALS) : trade.price),
    time: epochSeconds(trade.at),
    type: order.side,
    vol: printQuantity(market, volume),
    ...(order.margin && { margin_borrow: true }),
    ...(named && clientId !== undefined && { cl_ord_id: clientId }),
    ...(named && userref !== undefined && { userref }),
  };
}

function sum(taken: Taken, of: (fill: Fill) => Decimal): Decimal {
  return taken.reduce((total, fill) => add(total, of(fill)), "0");
}
