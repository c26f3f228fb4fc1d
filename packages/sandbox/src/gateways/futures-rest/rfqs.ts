import {
  acceptRfqOffer,
  cancelUserRfq,
  createUserRfq,
  getOpenRfqs,
  getOpenRfqsForAccount,
  getRfq,
} from "@x/futures-rest";
import { uuid } from "../../engine/order-id.ts";
import type { FuturesState } from "../../state/futures/futures-state.ts";
import { round8 } from "../../state/futures/number.ts";
import type { Rfq } from "../../state/futures/rfq-desk.ts";
import { isoMilliseconds } from "../time.ts";
import { answering } from "./handler.ts";

const SOONEST_EXPIRY = 60_000;
const MOST_LEGS = 6;

/** Asking for quotes, and taking them. */
export const rfqHandlers = [
  answering(getOpenRfqs, (_request, { state }) => ({
    payload: { rfqs: state.rfqs.open().map((rfq) => openRfq(rfq, state)) },
  })),

  answering(getRfq, ({ params: { rfqUid } }, { state }) => {
    const rfq = state.rfqs.find(rfqUid);
    return rfq === undefined ? { error: "notFound", status: 404 } : { payload: { rfq: openRfq(rfq, state) } };
  }),

  answering(getOpenRfqsForAccount, (_request, { state }) => ({
    payload: {
      rfqs: ownRfqs(state).map((rfq) => {
        const { bid, ask } = state.rfqs.quote(rfq);
        return { ...openRfq(rfq, state), bestBid: bid, bestAsk: ask, bidSide: null, askSide: null };
      }),
    },
  })),

  answering(
    createUserRfq,
    ({ params: { json } }, { state, clock }) => {
      const { legs, expiry } = json;
      const at = expiry === undefined ? undefined : Date.parse(expiry);
      if (legs.length > MOST_LEGS) return failed("tooManyLegs");
      const listings = legs.map(({ tradeable }) => state.listing(tradeable));
      if (listings.includes(undefined)) return failed("symbolNotFound");
      if (legs.some(({ size }) => size === 0)) return failed("invalidQuantity");
      if (new Set(listings.map((one) => one?.pair)).size > 1) return failed("mixedCurrencyPairs");
      const options = listings.filter((one) => one?.type === "options").length;
      if (options === 0) return failed("noOptionLegs");
      if (legs.length - options > 1) return failed("tooManyNonOptionLegs");
      if (at !== undefined && Number.isNaN(at)) return failed("invalidExpiry");
      if (at !== undefined && at < clock.now() + SOONEST_EXPIRY) return failed("expiryTooShort");
      const rfq = state.rfqs.create(
        legs.map(({ size }, i) => ({ symbol: listings[i]?.market.symbol ?? "", size })),
        at,
      );
      return typeof rfq === "string" ? failed(rfq) : { payload: { status: "placed", rfqUid: rfq.uid } };
    },
    {
      answerFault: ({ path }) => (path === "/json/legs" ? failed("noLegsSpecified") : undefined),
      refuse: failed,
    },
  ),

  answering(
    cancelUserRfq,
    ({ params: { rfqUid } }, { state }) => {
      const rfq = ownRfqs(state).find(({ uid }) => uid === rfqUid.toLowerCase());
      if (rfq === undefined) return failed("rfqNotFound");
      state.rfqs.close(rfq, "cancelled");
      return { payload: { status: "cancelled", rfqUid: rfq.uid } };
    },
    { refuse: () => failed("rfqNotFound") },
  ),

  answering(
    acceptRfqOffer,
    ({ params: { rfqUid, bidAccepted, askAccepted } }, { state, clock }) => {
      const rfq = ownRfqs(state).find(({ uid }) => uid === rfqUid.toLowerCase());
      if (rfq === undefined) return failed("rfqNotFound");
      const { bid, ask } = state.rfqs.quote(rfq);
      if (bidAccepted !== undefined ? bidAccepted !== bid : askAccepted !== ask)
        return failed("offerNoLongerValid");
      const side = bidAccepted === undefined ? "ask" : "bid";
      tradeLegs(rfq, side, state, clock.now());
      state.rfqs.close(rfq, `filled_${side}_side`);
      return { payload: { status: "placed", rfqUid: rfq.uid } };
    },
    { kinds: { bidAccepted: "number", askAccepted: "number" }, refuse: failed },
  ),
];

/** A refusal of the desk. */
export function failed<Reason extends string>(reason: Reason) {
  return { payload: { status: "failed", reason } } as const;
}

export function openRfq(rfq: Rfq, state: FuturesState) {
  return {
    uid: rfq.uid,
    expiry: isoMilliseconds(rfq.expiry),
    markPrice: state.rfqs.packageMark(rfq),
    legs: rfq.legs.map(({ symbol, size }) => ({ symbol, size, markPrice: state.mark(symbol) })),
    status: rfq.status,
  };
}

function ownRfqs(state: FuturesState): Rfq[] {
  return state.rfqs.open().filter(({ own }) => own);
}

/** The price is of the package; each leg is booked as far from its mark price as the whole is, in proportion. */
function tradeLegs(rfq: Rfq, side: "bid" | "ask", state: FuturesState, at: number): void {
  const direction = side === "ask" ? 1 : -1;
  const packageMark = state.rfqs.packageMark(rfq);
  const scale = packageMark === 0 ? 1 : state.rfqs.quote(rfq)[side] / packageMark;
  for (const { symbol, size } of rfq.legs) {
    const mark = state.mark(symbol);
    state.ledger.tradeWithOthers({
      uid: uuid(state.random),
      orderUid: uuid(state.random),
      clientId: null,
      symbol,
      side: size * direction > 0 ? "buy" : "sell",
      size: Math.abs(size),
      price: round8(mark * scale),
      mark,
      role: "taker",
      at,
    });
  }
}
