import type { Timer } from "@x/core";
import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import { toMoney } from "../../engine/money.ts";
import { runAt } from "../../engine/schedule.ts";
import { fromUnits, power } from "../../engine/units.ts";
import { type FuturesClearing, INSURANCE } from "./futures-clearing.ts";
import type { Ledger } from "./ledger.ts";
import { plain, round8 } from "./number.ts";
import { MINUTE, type PricePath } from "./price-path.ts";

const HOUR = 60 * MINUTE;

export interface FundingGrounds {
  readonly engine: Engine;
  /** The account whose books these are; the others have none. */
  readonly account: string;
  readonly clearing: FuturesClearing;
  readonly ledger: Ledger;
  /** The perpetual markets. */
  readonly markets: readonly Market[];
  path(market: Market): PricePath;
  /** An hour has been settled. */
  settled(): void;
}

/**
 * Settles funding at every full hour: whoever is long pays whoever is short the rate of the hour that is over, or the other
 * way round if it is negative.
 */
export class Funding {
  readonly #grounds: FundingGrounds;
  #next: number;
  #timer: Timer | undefined;

  constructor(grounds: FundingGrounds) {
    this.#grounds = grounds;
    this.#next = (Math.floor(grounds.engine.clock.now() / HOUR) + 1) * HOUR;
    this.#wait();
  }

  stop(): void {
    this.#timer?.cancel();
  }

  #wait(): void {
    const { clock } = this.#grounds.engine;
    this.#timer = runAt(clock, this.#next, () => {
      for (; this.#next <= clock.now(); this.#next += HOUR) {
        for (const market of this.#grounds.markets) this.#settle(market, this.#next);
        this.#grounds.settled();
      }
      this.#wait();
    });
  }

  #settle(market: Market, at: number): void {
    const { account, clearing, ledger, engine } = this.#grounds;
    const path = this.#grounds.path(market);
    const minute = at / MINUTE;
    const rate = round8(path.fundingRate(minute - 60) * path.at(minute));
    const paid = ledger.fund(market.symbol, at, rate);
    // What rounding leaves goes to the fund, so that nothing comes from nowhere.
    let rest = toMoney(plain(paid));
    for (const other of clearing.positions.accounts()) {
      if (other === account) continue;
      const { size } = clearing.positions.get(other, market);
      const amount = (-size * toMoney(plain(rate))) / power(market.quantityDecimals);
      clearing.credit(other, amount);
      rest += amount;
    }
    clearing.credit(INSURANCE, -rest);
    engine.feed.emit("funding", {
      market,
      at,
      rate: plain(rate),
      size: this.#size(market),
      paid: plain(paid),
    });
  }

  #size(market: Market): string {
    const { account, clearing } = this.#grounds;
    return fromUnits(clearing.positions.get(account, market).size, market.quantityDecimals);
  }
}
