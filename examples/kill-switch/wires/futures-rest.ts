import type { Clock } from "@x/core";
import { cancelAllOrders, cancelAllOrdersAfter, createClient, getOpenOrders } from "@x/futures-rest";
import type { Access } from "../access.ts";
import type { KillWire } from "../wire.ts";

export function futuresRest({ urls, credentials }: Access, deadlineMs: number, clock: Clock): KillWire {
  return {
    name: "Futures REST",
    venue: "futures",
    async open() {
      const client = createClient({
        baseUrl: urls.futuresRest,
        credentials: credentials.futures,
        deadlineMs,
        clock,
      });
      return {
        async cancelAll() {
          return (await client.call(cancelAllOrders, {})).cancelStatus.cancelledOrders.length;
        },
        async countOpen() {
          return (await client.call(getOpenOrders, {})).openOrders.length;
        },
        async deadMansSwitch(seconds) {
          await client.call(cancelAllOrdersAfter, { timeout: seconds });
        },
        async close() {},
      };
    },
  };
}
