import type { Engine } from "../../engine/engine.ts";
import { toMoney } from "../../engine/money.ts";
import { type FuturesClearing, INSURANCE } from "./futures-clearing.ts";
import type { Ledger } from "./ledger.ts";
import type { Margin } from "./margin.ts";
import { plain } from "./number.ts";
import type { Position } from "./positions.ts";

/** Marks the orders that close what an account can no longer hold. */
export const LIQUIDATION = "liquidation";

export interface LiquidatorGrounds {
  readonly engine: Engine;
  readonly account: string;
  readonly masterUid: string;
  readonly margin: Margin;
  readonly ledger: Ledger;
  readonly clearing: FuturesClearing;
  mark(symbol: string): number;
  uid(...name: readonly (string | number)[]): string;
}

/**
 * Closes all positions of the account when what it has is worth less than its maintenance margin: its orders are
 * cancelled, its positions go to the market, what nobody there takes is assigned to others at the mark price, and the
 * insurance fund pays what is owed beyond the account's balances.
 */
export class Liquidator {
  readonly #grounds: LiquidatorGrounds;
  #busy = false;

  constructor(grounds: LiquidatorGrounds) {
    this.#grounds = grounds;
  }

  /** Looks whether it has come to that. To be called when prices have moved or funding was paid. */
  check(): void {
    if (this.#busy || this.#isSafe()) return;
    this.#busy = true;
    try {
      this.#liquidate();
    } finally {
      this.#busy = false;
    }
  }

  #isSafe(): boolean {
    const { ledger, margin, masterUid } = this.#grounds;
    if (ledger.positions.open().length === 0) return true;
    const { balanceValue, pnl, maintenanceMargin } = margin.summary(masterUid);
    return balanceValue + pnl >= maintenanceMargin;
  }

  #liquidate(): void {
    const { engine, account, ledger } = this.#grounds;
    const positions = ledger.positions.open();
    engine.cancelAll({ account, venue: "futures" }, "liquidated");
    for (const { symbol, size } of positions) {
      engine.place({
        ...{ account, venue: "futures", symbol, side: size > 0 ? "sell" : "buy", type: "market" },
        ...{ quantity: plain(Math.abs(size)), reduceOnly: true, timeInForce: "ioc", label: LIQUIDATION },
      });
    }
    for (const left of ledger.positions.open()) this.#assign(left);
    this.#cover();
    const at = engine.clock.now();
    engine.feed.emit("liquidation", {
      account,
      at,
      positions: positions.map(({ symbol, size }) => ({ symbol, size: plain(size) })),
    });
  }

  #assign({ symbol, size }: Position & { readonly symbol: string }): void {
    const { engine, ledger, mark, uid } = this.#grounds;
    const at = engine.clock.now();
    ledger.tradeWithOthers({
      uid: uid("assignment", symbol, at, ledger.executions.end),
      orderUid: uid("assignment order", symbol, at, ledger.executions.end),
      clientId: null,
      symbol,
      side: size > 0 ? "sell" : "buy",
      size: Math.abs(size),
      price: mark(symbol),
      mark: mark(symbol),
      role: "taker",
      cause: "assignment",
      at,
    });
  }

  #cover(): void {
    const { engine, ledger, margin, masterUid, clearing } = this.#grounds;
    const owed = -margin.summary(masterUid).balanceValue;
    if (owed <= 0) return;
    ledger.cover(owed, engine.clock.now());
    clearing.credit(INSURANCE, -toMoney(plain(owed)));
  }
}
