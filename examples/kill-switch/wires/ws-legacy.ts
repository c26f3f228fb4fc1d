import type { Clock } from "@x/core";
import { cancelAll, cancelAllOrdersAfter, connect, openOrders, webSocketsToken } from "@x/ws-legacy";
import type { Access } from "../access.ts";
import type { KillWire } from "../wire.ts";

export function wsLegacy({ urls, credentials }: Access, deadlineMs: number, clock: Clock): KillWire {
  return {
    name: "legacy WebSocket",
    venue: "spot",
    async open() {
      const connection = connect({
        url: urls.wsLegacy,
        token: webSocketsToken({ ...credentials.spot, baseUrl: urls.spotRest }),
        deadlineMs,
        connectTimeoutMs: deadlineMs,
        clock,
      });
      return {
        async cancelAll() {
          const { count = 0 } = await connection.call(cancelAll, {});
          // Documented as a number, and seen as its text.
          return Number(count);
        },
        async countOpen() {
          // The first frame of the channel is the snapshot.
          for await (const [orders] of connection.subscribe(openOrders, {})) return orders.length;
          throw new Error("the channel ended before its snapshot came");
        },
        async deadMansSwitch(seconds) {
          await connection.call(cancelAllOrdersAfter, { timeout: seconds });
        },
        close: () => connection.close(),
      };
    },
  };
}
