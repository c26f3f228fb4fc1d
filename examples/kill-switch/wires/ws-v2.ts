import type { Clock } from "@x/core";
import { cancelAll, cancelAllOrdersAfter, connect, executions, webSocketsToken } from "@x/ws-v2";
import type { Access } from "../access.ts";
import type { KillWire } from "../wire.ts";

export function wsV2({ urls, credentials }: Access, deadlineMs: number, clock: Clock): KillWire {
  return {
    name: "WebSocket v2",
    venue: "spot",
    async open() {
      const connection = connect({
        url: urls.wsV2,
        token: webSocketsToken({ ...credentials.spot, baseUrl: urls.spotRest }),
        deadlineMs,
        connectTimeoutMs: deadlineMs,
        clock,
      });
      return {
        async cancelAll() {
          return (await connection.call(cancelAll, {})).count;
        },
        async countOpen() {
          for await (const { type, data } of connection.subscribe(executions, { snap_orders: true })) {
            if (type === "snapshot") return data.length;
          }
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
