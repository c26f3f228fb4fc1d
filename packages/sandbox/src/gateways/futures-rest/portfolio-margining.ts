import { getPortfolioMarginingParameters, simulatePortfolio } from "@x/futures-rest";
import { INITIAL_MARGIN, MAINTENANCE_MARGIN } from "../../state/futures/listing.ts";
import { round8, sum } from "../../state/futures/number.ts";
import { answering } from "./handler.ts";

const SHOCKS = [-0.15, -0.1, -0.05, 0.05, 0.1, 0.15];

export const portfolioHandlers = [
  answering(getPortfolioMarginingParameters, () => ({
    payload: {
      crossAssetNettingFactor: 0.5,
      extremePriceShockMultiplier: 2,
      volShockMultiplicationFactor: 0.3,
      volShockExponentFactor: 0.3,
      optionExpiryTimeShockHours: 24,
      optionsInitialMarginFactor: 1.25,
      totalOptionOrdersConsideredInInitialMarginCalc: 50,
      priceShockLevels: SHOCKS,
      optionsUserLimits: {
        maxNetPositionDelta: 500,
        limitsPerBaseCurrency: { BTC: { maxTotalPositionSize: 1000, maxTotalOpenOrdersSize: 1000 } },
      },
    },
  })),

  answering(simulatePortfolio, ({ params: { json } }, { state }) => {
    const legs = json.positions.map((position) => ({
      ...position,
      listing: state.listing(position.instrument),
    }));
    if (legs.some(({ listing }) => listing === undefined)) return { error: "invalidArgument: instrument" };
    const valued = legs.map((leg) => ({ ...leg, mark: state.mark(leg.listing?.market.symbol ?? "") }));
    const value = sum(valued.map(({ size, mark }) => Math.abs(size) * mark));
    const net = sum(valued.map(({ size, mark }) => size * mark));
    const isOption = ({ listing }: (typeof valued)[number]) => listing?.type === "options";
    const optionValue = sum(valued.filter(isOption).map(({ size, mark }) => size * mark));
    return {
      payload: {
        maintenanceMargin: round8(value * MAINTENANCE_MARGIN),
        initialMargin: round8(value * INITIAL_MARGIN),
        pnl: sum(valued.map(({ size, mark, entryPrice }) => size * (mark - entryPrice))),
        portfolioMarginBreakdown: {
          totalCrossAssetNettedMarketRisk: round8(value * MAINTENANCE_MARGIN),
          totalMarketRisk: round8(value * MAINTENANCE_MARGIN),
          totalScenarioPnls: SHOCKS.map((shock) => round8(net * shock)),
          totalAbsoluteOptionPositionDeltaNotional: Math.abs(optionValue),
          netPortfolioDelta: sum(valued.map(({ size }) => size)),
          totalPremium: optionValue,
          isBuyOnly: valued.every(({ size }) => size > 0),
          futuresMaintenanceMargin: round8((value - Math.abs(optionValue)) * MAINTENANCE_MARGIN),
        },
        greeks: {},
      },
    };
  }),
];
