import {
  BusinessRejectReason,
  MassCancelRequestType,
  type OrderMassCancelRequest,
  type OrderMassCancelRequestInput,
  orderMassCancelRequest,
} from "@x/fix";
import { type FixHandler, rejected } from "./handler.ts";

/** Answered by one report (150=4) per canceled order, so not at all when there is none. */
export const orderMassCancelRequestHandler: FixHandler<OrderMassCancelRequestInput, OrderMassCancelRequest> =
  {
    descriptor: orderMassCancelRequest,
    handle({ ClOrdID, MassCancelRequestType: scope, Symbol: symbol }, caller, { engine }) {
      const { account, session, venue, limits } = caller;
      const market = symbol === undefined ? undefined : engine.markets.find(venue, symbol);
      const bySymbol = scope === MassCancelRequestType.CancelSymbolOrders;
      if (bySymbol && market === undefined) {
        return rejected(BusinessRejectReason.UnknownSecurity, `Unknown symbol: ${symbol}`);
      }
      const orders = engine.open({
        account,
        venue,
        symbol: bySymbol ? market?.symbol : undefined,
        session: scope === MassCancelRequestType.CancelAllOrders ? undefined : session,
      });
      const limited = limits.cancelAll(orders);
      if (limited !== undefined) return rejected(BusinessRejectReason.Other, limited);
      engine.cancel(orders, "mass-cancel", { session, id: ClOrdID });
      return {};
    },
  };
