import type { Sandbox } from "@x/sandbox";
import { addOrder, batchCancel, cancelAll, connect, executions, webSocketsToken } from "@x/ws-v2";
import { Evidence } from "./evidence.ts";
import { recordingWebSocket } from "./web-socket.ts";
import type { Operation, Wire } from "./wire.ts";

/** WebSocket v2: requests and answers by name and id, the account's orders as a channel. */
export function wsV2(sandbox: Sandbox): { wire: Wire; operations: Operation[] } {
  const evidence = new Evidence((text) => text.includes('"method"'));
  const connection = connect({
    url: sandbox.urls.wsV2,
    token: webSocketsToken({ ...sandbox.credentials.spot, baseUrl: sandbox.urls.spotRest }),
    WebSocket: recordingWebSocket(evidence),
  });
  const placed: string[] = [];

  const wire: Wire = {
    name: "WebSocket v2",
    evidence,
    async place(count) {
      const order = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 0.01 } as const;
      for (let n = 0; n < count; n++) {
        const { order_id } = await connection.call(addOrder, { ...order, limit_price: 20_000 + n });
        if (order_id === undefined) throw new Error("an order was confirmed without its id");
        placed.push(order_id);
      }
    },
    async countOpen() {
      for await (const { type, data } of connection.subscribe(executions, { snap_orders: true })) {
        if (type === "snapshot") return data.length;
      }
      throw new Error("the channel ended before its snapshot came");
    },
    close: () => connection.close(),
  };

  return {
    wire,
    operations: [
      {
        name: "batch_cancel",
        wire,
        cancel: async () => (await connection.call(batchCancel, { orders: placed.splice(0, 3) })).count,
      },
      { name: "cancel_all", wire, cancel: async () => (await connection.call(cancelAll, {})).count },
    ],
  };
}
