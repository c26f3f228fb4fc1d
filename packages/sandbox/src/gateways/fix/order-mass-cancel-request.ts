import {
  BusinessRejectReason,
  MassCancelRequestType,
  type OrderMassCancelRequest,
  type OrderMassCancelRequestInput,
  orderMassCancelRequest,
} from "@x/fix";
import type { FixHandler } from "./handler.ts";

/** Answered by one report (150=4) per canceled order, so not at all when there is none. */
export const orderMassCancelRequestHandler: FixHandler<OrderMassCancelRequestInput, OrderMassCancelRequest> =
  {
    descriptor: orderMassCancelRequest,
    handle({ ClOrdID, MassCancelRequestType: scope, Symbol: symbol }, { account, session }, { engine }) {
      const market = symbol === undefined ? undefined : engine.markets.find("spot", symbol);
      if (scope === MassCancelRequestType.CancelSymbolOrders && market === undefined) {
        return {
          reject: { reason: BusinessRejectReason.UnknownSecurity, text: `Unknown symbol: ${symbol}` },
        };
      }
      engine.cancelAll(
        {
          account,
          venue: "spot",
          symbol: scope === MassCancelRequestType.CancelSymbolOrders ? market?.symbol : undefined,
          session: scope === MassCancelRequestType.CancelAllOrders ? undefined : session,
        },
        "mass-cancel",
        { session, id: ClOrdID },
      );
      return {};
    },
  };
