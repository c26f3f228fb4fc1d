import type { TradeView } from "./admin/events.ts";
import type { BookView, SandboxView } from "./admin/snapshot.ts";
import { orderText, timeOf } from "./cli-text.ts";

/** What a terminal shows: the state, which market is looked at, and the latest trades of all, latest first. */
export interface LiveState {
  readonly view: SandboxView;
  /** Counts through the markets. */
  readonly market: number;
  readonly trades: readonly TradeView[];
}

export interface LiveSize {
  readonly columns: number;
  readonly rows: number;
}

/** Paints a piece of text. */
export type Paint = (style: "bold" | "dim" | "red" | "green", text: string) => string;

/** Rows that are always there: title, market, heads, spaces and keys. */
const FIXED_ROWS = 9;
const MOST_LEVELS = 8;

/** The live view as lines of a terminal, no more and no longer than it has room for. */
export function renderLive(
  { view, market, trades }: LiveState,
  { columns, rows }: LiveSize,
  paint: Paint = (_style, text) => text,
): string[] {
  const book = view.books[market % view.books.length];
  const free = Math.max(0, rows - FIXED_ROWS);
  const levels = Math.min(MOST_LEVELS, Math.ceil(free / 3));
  const lists = share(free - levels, [view.orders.length, view.sessions.length, trades.length]);
  const cut = (line: string) => (line.length > columns ? `${line.slice(0, columns - 1)}…` : line);
  const lines: (readonly [line: string, style?: Parameters<Paint>[0]])[] = [
    [headline(view), "bold"],
    [""],
    ...(book === undefined ? [] : bookLines(book, levels, Math.min(columns, 80))),
    [""],
    [`open orders ${view.orders.length}`, "bold"],
    ...list(
      view.orders,
      lists[0],
      (order) => `  ${order.venue} ${order.symbol} ${orderText(order)} ${order.id}`,
    ),
    [`sessions ${view.sessions.length}`, "bold"],
    ...list(view.sessions, lists[1], (one) => `  ${one.interface} ${one.name} since ${timeOf(one.since)}`),
    ["trades", "bold"],
    ...list(
      trades,
      lists[2],
      (one) => `  ${timeOf(one.at)} ${one.symbol} ${one.side} ${one.quantity} @ ${one.price}`,
    ),
    [keys(view), "dim"],
  ];
  return lines
    .slice(0, rows)
    .map(([line, style]) => (style === undefined ? cut(line) : paint(style, cut(line))));
}

function headline({ clock, counts, faults }: SandboxView): string {
  const held = clock.held ? " (held)" : "";
  const waiting = faults.reduce((sum, { left }) => sum + left, 0);
  const broken = waiting === 0 ? "" : `   ${waiting} faults waiting`;
  return `${new Date(clock.now).toISOString()}${held}   ${counts.open} open, ${counts.ended} ended${broken}`;
}

function bookLines(
  book: BookView,
  levels: number,
  width: number,
): (readonly [string, Parameters<Paint>[0]?])[] {
  const { venue, symbol, status, mark, index, last } = book;
  const half = Math.floor((width - 3) / 2);
  const rows: (readonly [string])[] = [];
  for (let i = 0; i < levels; i++) {
    const [bid, ask] = [book.bids[i], book.asks[i]];
    const left = bid === undefined ? "" : `${bid.quantity.padStart(half - 14)}  ${bid.price.padStart(12)}`;
    const right = ask === undefined ? "" : `${ask.price.padEnd(12)}  ${ask.quantity}`;
    rows.push([`${left.padStart(half)} | ${right}`.trimEnd()]);
  }
  return [
    [`${symbol} ${venue} ${status}   last ${last?.price ?? "none"}   mark ${mark}   index ${index}`, "bold"],
    [`${"bids".padStart(half)} | asks`, "dim"],
    ...rows,
  ];
}

function keys({ clock }: SandboxView): string {
  const time = clock.controllable
    ? `space ${clock.held ? "lets" : "holds"} the clock${clock.held ? " go" : ""}  m one minute on  `
    : "";
  return `n next market  ${time}q quit`;
}

function list<Item>(
  items: readonly Item[],
  room: number,
  line: (item: Item) => string,
): (readonly [string, Parameters<Paint>[0]?])[] {
  if (items.length <= room) return items.map((item) => [line(item)]);
  if (room <= 0) return [];
  const shown = items.slice(0, room - 1).map((item) => [line(item)] as const);
  return [...shown, [`  and ${items.length - shown.length} more`, "dim"]];
}

/** Shares out rows: in turn, one each, to whoever has something left to show. */
function share(rows: number, wanted: readonly [number, number, number]): [number, number, number] {
  const given: [number, number, number] = [0, 0, 0];
  for (let left = rows; left > 0; ) {
    const before = left;
    for (const i of [0, 1, 2] as const) {
      if (left > 0 && given[i] < wanted[i]) {
        given[i] += 1;
        left -= 1;
      }
    }
    if (left === before) break;
  }
  return given;
}
