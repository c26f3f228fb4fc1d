// What a program that trades over Futures REST asks of the compiler: parameters, answers and errors, typed.
import {
  cancelAllOrders,
  createClient,
  FuturesRestError,
  getOpenOrders,
  reportDrift,
  sendOrder,
} from "@x/futures-rest";

const futures = createClient({
  credentials: { apiKey: "key", apiSecret: "c2VjcmV0" },
  onDrift: reportDrift(({ kind, path }) => console.warn(kind, path)),
});

export async function replaceAll(symbol: string, limitPrice: number): Promise<string | undefined> {
  try {
    const { openOrders } = await futures.call(getOpenOrders, {});
    if (openOrders.every((order) => order.limitPrice === limitPrice)) return undefined;
    const { cancelStatus } = await futures.call(cancelAllOrders, { symbol });
    const size = cancelStatus.cancelledOrders.length;
    const order = { orderType: "lmt", symbol, side: "buy", size, limitPrice } as const;
    const { sendStatus } = await futures.call(sendOrder, order, { deadlineMs: 1_000 });
    return sendStatus.order_id;
  } catch (error) {
    if (!FuturesRestError.is(error)) throw error;
    return `${error.code} ${error.outcome} ${error.path}`;
  }
}
