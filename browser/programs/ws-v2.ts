// Places, lists and cancels spot orders over the browser's own WebSocket.
import { addOrder, cancelAll, connect, executions, webSocketsToken } from "@x/ws-v2";
import { report } from "./page.ts";

await report(async ({ spot: { url, ...credentials }, wsV2 }) => {
  const kraken = connect({ url: wsV2, token: webSocketsToken({ ...credentials, baseUrl: url }) });
  const order = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 0.01 } as const;
  let placed = 0;
  for (const limit_price of [20_000, 20_001, 20_002]) {
    const { order_id } = await kraken.call(addOrder, { ...order, limit_price });
    if (order_id !== undefined) placed++;
  }
  const list = async () => {
    for await (const { data } of kraken.subscribe(executions, { snap_orders: true })) return data.length;
    throw new Error("the subscription ended without a snapshot");
  };
  const listed = await list();
  const { count } = await kraken.call(cancelAll, {});
  const left = await list();
  await kraken.close();
  return { placed, listed, cancelled: count, left };
});
