import type { Faults } from "../../faults.ts";
import { SessionTokens } from "../../session-tokens.ts";
import type { Exchange } from "../gateway.ts";
import { MarketStatistics } from "./market-statistics.ts";
import { TradingLimits } from "./trading-limits.ts";

/** What the spot wires stand on beside the exchange itself. */
export interface SpotWires {
  readonly tokens: SessionTokens;
  /** Left out: nobody counts. */
  readonly limits: TradingLimits | undefined;
  readonly faults: Faults;
  readonly statistics: MarketStatistics;
}

/** What all spot wires of an exchange share; `counts` holds trading to the rate counter. */
export function openSpotWires({ engine, clock }: Exchange, faults: Faults, counts: boolean): SpotWires {
  return {
    tokens: new SessionTokens(clock),
    faults,
    limits: counts ? new TradingLimits(clock) : undefined,
    statistics: new MarketStatistics(engine),
  };
}

/** Who asks, and within which limits. */
export interface SpotCaller {
  readonly account: string;
  readonly limits: TradingLimits | undefined;
}
