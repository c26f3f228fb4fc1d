import type { Faults } from "../../faults.ts";
import type { SessionTokens } from "../../session-tokens.ts";
import type { MarketStatistics } from "./market-statistics.ts";
import type { TradingLimits } from "./trading-limits.ts";

/** What both spot WebSockets stand on beside the exchange itself. */
export interface SpotWires {
  readonly tokens: SessionTokens;
  /** Left out: nobody counts. */
  readonly limits: TradingLimits | undefined;
  readonly faults: Faults;
  readonly statistics: MarketStatistics;
}

/** Who asks, and within which limits. */
export interface SpotCaller {
  readonly account: string;
  readonly limits: TradingLimits | undefined;
}
