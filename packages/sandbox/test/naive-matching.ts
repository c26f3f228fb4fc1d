/**
 * Matching as one would write it down first: one list of resting orders, sorted anew for every order that comes, whole
 * numbers. Slow, and nothing like the engine's book.
 */
export interface NaiveOrder {
  readonly id: number;
  readonly account: string;
  readonly side: "buy" | "sell";
  /** None: a market order. */
  readonly price: number | undefined;
  readonly quantity: number;
  readonly display?: number | undefined;
  readonly timeInForce: "gtc" | "ioc" | "fok";
  readonly postOnly: boolean;
  readonly prevention: "cancel-newest" | "cancel-oldest" | "cancel-both";
}

interface Waiting extends NaiveOrder {
  left: number;
  shown: number;
  turn: number;
}

export interface NaiveTrade {
  readonly maker: number;
  readonly taker: number;
  readonly price: number;
  readonly quantity: number;
}

export class NaiveBook {
  #waiting: Waiting[] = [];
  #turn = 0;

  /** What is on one side, first to trade first. */
  side(side: "buy" | "sell"): { readonly id: number; readonly price: number; readonly shown: number }[] {
    return this.#sorted(side).map(({ id, price = 0, shown }) => ({ id, price, shown }));
  }

  cancel(id: number): void {
    this.#waiting = this.#waiting.filter((one) => one.id !== id);
  }

  /** The trades of an order that comes in, or that it was refused. */
  place(order: NaiveOrder): NaiveTrade[] | "refused" {
    const other = order.side === "buy" ? "sell" : "buy";
    const reachable = () => this.#sorted(other).filter((one) => reaches(order, one.price ?? 0));
    if (order.postOnly && reachable().length > 0) return "refused";
    if (order.timeInForce === "fok" && !this.#fills(order, reachable())) return [];
    const trades: NaiveTrade[] = [];
    let left = order.quantity;
    while (left > 0) {
      const best = reachable()[0];
      if (best === undefined) break;
      if (best.account === order.account) {
        if (order.prevention !== "cancel-newest") this.cancel(best.id);
        if (order.prevention !== "cancel-oldest") return trades;
        continue;
      }
      const quantity = Math.min(left, best.shown);
      trades.push({ maker: best.id, taker: order.id, price: best.price ?? 0, quantity });
      left -= quantity;
      best.left -= quantity;
      best.shown -= quantity;
      if (best.left === 0) this.cancel(best.id);
      else if (best.shown === 0) {
        best.shown = Math.min(best.display ?? best.left, best.left);
        best.turn = this.#turn++;
      }
    }
    if (left > 0 && order.price !== undefined && order.timeInForce === "gtc") {
      const shown = Math.min(order.display ?? left, left);
      this.#waiting.push({ ...order, left, shown, turn: this.#turn++ });
    }
    return trades;
  }

  #fills(order: NaiveOrder, reachable: readonly Waiting[]): boolean {
    let left = order.quantity;
    for (const one of reachable) {
      if (one.account === order.account) {
        if (order.prevention === "cancel-oldest") continue;
        return false;
      }
      left -= one.left;
      if (left <= 0) return true;
    }
    return false;
  }

  #sorted(side: "buy" | "sell"): Waiting[] {
    const sign = side === "buy" ? -1 : 1;
    return this.#waiting
      .filter((one) => one.side === side)
      .sort((a, b) => sign * ((a.price ?? 0) - (b.price ?? 0)) || a.turn - b.turn);
  }
}

function reaches({ side, price: limit }: NaiveOrder, price: number): boolean {
  return limit === undefined || (side === "buy" ? limit >= price : limit <= price);
}
