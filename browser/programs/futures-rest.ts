// Places, lists and cancels futures orders over REST.
import { cancelAllOrders, createClient, getOpenOrders, sendOrder } from "@x/futures-rest";
import { report } from "./page.ts";

await report(async ({ futures: { url, ...credentials } }) => {
  const futures = createClient({ credentials, baseUrl: url });
  const order = { orderType: "post", symbol: "PF_XBTUSD", side: "buy", size: 0.5 } as const;
  let placed = 0;
  for (const limitPrice of [20_000, 20_001, 20_002]) {
    const { sendStatus } = await futures.call(sendOrder, {
      ...order,
      limitPrice,
      cliOrdId: `ä & ${limitPrice}`,
    });
    if (sendStatus.status === "placed") placed++;
  }
  const { openOrders } = await futures.call(getOpenOrders, {});
  const { cancelStatus } = await futures.call(cancelAllOrders, { symbol: "PF_XBTUSD" });
  const { openOrders: left } = await futures.call(getOpenOrders, {});
  return {
    placed,
    listed: openOrders.length,
    cancelled: cancelStatus.cancelledOrders.length,
    left: left.length,
  };
});
