import type { AccountLogEntry } from "@x/futures-rest";
import { EventLog } from "./event-log.ts";
import { namedUuid } from "./seeded.ts";

export type Booking = Pick<AccountLogEntry, "asset" | "info" | "old_balance" | "new_balance"> &
  Partial<AccountLogEntry>;

type Logged = { readonly at: number; readonly entry: AccountLogEntry };

/** Every change of a balance or of a position, under ids that rise from 1. */
export class AccountLog extends EventLog<Logged> {
  readonly #seed: string;

  constructor(seed: string) {
    super();
    this.#seed = seed;
  }

  book(at: number, booking: Booking): void {
    const id = this.end + 1;
    const entry: AccountLogEntry = {
      booking_uid: namedUuid(this.#seed, "booking", id),
      collateral: null,
      contract: null,
      date: new Date(at).toISOString(),
      execution: null,
      fee: null,
      funding_rate: null,
      id,
      margin_account: "flex",
      mark_price: null,
      new_average_entry_price: null,
      old_average_entry_price: null,
      realized_funding: null,
      realized_pnl: null,
      trade_price: null,
      conversion_spread_percentage: null,
      liquidation_fee: null,
      ...booking,
    };
    this.push({ at, entry });
  }
}
