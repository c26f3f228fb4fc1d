import {
  type AnalyticsType,
  type FuturesRestClient,
  getExecutionEvents,
  getOpenRfqs,
  getOrderEvents,
  getPositionEvents,
  getPublicExecutionEvents,
  getPublicOrderEvents,
  getPublicPriceEvents,
  getTriggerEvents,
  type RestOperation,
} from "@x/futures-rest";
import type { CallsOf, OperationName, Venue } from "./conformance-operations.ts";
import { present, type tradingCalls } from "./conformance-trading-calls.ts";

const XBT = "PF_XBTUSD";
const DAY = 86_400_000;

const analyticsTypes = [
  "open-interest",
  "aggressor-differential",
  "trade-volume",
  "trade-count",
  "liquidation-volume",
  "rolling-volatility",
  "long-short-ratio",
  "long-short-info",
  "cvd",
  "top-traders",
  "orderbook",
  "spreads",
  "liquidity",
  "slippage",
  "future-basis",
  "funding",
] as const satisfies readonly AnalyticsType[];

const nothing = () => [{}];
const contractTypes = () => [
  {},
  { contractType: ["flexible_futures", "options"] as ("flexible_futures" | "options")[] },
];
const aDay = ({ now }: Venue) => ({
  since: now - DAY,
  before: now,
  sort: "asc" as const,
  count: 5,
});

/** Calls for a stretch of time, and for the page that follows a page of one. */
async function pages<Params extends object>(
  { client }: { readonly client: FuturesRestClient },
  operation: RestOperation<Params, { continuationToken?: string | null | undefined }>,
  params: NoInfer<Params>,
  rest: NoInfer<Params>,
): Promise<readonly Params[]> {
  const { continuationToken } = await client.call(operation, { ...params, count: 1 });
  const token = present(continuationToken, `a second page of ${operation.name}`);
  return [
    { ...params, ...rest },
    { ...params, count: 1, continuation_token: token },
  ];
}

/** Operations that read and need nothing but parameters. */
export const readingCalls: CallsOf<Exclude<OperationName, keyof typeof tradingCalls>> = {
  getOpenOrders: nothing,
  getAccounts: nothing,
  getOpenPositions: nothing,
  getUnwindQueue: nothing,
  getPortfolioMarginingParameters: nothing,
  getPnlCurrencyPreference: nothing,
  getLeverageSetting: nothing,
  getSelfTradeStrategy: nothing,
  getFeeSchedulesV3: nothing,
  getUserFeeScheduleVolumesV3: nothing,
  getNotifications: nothing,
  listSubaccounts: nothing,
  getAssignmentProgramCurrent: nothing,
  getAssignmentProgramHistory: nothing,
  getFills: ({ now }) => [{}, { lastFillTime: new Date(now - DAY).toISOString() }],

  getHistory: ({ now }) => [{ symbol: XBT, lastTime: new Date(now - DAY).toISOString() }, { symbol: XBT }],
  getOrderbook: () => [{ symbol: XBT }],
  getTickers: () => [{}, { symbol: [XBT, "PF_ETHUSD"] }, { contractType: ["flexible_futures"] }],
  getTicker: () => [{ symbol: XBT }],
  getInstruments: () => [...contractTypes(), { expired: true }],
  getTradingInstruments: contractTypes,
  instrumentsStatus: contractTypes,
  instrumentStatus: () => [{ symbol: XBT }],
  historicalFundingRates: () => [{ symbol: XBT }],

  getOpenRfqs: nothing,
  getRfq: async ({ client }) => [
    { rfqUid: present((await client.call(getOpenRfqs, {})).rfqs[0]?.uid, "an open RFQ") },
  ],
  getOpenRfqsForAccount: nothing,
  getOpenRfqOffers: nothing,
  getClosedRfqOffers: nothing,

  getExecutionEvents: (venue) => pages(venue, getExecutionEvents, {}, { ...aDay(venue), tradeable: XBT }),
  getOrderEvents: (venue) =>
    pages(venue, getOrderEvents, {}, { ...aDay(venue), tradeable: XBT, opened: true, closed: false }),
  getTriggerEvents: (venue) =>
    pages(venue, getTriggerEvents, {}, { ...aDay(venue), tradeable: XBT, opened: true, closed: true }),
  getPositionEvents: (venue) =>
    pages(
      venue,
      getPositionEvents,
      {},
      {
        ...aDay(venue),
        tradeable: XBT,
        opened: true,
        closed: true,
        increased: true,
        decreased: true,
        reversed: true,
        no_change: false,
        trades: true,
        funding_realization: true,
        settlement: false,
      },
    ),
  getPublicExecutionEvents: (venue) =>
    pages(venue, getPublicExecutionEvents, { tradeable: XBT }, { tradeable: XBT, ...aDay(venue) }),
  getPublicOrderEvents: (venue) =>
    pages(venue, getPublicOrderEvents, { tradeable: XBT }, { tradeable: XBT, ...aDay(venue) }),
  getPublicPriceEvents: (venue) =>
    pages(venue, getPublicPriceEvents, { tradeable: XBT }, { tradeable: XBT, ...aDay(venue) }),
  accountLog: ({ now }) => [
    {
      since: now - 7 * DAY,
      before: now,
      sort: "asc",
      count: 20,
      info: ["futures trade", "transfer"],
      conversion_details: true,
    },
    { from: 1, to: 10 },
  ],
  accountLogCsv: () => [{}, { conversion_details: true }],

  tickTypes: nothing,
  symbols: () => [{ tick_type: "trade" }, { tick_type: "mark" }],
  resolutions: () => [{ tick_type: "mark", symbol: XBT }],
  candles: ({ now }) => {
    const to = Math.floor(now / 1000);
    return [
      { tick_type: "trade", symbol: XBT, resolution: "1h", from: to - 86_400, to, count: 10 },
      { tick_type: "mark", symbol: XBT, resolution: "1d" },
    ];
  },
  marketAnalytics: ({ now }) => {
    const to = Math.floor(now / 1000);
    return analyticsTypes.map((analytics_type) => ({
      symbol: XBT,
      analytics_type,
      since: to - 86_400,
      to,
      interval: 3600 as const,
    }));
  },
  liquidityPoolStats: ({ now }) => {
    const to = Math.floor(now / 1000);
    return [{ since: to - 86_400, to, interval: 3600 }];
  },

  checkV3ApiKey: nothing,
};
