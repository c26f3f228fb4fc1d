import {
  cancelRfqOffer,
  getClosedRfqOffers,
  getOpenRfqOffers,
  type PlaceRfqOfferParams,
  placeRfqOffer,
} from "@x/futures-rest";
import type { Decimal } from "../../engine/decimal.ts";
import type { OfferPrices, Rfq, RfqOffer } from "../../state/futures/rfq-desk.ts";
import { isoMilliseconds } from "../time.ts";
import { answering } from "./handler.ts";
import { failed } from "./rfqs.ts";

/** Offering on what others ask for. */
export const rfqOfferHandlers = [
  answering(getOpenRfqOffers, (_request, { state }) => ({
    payload: { offers: state.rfqs.openOffers().map(offerJson) },
  })),

  answering(getClosedRfqOffers, (_request, { state }) => ({
    payload: { offers: state.rfqs.closedOffers().map(offerJson) },
  })),

  answering(
    placeRfqOffer,
    ({ params, exact }, { state }) => {
      const rfq = state.rfqs.find(params.rfqUid);
      // Nobody offers on a request of their own.
      if (rfq === undefined || rfq.own) return failed("rfqNotFound");
      const misfit = legMisfit(params.bidSide, rfq) ?? legMisfit(params.askSide, rfq);
      if (misfit !== undefined) return failed(misfit);
      return { payload: { status: "placed", offerUId: state.rfqs.offer(rfq, prices(params, exact)).uid } };
    },
    { kinds: { bid: "number", ask: "number" }, refuse: failed },
  ),

  answering(
    cancelRfqOffer,
    ({ params: { rfqUid, offerUid } }, { state }) => {
      if (state.rfqs.find(rfqUid) === undefined) return failed("rfqNotFound");
      const offer = state.rfqs
        .openOffers()
        .find(
          (one) => one.rfqUid === rfqUid.toLowerCase() && (offerUid ?? one.uid).toLowerCase() === one.uid,
        );
      if (offer === undefined) return failed("offerNotFound");
      state.rfqs.withdraw(offer);
      return { payload: { status: "cancelled" } };
    },
    { refuse: failed },
  ),
];

function prices(
  { bidSide, askSide }: PlaceRfqOfferParams,
  exact: Readonly<Record<string, Decimal>>,
): OfferPrices {
  return {
    ...(exact.bid !== undefined && { bid: exact.bid }),
    ...(exact.ask !== undefined && { ask: exact.ask }),
    ...(bidSide !== undefined && { bidSide }),
    ...(askSide !== undefined && { askSide }),
  };
}

function legMisfit(side: PlaceRfqOfferParams["bidSide"], { legs }: Rfq): string | undefined {
  if (side === undefined) return undefined;
  if (side.some(({ tradeable }) => !legs.some(({ symbol }) => symbol === tradeable))) return "legMismatch";
  return legs.every(({ symbol }) => side.some(({ tradeable }) => tradeable === symbol))
    ? undefined
    : "incompleteSide";
}

function offerJson({
  uid,
  rfqUid,
  placedAt,
  updatedAt,
  prices: { bid, ask, bidSide, askSide },
  status,
}: RfqOffer) {
  return {
    uid,
    rfqUid,
    placementDate: isoMilliseconds(placedAt),
    lastUpdateDate: isoMilliseconds(updatedAt),
    ...(bid !== undefined && { bid }),
    ...(ask !== undefined && { ask }),
    ...(bidSide != null && { bidSide: [...bidSide] }),
    ...(askSide != null && { askSide: [...askSide] }),
    status,
  };
}
