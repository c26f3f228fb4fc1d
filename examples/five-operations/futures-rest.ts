import { cancelAllOrders, createClient, getOpenOrders, sendOrder } from "@x/futures-rest";
import type { Sandbox } from "@x/sandbox";
import { Evidence, maskJson, maskRequest } from "./evidence.ts";
import type { Operation, Wire } from "./wire.ts";

/** Futures REST: each call one signed HTTP request. */
export function futuresRest(sandbox: Sandbox): { wire: Wire; operations: Operation[] } {
  const evidence = new Evidence();
  const client = createClient({
    credentials: sandbox.credentials.futures,
    baseUrl: sandbox.urls.futuresRest,
    async fetch(url, init) {
      evidence.record("out", maskRequest(url, init));
      const response = await fetch(url, init);
      evidence.record("in", `${response.status} ${maskJson(await response.clone().text())}`);
      return response;
    },
  });

  const wire: Wire = {
    name: "Futures REST",
    evidence,
    async place(count) {
      for (let n = 0; n < count; n++) {
        await client.call(sendOrder, {
          orderType: "post",
          symbol: "PF_XBTUSD",
          side: "buy",
          size: 0.5,
          limitPrice: 20_000 + n,
        });
      }
    },
    async countOpen() {
      return (await client.call(getOpenOrders, {})).openOrders.length;
    },
    async close() {},
  };

  const cancel = async () =>
    (await client.call(cancelAllOrders, { symbol: "PF_XBTUSD" })).cancelStatus.cancelledOrders.length;
  return { wire, operations: [{ name: "POST /cancelallorders", wire, cancel }] };
}
