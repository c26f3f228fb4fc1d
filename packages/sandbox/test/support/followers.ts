import { add, compare } from "../../src/engine/decimal.ts";
import { KeptBook, type KeptLevel, KeptOrders, type OrderEvent } from "./kept-books.ts";
import { parseTexts } from "./wire-text.ts";

/** Something that a connection's frames must add up to. `hear` throws for a frame that does not follow from those before. */
export interface Follower {
  hear(frame: string): void;
}

interface V2Level {
  readonly price: string;
  readonly qty: string;
}

interface V2Order {
  readonly event?: OrderEvent["event"];
  readonly order_id: string;
  readonly limit_price: string;
  readonly order_qty: string;
}

interface V2Frame<Row> {
  readonly channel?: string;
  readonly type?: "snapshot" | "update";
  readonly sequence?: string;
  readonly data?: readonly (Row & { readonly symbol: string; readonly checksum: string })[];
}

type Sides<Row> = { readonly bids: readonly Row[]; readonly asks: readonly Row[] };

/** Books of the channel `book` of WebSocket v2, by symbol; every checksum is verified. */
export class V2Books implements Follower {
  readonly books = new Map<string, KeptBook>();
  verified = 0;
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  hear(frame: string): void {
    const { channel, type, data } = parseTexts(frame) as V2Frame<Sides<V2Level>>;
    if (channel !== "book" || data === undefined) return;
    for (const { symbol, bids, asks, checksum } of data) {
      const book = (type === "update" && this.books.get(symbol)) || new KeptBook(this.#depth);
      this.books.set(symbol, book);
      book.apply({ bids: bids.map(readLevel), asks: asks.map(readLevel) });
      verify(symbol, book, checksum);
      this.verified += 1;
    }
  }
}

/** Books of the channel `level3`. */
export class V2OrderBooks implements Follower {
  readonly books = new Map<string, KeptOrders>();
  verified = 0;
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  hear(frame: string): void {
    const { channel, type, data } = parseTexts(frame) as V2Frame<Sides<V2Order>>;
    if (channel !== "level3" || data === undefined) return;
    for (const { symbol, bids, asks, checksum } of data) {
      const book = (type === "update" && this.books.get(symbol)) || new KeptOrders(this.#depth);
      this.books.set(symbol, book);
      book.apply("bids", bids.map(readOrder));
      book.apply("asks", asks.map(readOrder));
      verify(symbol, book, checksum);
      this.verified += 1;
    }
  }
}

type LegacyLevel = readonly [price: string, volume: string, time: string, again?: "r"];

interface LegacyParts {
  readonly as?: readonly LegacyLevel[];
  readonly bs?: readonly LegacyLevel[];
  readonly a?: readonly LegacyLevel[];
  readonly b?: readonly LegacyLevel[];
  readonly c?: string;
}

/** Books of the legacy channel `book`: a frame has one part or two, and its checksum is in the last. */
export class LegacyBooks implements Follower {
  readonly books = new Map<string, KeptBook>();
  verified = 0;
  readonly #depth: number;

  constructor(depth: number) {
    this.#depth = depth;
  }

  hear(frame: string): void {
    if (!frame.startsWith("[")) return;
    const message = JSON.parse(frame) as unknown[];
    if (message.at(-2) !== `book-${this.#depth}`) return;
    const pair = String(message.at(-1));
    const parts = Object.assign({}, ...message.slice(1, -2)) as LegacyParts;
    const isSnapshot = parts.as !== undefined;
    const book = (!isSnapshot && this.books.get(pair)) || new KeptBook(this.#depth);
    this.books.set(pair, book);
    book.apply({
      bids: (parts.bs ?? parts.b ?? []).map(readLegacy),
      asks: (parts.as ?? parts.a ?? []).map(readLegacy),
    });
    if (isSnapshot) return;
    verify(pair, book, parts.c);
    this.verified += 1;
  }
}

/** The numbers of one channel's messages, which rise by one. */
export class Sequence {
  #latest = 0;

