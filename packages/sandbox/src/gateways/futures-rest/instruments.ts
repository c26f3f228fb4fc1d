import {
  getFeeSchedulesV3,
  getInstruments,
  getNotifications,
  getTradingInstruments,
  historicalFundingRates,
  instrumentStatus,
  instrumentsStatus,
} from "@x/futures-rest";
import {
  FEE_SCHEDULE,
  FEE_TIERS,
  INITIAL_MARGIN,
  type Listing,
  MAINTENANCE_MARGIN,
} from "../../state/futures/listing.ts";
import { round8 } from "../../state/futures/number.ts";
import { MINUTE } from "../../state/futures/price-path.ts";
import { isoMilliseconds } from "../time.ts";
import { contractTypes } from "./contract-types.ts";
import { answering } from "./handler.ts";

const LEVEL = {
  numNonContractUnits: 0,
  initialMargin: INITIAL_MARGIN,
  maintenanceMargin: MAINTENANCE_MARGIN,
};
const FUNDING_HOURS = 7 * 24;

export const instrumentHandlers = [
  answering(
    getInstruments,
    ({ params }, { state, clock }) => {
      const types = contractTypes(params.contractType);
      const wanted = params.expired === true;
      const listed = state.listings.filter(
        (one) => types.has(one.type) && hasExpired(one, clock.now()) === wanted,
      );
      return {
        payload: {
          instruments: listed.map((one) => ({
            ...shared(one),
            contractSize: 1,
            tradeable: !wanted,
            marginLevels: [LEVEL],
            marginSchedules: {
              europa: { retail: [{ ...LEVEL, initialMargin: 0.1 }], professional: [LEVEL] },
            },
            ...(one.isin !== null && { isin: one.isin }),
            category: one.category,
            tags: [],
            isExpired: wanted,
            platformsPermitted: ["europa"],
            countriesBanned: [],
          })),
        },
      };
    },
    { kinds: { contractType: "list", expired: "boolean" } },
  ),

  answering(
    getTradingInstruments,
    ({ params }, { state, clock }) => {
      const types = contractTypes(params.contractType);
      return {
        payload: {
          instruments: state.listings
            .filter((one) => types.has(one.type) && !hasExpired(one, clock.now()))
            .map((one) => ({
              ...shared(one),
              minimumTradeSize: Number(one.market.minimum),
              marginLevels: [LEVEL],
              isin: one.isin,
              ...(one.option && { optionType: one.option.type, strikePrice: one.option.strike }),
              rebateLevels: {},
              restricted: false,
              isExpired: false,
            })),
        },
      };
    },
    { kinds: { contractType: "list" } },
  ),

  answering(
    instrumentsStatus,
    ({ params }, { state }) => {
      const types = contractTypes(params.contractType);
      const listed = state.listings.filter(({ type }) => types.has(type));
      return { payload: { instrumentStatus: listed.map(calm) } };
    },
    { kinds: { contractType: "list" } },
  ),

  answering(instrumentStatus, ({ params: { symbol } }, { state }) => {
    const listing = state.listing(symbol);
    return listing === undefined ? { error: "invalidArgument: symbol" } : { payload: calm(listing) };
  }),

  answering(historicalFundingRates, ({ params: { symbol } }, { state, clock, serverTime }) => {
    const listing = state.listing(symbol);
    if (listing?.type !== "flexible_futures") return { error: "invalidArgument: symbol", status: 400 };
    const path = state.path(listing.market);
    const lastHour = Math.floor(clock.now() / (60 * MINUTE)) * 60;
    const rates = Array.from({ length: FUNDING_HOURS }, (_, i) => {
      const minute = lastHour - (FUNDING_HOURS - i) * 60;
      const relativeFundingRate = path.fundingRate(minute);
      const fundingRate = round8(relativeFundingRate * path.at(minute + 60));
      return { timestamp: isoMilliseconds(minute * MINUTE), fundingRate, relativeFundingRate };
    });
    return { body: { result: "success" as const, serverTime, rates } };
  }),

  answering(getFeeSchedulesV3, () => ({
    payload: { feeSchedules: [{ uid: FEE_SCHEDULE, name: "Linear fees", tiers: [...FEE_TIERS] }] },
  })),

  answering(getNotifications, (_request, { state }) => ({
    payload: {
      notifications: [
        {
          type: "general",
          priority: "low",
          note: "This exchange is simulated. Nothing here is worth anything.",
          effectiveTime: isoMilliseconds(state.startedAt),
        },
      ],
    },
  })),
];

function shared({ market, base, quote, pair, type, option, openedOn }: Listing) {
  return {
    symbol: market.symbol,
    pair,
    base,
    quote,
    type,
    tickSize: Number(market.tick),
    impactMidSize: 1,
    maxPositionSize: 1_000_000,
    openingDate: openedOn,
    ...(option !== undefined && { lastTradingTime: option.expiry }),
    ...(option === undefined && { fundingRateCoefficient: 8, maxRelativeFundingRate: 0.005 }),
    contractValueTradePrecision: market.quantityDecimals,
    postOnly: false,
    feeScheduleUid: FEE_SCHEDULE,
    mtf: false,
    tradfi: false,
  };
}

function hasExpired({ option }: Listing, now: number): boolean {
  return option !== undefined && Date.parse(option.expiry) <= now;
}

function calm({ market }: Listing) {
  return {
    tradeable: market.symbol,
    experiencingDislocation: false,
    priceDislocationDirection: null,
    experiencingExtremeVolatility: false,
    extremeVolatilityInitialMarginMultiplier: 1,
  };
}
