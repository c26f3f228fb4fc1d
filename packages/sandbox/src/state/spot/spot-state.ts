import { Balances } from "../../engine/balances.ts";
import type { DeadManSwitch } from "../../engine/dead-man-switch.ts";
import type { Decimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import { SpotClearing } from "../../engine/spot-clearing.ts";

/** What the account starts with. */
const DEPOSITS = { USD: "1000000", BTC: "10", ETH: "100", SOL: "1000" } as const;

/** What the spot venue knows beside orders and books. Fills are with the engine: `engine.fills(account)`. */
export interface SpotState {
  /** Of every account, with `list(account)` as the snapshot; changes are on the feed's topic `balance`. */
  readonly balances: Balances;
  /** Positions of margin orders. */
  readonly clearing: SpotClearing;
  /** Cancels the account's spot orders unless it is set again in time. */
  readonly deadMan: DeadManSwitch;
  /** @throws RangeError for an asset of no market. */
  deposit(asset: string, amount: Decimal): void;
}

/** Opens an account on the spot venue, with its first deposits, and holds it to what it has. */
export function openSpot(engine: Engine, account: string): SpotState {
  const balances = new Balances(
    () => engine.clock.now(),
    (change) => engine.feed.emit("balance", change),
  );
  const clearing = new SpotClearing(balances, (order) => engine.costOf(order));
  engine.clearThrough("spot", clearing);
  balances.open(account);
  for (const [asset, amount] of Object.entries(DEPOSITS)) balances.deposit(account, asset, amount);
  const deposit = engine.inputs.define(
    "deposit spot",
    ({ asset, amount }: { readonly asset: string; readonly amount: Decimal }) => {
      balances.deposit(account, asset, amount);
    },
  );
  return {
    balances,
    clearing,
    deadMan: engine.deadMan(account, "spot"),
    deposit(asset, amount) {
      const known = engine.markets
        .all()
        .some((one) => one.venue === "spot" && [one.base, one.quote].includes(asset));
      if (!known) throw new RangeError(`asset: expected one of a spot market, got ${JSON.stringify(asset)}`);
      deposit({ asset, amount });
    },
  };
}
