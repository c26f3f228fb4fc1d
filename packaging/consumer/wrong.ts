// Mistakes that must not compile. Each line that is one ends with the diagnostic compilers give for it.
import { connect as connectFix, newOrderSingle, orderMassCancelRequest } from "@x/fix";
import { cancelAllOrders, createClient, sendOrder } from "@x/futures-rest";
import { checkCancelAllOrdersParams } from "@x/futures-rest/generated/operations/cancel-all-orders"; // TS2307
import * as root from "@x/kraken";
import { cancelOrder, connect as connectLegacy, addOrder as legacyAddOrder } from "@x/ws-legacy";
import { addOrder, batchCancel, cancelAll, connect } from "@x/ws-v2";

const futures = createClient({ credentials: { apiKey: "key" } }); // TS2741
await futures.call(cancelAllOrders, { market: "PF_XBTUSD" }); // TS2353
await futures.call(sendOrder, { orderType: "limit", symbol: "PF_XBTUSD", side: "buy", size: 1 }); // TS2820
await futures.call(sendOrder, { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: "1" }); // TS2322
(await futures.call(cancelAllOrders, {})).cancelledOrders; // TS2339
await futures.call(cancelAll, {}); // TS2379 or TS2739

const v2 = connect({ token: 42 }); // TS2322
await v2.call(addOrder, { order_type: "limit", side: "buy" }); // TS2345 or TS2741
await v2.call(batchCancel, { orders: "OGTT3Y-C6I3P-XRI6HX" }); // TS2322
(await v2.call(cancelAll, {})).count.length; // TS2339
await v2.call(cancelAll, { token: "token" }); // TS2322

const legacy = connectLegacy({ token: "token" });
await legacy.call(cancelOrder, { txid: "OGTT3Y-C6I3P-XRI6HX" }); // TS2322
await legacy.call(legacyAddOrder, { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: 0.01 }); // TS2322

const session = await connectFix({ senderCompID: "ME" }); // TS2345 or TS2741
session.send(orderMassCancelRequest, { ClOrdID: "1", TransactTime: new Date(), MassCancelRequestType: "8" }); // TS2322
session.send(newOrderSingle, { ClOrdID: "1", Symbol: "BTC/USD" }); // TS2345 or TS2739
root.fix; // TS2339

export { checkCancelAllOrdersParams };
