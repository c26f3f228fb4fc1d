import {
  addAssignmentProgram,
  createUserRfq,
  type FuturesRestClient,
  getOpenRfqs,
  getOpenRfqsForAccount,
  listSubaccounts,
  placeRfqOffer,
  sendOrder,
} from "@x/futures-rest";
import type { CallsOf, Venue } from "./conformance-operations.ts";

const XBT = "PF_XBTUSD";
const OPTION = "OF_XBTUSD_270226_65000_C";

const limit = { orderType: "lmt", symbol: XBT, side: "buy", size: 0.0123, limitPrice: 50_000.5 } as const;
const stop = { orderType: "stp", symbol: XBT, side: "buy", size: 0.01, stopPrice: 70_000 } as const;
const trailing = {
  orderType: "trailing_stop",
  symbol: XBT,
  side: "buy",
  size: 0.01,
  trailingStopMaxDeviation: 2.5,
  trailingStopDeviationUnit: "PERCENT",
} as const;
const assignment = {
  contractType: "flex",
  acceptLong: true,
  acceptShort: false,
  timeFrame: "WEEKDAYS",
  enabled: true,
} as const;

/** Places an order and tells its id. */
async function placed(
  client: FuturesRestClient,
  order: typeof limit | typeof stop | typeof trailing,
  cliOrdId: string,
) {
  const { sendStatus } = await client.call(sendOrder, { ...order, cliOrdId });
  return present(sendStatus.order_id, "order_id");
}

async function ownRfq(client: FuturesRestClient) {
  const { rfqUid } = await client.call(createUserRfq, { json: { legs: [{ tradeable: OPTION, size: 1 }] } });
  const { rfqs } = await client.call(getOpenRfqsForAccount, {});
  return present(
    rfqs.find(({ uid }) => uid === rfqUid),
    "an own RFQ",
  );
}

/** An RFQ of another account. */
async function rivalRfq(client: FuturesRestClient) {
  const own = (await client.call(getOpenRfqsForAccount, {})).rfqs.map(({ uid }) => uid);
  const { rfqs } = await client.call(getOpenRfqs, {});
  return present(
    rfqs.find(({ uid }) => !own.includes(uid)),
    "an RFQ of another account",
  );
}

/** The parties of a transfer. */
async function users(client: FuturesRestClient) {
  const { masterAccountUid, subaccounts } = await client.call(listSubaccounts, {});
  return { master: masterAccountUid, sub: present(subaccounts[0]?.accountUid, "a subaccount") };
}

export function present<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`set-up: expected ${what}`);
  return value;
}

const soon = ({ now }: Venue) => new Date(now + 60_000).toISOString();

type TradingCall =
  | "acceptRfqOffer"
  | "addAssignmentProgram"
  | "cancelAllOrders"
  | "cancelAllOrdersAfter"
  | "cancelOrder"
  | "cancelRfqOffer"
  | "cancelUserRfq"
  | "createUserRfq"
  | "deleteAssignmentProgram"
  | "editOrderSpring"
  | "getOrderStatus"
  | "getSubaccountTradingCapability"
  | "placeRfqOffer"
  | "sendBatchOrder"
  | "sendOrder"
  | "setLeverageSetting"
  | "setPnlCurrencyPreference"
  | "setSelfTradeStrategy"
  | "simulatePortfolio"
  | "subAccountTransfer"
  | "transfer"
  | "updateSubaccountTradingCapability"
  | "withdrawal";

