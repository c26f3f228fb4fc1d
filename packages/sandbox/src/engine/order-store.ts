import type { Venue } from "./market.ts";
import type { Order } from "./order.ts";

/** Which of an account's open orders are meant. */
export interface Scope {
  readonly account: string;
  readonly venue: Venue;
  /** The market's own symbol. */
  readonly symbol?: string | undefined;
  readonly session?: string | undefined;
}

/** How many orders that have ended can still be looked up. */
const REMEMBERED = 10_000;

/** The open orders, found by every name an order has, and the latest of those that have ended, by id. */
export class OrderStore {
  readonly #open = new Map<string, Order>();
  readonly #ended = new Map<string, Order>();
  /** Ids of those that have ended, the next to be forgotten where the next is to be written. */
  readonly #endedIds: string[] = [];
  #nextEnded = 0;
  readonly #byOwner = new Map<string, Set<Order>>();
  readonly #byClientId = new Map<string, Order>();
  readonly #byUserref = new Map<string, Set<Order>>();

  add(order: Order): void {
    this.#open.set(order.id, order);
    collect(this.#byOwner, ownerKey(order.account, order.market.venue), order);
    this.#name(order);
    if (order.userref !== undefined)
      collect(this.#byUserref, userrefKey(order.account, order.userref), order);
  }

  remove(order: Order): void {
    this.#open.delete(order.id);
    this.#remember(order);
    discard(this.#byOwner, ownerKey(order.account, order.market.venue), order);
    this.#forgetName(order);
    if (order.userref !== undefined)
      discard(this.#byUserref, userrefKey(order.account, order.userref), order);
  }

  /** Lets an open order go by another id of its owner, which must be free. */
  rename(order: Order, clientId: string): void {
    this.#forgetName(order);
    order.clientId = clientId;
    this.#name(order);
  }

  #name(order: Order): void {
    const { account, market, clientId } = order;
    if (clientId !== undefined) this.#byClientId.set(clientKey(account, market.venue, clientId), order);
  }

  #forgetName({ account, market, clientId }: Order): void {
    if (clientId !== undefined) this.#byClientId.delete(clientKey(account, market.venue, clientId));
  }

  // A map's first key is slow to find once many before it are deleted; a ring knows it.
  #remember(order: Order): void {
    const forgotten = this.#endedIds[this.#nextEnded];
    if (forgotten !== undefined) this.#ended.delete(forgotten);
    this.#endedIds[this.#nextEnded] = order.id;
    this.#nextEnded = (this.#nextEnded + 1) % REMEMBERED;
    this.#ended.set(order.id, order);
  }

  /** How many orders of an account are open. */
  count(account: string): number {
    const on = (venue: Venue) => this.#byOwner.get(ownerKey(account, venue))?.size ?? 0;
    return on("spot") + on("futures");
  }

  /** Oldest first. */
  list({ account, venue, symbol, session }: Scope): Order[] {
    const found: Order[] = [];
    for (const order of this.#byOwner.get(ownerKey(account, venue)) ?? []) {
      if (symbol !== undefined && order.market.symbol !== symbol) continue;
      if (session !== undefined && order.session !== session) continue;
      found.push(order);
    }
    return found;
  }

  byId(account: string, id: string): Order | undefined {
    const order = this.#open.get(id);
    return order?.account === account ? order : undefined;
  }

  /** An order that has ended, as long as it is remembered. */
  endedById(account: string, id: string): Order | undefined {
    const order = this.#ended.get(id);
    return order?.account === account ? order : undefined;
  }

  byClientId(account: string, venue: Venue, clientId: string): Order | undefined {
    return this.#byClientId.get(clientKey(account, venue, clientId));
  }

  byUserref(account: string, userref: number): Order[] {
    return [...(this.#byUserref.get(userrefKey(account, userref)) ?? [])];
  }
}

function ownerKey(account: string, venue: Venue): string {
  return `${venue} ${account}`;
}

/** Kraken keeps a spot client id as 128 bits, so both spellings of a UUID and both cases are one id. */
function clientKey(account: string, venue: Venue, clientId: string): string {
  const undashed = clientId.replaceAll("-", "").toLowerCase();
  const same = venue === "spot" && /^[0-9a-f]{32}$/.test(undashed) ? undashed : clientId;
  return `${venue} ${account} ${same}`;
}

function userrefKey(account: string, userref: number): string {
  return `${account} ${userref}`;
}

function collect(index: Map<string, Set<Order>>, key: string, order: Order): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, new Set([order]));
  else known.add(order);
}

function discard(index: Map<string, Set<Order>>, key: string, order: Order): void {
  const known = index.get(key);
  known?.delete(order);
  if (known?.size === 0) index.delete(key);
}
