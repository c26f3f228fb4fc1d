import type { Timer } from "@x/core";
import { add, parseDecimal } from "../engine/decimal.ts";
import type { Engine } from "../engine/engine.ts";
import type { Market } from "../engine/market.ts";
import type { Order } from "../engine/order.ts";
import { runAt } from "../engine/schedule.ts";
import { quote, take } from "./quotes.ts";
import type { TapeBook, TapeEvent } from "./settings.ts";

/**
 * Plays a tape: levels are others' orders of that size, trades are others' market orders up to the tape's price. The
 * account's own orders take part, so what follows may differ from what was recorded.
 */
export class TapePlayer {
  readonly #engine: Engine;
  readonly #tape: readonly TapeEvent[];
  readonly #levels = new Map<string, Order>();
  readonly #start: number;
  #next = 0;
  #timer: Timer | undefined;

  /**
   * @throws RangeError for an event of an unknown market and for prices and quantities that are no decimal numbers; the
   * message names the event.
   */
  constructor(engine: Engine, tape: readonly TapeEvent[]) {
    this.#engine = engine;
    this.#tape = tape;
    this.#start = engine.clock.now();
    tape.forEach((event, i) => {
      if (engine.markets.find(event.venue, event.symbol) === undefined) {
        throw new RangeError(`tape/${i}/symbol: no ${event.venue} market ${JSON.stringify(event.symbol)}`);
      }
      for (const name of ["price", "quantity"] as const) {
        if (parseDecimal(event[name]) === undefined) {
          throw new RangeError(`tape/${i}/${name}: no decimal number, ${JSON.stringify(event[name])}`);
        }
      }
    });
  }

  /** Plays what is due, and the rest when its time comes. */
  start(): void {
    const now = this.#engine.clock.now();
    for (;;) {
      const event = this.#tape[this.#next];
      if (event === undefined) return;
      if (this.#start + event.after > now) {
        this.#timer = runAt(this.#engine.clock, this.#start + event.after, () => this.start());
        return;
      }
      this.#next += 1;
      this.#play(event);
    }
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #play(event: TapeEvent): void {
    const market = this.#engine.markets.find(event.venue, event.symbol) as Market;
    const price = parseDecimal(event.price) ?? "0";
    const quantity = parseDecimal(event.quantity) ?? "0";
    if (event.kind === "book") this.#level(market, event, price, quantity);
    else {
      this.#engine.setPrices(market, { mark: price, index: price });
      take(this.#engine, market, event.side, quantity, price);
    }
  }

  #level(market: Market, { venue, symbol, side }: TapeBook, price: string, quantity: string): void {
    const key = `${venue} ${symbol} ${side} ${price}`;
    const standing = this.#levels.get(key);
    const open = standing?.status === "open" ? standing : undefined;
    if (open !== undefined && quantity !== "0") {
      const edited = this.#engine.edit(open, { quantity: add(open.filled, quantity) }, "amended");
      if (edited.refusal === undefined) return;
    }
    if (open !== undefined) this.#engine.cancel([open], "user");
    this.#levels.delete(key);
    if (quantity === "0") return;
    const placed = quote(this.#engine, market, { side, price, quantity });
    if (placed !== undefined) this.#levels.set(key, placed);
  }
}
