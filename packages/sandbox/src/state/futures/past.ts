import type { Ledger } from "./ledger.ts";
import { plain } from "./number.ts";
import type { OrderFacts, OrderJournal } from "./order-journal.ts";
import type { OwnTrade } from "./own-trades.ts";
import { MINUTE, PAST_MINUTES, type PricePath } from "./price-path.ts";
import { namedUuid } from "./seeded.ts";
import type { Tape } from "./tape.ts";

export interface Past {
  readonly seed: string;
  readonly startMinute: number;
  readonly trades: readonly OwnTrade[];
  readonly paths: ReadonlyMap<string, PricePath>;
  readonly tapes: ReadonlyMap<string, Tape>;
}

/** Lives the account's past: deposits, trades with their orders, hourly funding, and a stop order a day. */
export function livePast(past: Past, ledger: Ledger, journal: OrderJournal): void {
  const { startMinute, trades } = past;
  const first = startMinute - PAST_MINUTES;
  const opened = first * MINUTE;
  ledger.transfer("cash", "usd", "2500", opened, "cross-exchange transfer");
  ledger.transfer("cash", "xbt", "0.5", opened, "cross-exchange transfer");
  ledger.transfer("flex", "usd", "100000", opened, "cross-exchange transfer");
  ledger.transfer("flex", "xbt", "1", opened, "cross-exchange transfer");
  let next = 0;
  for (let hour = Math.ceil(first / 60) * 60; hour <= startMinute; hour += 60) {
    for (; next < trades.length && (trades[next] as OwnTrade).minute < hour; next++) {
      liveTrade(trades[next] as OwnTrade, past, ledger, journal);
    }
    for (const [symbol, path] of past.paths) {
      ledger.fund(symbol, hour * MINUTE, path.fundingRate(hour - 60) * path.at(hour));
    }
    if (hour % 1440 === 0 && hour < startMinute - 60) liveStop(hour, past, journal);
  }
  for (; next < trades.length; next++) liveTrade(trades[next] as OwnTrade, past, ledger, journal);
}

function liveTrade(own: OwnTrade, { seed, tapes, paths }: Past, ledger: Ledger, journal: OrderJournal): void {
  const { symbol, minute, role, side, size } = own;
  const tape = tapes.get(symbol);
  const trade = tape?.at(minute);
  const mark = paths.get(symbol)?.at(minute);
  if (tape === undefined || trade === undefined || mark === undefined) return;
  const { at, price } = trade;
  const placedAt = role === "maker" ? at - 20_000 : at;
  const placed: OrderFacts = {
    id: namedUuid(seed, "order", symbol, minute),
    clientId: null,
    symbol,
    side,
    quantity: plain(size),
    filled: "0",
    price: plain(price),
    type: role === "maker" ? "Post" : "IoC",
    reduceOnly: false,
    placedAt,
    updatedAt: placedAt,
    trigger: undefined,
  };
  const filled = { ...placed, filled: plain(size), updatedAt: at };
  journal.add({ at: placedAt, kind: "placed", order: placed, reason: "new_user_order" });
  journal.add({ at, kind: "filled", old: placed, order: filled, reason: "full_fill" });
  ledger.tradeWithOthers({
    uid: tape.uid(trade),
    orderUid: placed.id,
    clientId: null,
    symbol,
    side,
    size,
    price,
    mark,
    role,
    at,
  });
}

function liveStop(minute: number, { seed, paths }: Past, journal: OrderJournal): void {
  const symbol = "PF_XBTUSD";
  const path = paths.get(symbol);
  if (path === undefined) return;
  const at = minute * MINUTE;
  const order: OrderFacts = {
    id: namedUuid(seed, "stop", symbol, minute),
    clientId: null,
    symbol,
    side: "sell",
    quantity: "0.25",
    filled: "0",
    price: undefined,
    type: "IoC",
    reduceOnly: true,
    placedAt: at,
    updatedAt: at,
    trigger: { price: plain(path.onGrid(path.at(minute) * 0.95)), signal: "MarkPrice", side: "Below" },
  };
  journal.add({ at, kind: "placed", order, reason: "new_user_order" });
  const cancelledAt = at + 1_800_000;
  journal.add({
    at: cancelledAt,
    kind: "cancelled",
    order: { ...order, updatedAt: cancelledAt },
    reason: "cancelled_by_user",
  });
}