/** Operations that change something, and those that ask for what was made before. */
export const tradingCalls: CallsOf<TradingCall> = {
  sendOrder: (venue) => [
    {
      ...limit,
      cliOrdId: "conformance 1/ü&=",
      algoId: "alpha",
      processBefore: soon(venue),
      broker: "desk",
      reduceOnly: false,
    },
    { ...stop, triggerSignal: "mark", limitPriceOffsetValue: 25, limitPriceOffsetUnit: "QUOTE_CURRENCY" },
    trailing,
  ],
  editOrderSpring: async (venue) => [
    {
      orderId: await placed(venue.client, limit, "edit 1"),
      processBefore: soon(venue),
      size: 0.02,
      limitPrice: 49_000,
      qtyMode: "ABSOLUTE",
    },
    { orderId: await placed(venue.client, stop, "edit 2"), cliOrdId: "edit 2", stopPrice: 71_000 },
    {
      orderId: await placed(venue.client, trailing, "edit 3"),
      trailingStopMaxDeviation: 40.5,
      trailingStopDeviationUnit: "QUOTE_CURRENCY",
    },
  ],
  cancelOrder: async (venue) => [
    { order_id: await placed(venue.client, limit, "cancel 1"), processBefore: soon(venue) },
    { cliOrdId: await placed(venue.client, limit, "cancel 2").then(() => "cancel 2") },
  ],
  sendBatchOrder: async (venue) => [
    {
      json: {
        batchOrder: [
          { order: "send", order_tag: "a&b", ...limit, size: 0.0001, cliOrdId: 'batch "3"' },
          { order: "edit", order_id: await placed(venue.client, limit, "batch 1"), limitPrice: 48_000 },
          { order: "cancel", order_id: await placed(venue.client, limit, "batch 2") },
        ],
      },
      ProcessBefore: soon(venue),
    },
  ],
  cancelAllOrders: async ({ client }) => {
    await placed(client, limit, "all 1");
    return [{ symbol: XBT }, {}];
  },
  cancelAllOrdersAfter: () => [{ timeout: 60 }, { timeout: 0 }],
  getOrderStatus: async ({ client }) => {
    const orderIds = [await placed(client, limit, "status 1"), await placed(client, limit, "status 2")];
    return [{ orderIds }, { cliOrdIds: ["status 1", "status 2"] }];
  },

  setLeverageSetting: () => [{ symbol: XBT, maxLeverage: 12.5 }, { symbol: XBT }],
  setPnlCurrencyPreference: () => [{ symbol: XBT, pnlPreference: "USD" }],
  setSelfTradeStrategy: () => [{ strategy: "CANCEL_MAKER_SELF" }],
  simulatePortfolio: () => [{ json: { positions: [{ instrument: OPTION, size: 2, entryPrice: 4100 }] } }],

  transfer: () => [{ fromAccount: "cash", toAccount: "flex", unit: "usd", amount: 12.5 }],
  subAccountTransfer: async ({ client }) => {
    const { master, sub } = await users(client);
    return [
      { fromUser: master, toUser: sub, fromAccount: "cash", toAccount: "cash", unit: "usd", amount: "1.25" },
    ];
  },
  withdrawal: () => [{ currency: "usd", amount: 5, sourceWallet: "cash" }],
  getSubaccountTradingCapability: async ({ client }) => [{ subaccountUid: (await users(client)).sub }],
  updateSubaccountTradingCapability: async ({ client }) => {
    const { sub } = await users(client);
    return [
      { subaccountUid: sub, tradingEnabled: false },
      { subaccountUid: sub, tradingEnabled: true },
    ];
  },

  addAssignmentProgram: () => [
    {
      ...assignment,
      contract: XBT,
      maxSize: 10,
      maxPosition: 50,
      minimumProfitabilityPerAssignmentLongBps: 5,
      minimumProfitabilityPerAssignmentShortBps: 7,
    },
    { ...assignment, baseCurrency: "XBT", quoteCurrency: "USD", cashAccountOpenPositionMaxNotional: 1000 },
  ],
  deleteAssignmentProgram: async ({ client }) => {
    const { id } = await client.call(addAssignmentProgram, { ...assignment, contract: XBT });
    return [{ id }];
  },

  createUserRfq: ({ now }) => [
    {
      json: {
        legs: [
          { tradeable: OPTION, size: 1 },
          { tradeable: XBT, size: -0.5 },
        ],
        expiry: new Date(now + 600_000).toISOString(),
      },
    },
  ],
  cancelUserRfq: async ({ client }) => [{ rfqUid: (await ownRfq(client)).uid }],
  acceptRfqOffer: async ({ client }) => {
    const [first, second] = [await ownRfq(client), await ownRfq(client)];
    return [
      { rfqUid: first.uid, bidAccepted: present(first.bestBid, "a bid") },
      { rfqUid: second.uid, askAccepted: present(second.bestAsk, "an ask") },
    ];
  },
  placeRfqOffer: async ({ client }) => {
    const { uid, markPrice, legs } = await rivalRfq(client);
    const side = legs.map((leg) => ({ tradeable: leg.symbol, price: leg.markPrice }));
    return [
      { rfqUid: uid, bid: Math.floor(markPrice * 0.98), ask: Math.ceil(markPrice * 1.02) },
      { rfqUid: uid, bidSide: side, askSide: side },
    ];
  },
  cancelRfqOffer: async ({ client }) => {
    const { uid, markPrice } = await rivalRfq(client);
    const { offerUId } = await client.call(placeRfqOffer, { rfqUid: uid, bid: Math.floor(markPrice * 0.98) });
    return [{ rfqUid: uid, offerUid: present(offerUId, "an offer") }];
  },
};