  next(sequence: unknown): void {
    if (Number(sequence) !== this.#latest + 1) throw new Error(`${sequence} after ${this.#latest}`);
    this.#latest += 1;
  }
}

const ENDED = ["filled", "canceled", "expired", "closed"];

/** What `executions` adds up to: the orders that are open, and what each has traded. */
export class V2Executions implements Follower {
  readonly open = new Map<string, string>();
  /** By order: the sum of its trades' quantities. */
  readonly traded = new Map<string, string>();
  readonly #sequence = new Sequence();

  hear(frame: string): void {
    const { channel, data, sequence } = parseTexts(frame) as V2Frame<Readonly<Record<string, string>>>;
    if (channel !== "executions" || data === undefined) return;
    this.#sequence.next(sequence);
    for (const report of data) {
      const { order_id = "", exec_type, order_status = "", cum_qty, last_qty = "0" } = report;
      if (exec_type === "trade") {
        this.traded.set(order_id, sum(this.traded.get(order_id), last_qty));
        const told = this.traded.get(order_id) ?? "0";
        if (compare(told, canonical(cum_qty ?? "0")) !== 0)
          throw new Error(`${order_id}: ${told}, not ${cum_qty}`);
      }
      if (ENDED.includes(order_status)) this.open.delete(order_id);
      else this.open.set(order_id, order_status);
    }
  }
}

/** What `balances` adds up to. */
export class V2Balances implements Follower {
  readonly balances = new Map<string, string>();
  readonly #sequence = new Sequence();

  hear(frame: string): void {
    const { channel, type, data, sequence } = parseTexts(frame) as V2Frame<Readonly<Record<string, string>>>;
    if (channel !== "balances" || data === undefined) return;
    this.#sequence.next(sequence);
    for (const { asset = "", balance = "", amount = "0", fee = "0" } of data) {
      if (type === "update") {
        const expected = sum(this.balances.get(asset), add(amount, negative(fee)));
        if (compare(expected, balance) !== 0) throw new Error(`${asset}: ${balance}, not ${expected}`);
      }
      this.balances.set(asset, balance);
    }
  }
}

/** What the legacy `openOrders` and `ownTrades` add up to. */
export class LegacyOrders implements Follower {
  readonly open = new Map<string, string>();
  readonly traded = new Map<string, string>();
  readonly #sequences = { openOrders: new Sequence(), ownTrades: new Sequence() };

  hear(frame: string): void {
    if (!frame.startsWith("[")) return;
    const [entries, name, detail] = JSON.parse(frame) as [
      Readonly<Record<string, Readonly<Record<string, string>>>>[],
      string,
      { sequence?: number },
    ];
    if (name !== "openOrders" && name !== "ownTrades") return;
    this.#sequences[name].next(detail.sequence);
    for (const entry of entries) {
      for (const [id, change] of Object.entries(entry)) {
        if (name === "ownTrades") {
          const order = change.ordertxid ?? "";
          this.traded.set(order, sum(this.traded.get(order), change.vol ?? "0"));
        } else if (ENDED.includes(change.status ?? "")) this.open.delete(id);
        else if (change.status !== undefined) this.open.set(id, change.status);
        else if (!this.open.has(id)) throw new Error(`${id} changes and is not open`);
      }
    }
  }
}

function readLevel({ price, qty }: V2Level): KeptLevel {
  return { price, quantity: qty };
}

function readOrder({ event = "add", order_id: id, limit_price: price, order_qty: quantity }: V2Order) {
  return { event, id, price, quantity };
}

function readLegacy([price, quantity]: LegacyLevel): KeptLevel {
  return { price, quantity };
}

function verify(name: string, book: KeptBook | KeptOrders, checksum: string | undefined): void {
  if (Number(checksum) !== book.checksum)
    throw new Error(`${name}: checksum ${checksum}, kept ${book.checksum}`);
  if (book.isCrossed) throw new Error(`${name}: crossed`);
}

function sum(before: string | undefined, more: string): string {
  return add(before ?? "0", canonical(more));
}

function negative(text: string): string {
  return text.startsWith("-") ? text.slice(1) : canonical(text) === "0" ? "0" : `-${text}`;
}

/** Without the trailing zeros that the wire has. */
function canonical(text: string): string {
  return text.includes(".") ? text.replace(/0+$/, "").replace(/\.$/, "") : text;
}
