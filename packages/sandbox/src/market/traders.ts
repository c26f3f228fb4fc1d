import type { Timer } from "@x/core";
import type { Engine } from "../engine/engine.ts";
import type { Market } from "../engine/market.ts";
import type { Order, Side } from "../engine/order.ts";
import { type Random, seededRandom } from "../engine/random.ts";
import { lots, quote, take, ticksAway } from "./quotes.ts";

/** How often something happens in each market, in milliseconds. */
const TURN = 250;
/** How many orders rest on each side of a book. */
const ORDERS = 40;
/** How many ticks of the best price they lie within. */
const REACH = 120;
/** A step of the price, in parts of the price: a day of turns moves it by a few percent. */
const STEP = 0.00004;

/** Seeded traders who keep one market moving: its index wanders, makers quote around it, takers take. */
export class Traders {
  readonly #engine: Engine;
  readonly #market: Market;
  readonly #random: Random;
  readonly #resting: Record<Side, Order[]> = { buy: [], sell: [] };
  /** How far, in ticks, the index is from where it started. */
  #drift = 0;
  #timer: Timer | undefined;

  constructor(engine: Engine, market: Market, seed: string) {
    this.#engine = engine;
    this.#market = market;
    this.#random = seededRandom(`${seed} traders ${market.venue} ${market.symbol}`);
    for (let i = 0; i < ORDERS; i++) for (const side of ["buy", "sell"] as const) this.#quote(side);
  }

  /** Takes a turn every quarter of a second from now on. */
  start(): void {
    this.#timer = this.#engine.clock.setTimer(TURN, () => {
      this.turn();
      this.start();
    });
  }

  stop(): void {
    this.#timer?.cancel();
  }

  /** The index moves a little, some quotes move after it, and sometimes somebody takes. */
  turn(): void {
    this.#move();
    for (let i = 0; i < 3; i++) this.#requote(this.#luck() < 0.5 ? "buy" : "sell");
    if (this.#luck() < 0.4) {
      const quantity = lots(this.#market, 1 + Math.floor(this.#luck() ** 3 * 400));
      take(this.#engine, this.#market, this.#luck() < 0.5 ? "buy" : "sell", quantity);
    }
  }

  /** A random walk that is drawn back to where it started, so that prices stay prices for as long as anybody looks. */
  #move(): void {
    const { reference, tick } = this.#market;
    const step = Math.max(1, (Number(reference) * STEP) / Number(tick));
    const luck = this.#luck() + this.#luck() + this.#luck() - 1.5;
    this.#drift = Math.round((this.#drift + luck * 2 * step) * 0.9999);
    const index = ticksAway(this.#market, reference, this.#drift);
    if (index !== undefined) this.#engine.setPrices(this.#market, { mark: index, index });
  }

  /** Lets the oldest quote of a side go, and those that the price has left behind, and quotes anew. */
  #requote(side: Side): void {
    const open = this.#resting[side].filter(({ status }) => status === "open");
    const index = Number(this.#engine.price(this.#market, "index"));
    const reach = REACH * 2 * Number(this.#market.tick);
    const kept = open.slice(open.length >= ORDERS ? 1 : 0);
    const near = kept.filter(({ price }) => Math.abs(Number(price) - index) <= reach);
    const gone = new Set(open);
    for (const order of near) gone.delete(order);
    this.#engine.cancel([...gone], "user");
    this.#resting[side] = near;
    while (this.#resting[side].length < ORDERS) if (!this.#quote(side)) break;
  }

  #quote(side: Side): boolean {
    const index = this.#engine.price(this.#market, "index");
    const away = 1 + Math.floor(this.#luck() ** 2 * REACH);
    const price = ticksAway(this.#market, index, side === "buy" ? -away : away);
    const quantity = lots(this.#market, 1 + Math.floor(this.#luck() ** 2 * 2000));
    const order =
      price === undefined ? undefined : quote(this.#engine, this.#market, { side, price, quantity });
    if (order === undefined) return false;
    this.#resting[side].push(order);
    return true;
  }

  #luck(): number {
    return this.#random() / 2 ** 32;
  }
}
