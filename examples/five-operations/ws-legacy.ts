import type { Sandbox } from "@x/sandbox";
import { addOrder, cancelOrder, connect, openOrders, webSocketsToken } from "@x/ws-legacy";
import { Evidence } from "./evidence.ts";
import { recordingWebSocket } from "./web-socket.ts";
import type { Operation, Wire } from "./wire.ts";

/** The legacy WebSocket: events by name, prices and volumes as exact text. */
export function wsLegacy(sandbox: Sandbox): { wire: Wire; operations: Operation[] } {
  const evidence = new Evidence((text) => text.includes('"cancelOrder'));
  const connection = connect({
    url: sandbox.urls.wsLegacy,
    token: webSocketsToken({ ...sandbox.credentials.spot, baseUrl: sandbox.urls.spotRest }),
    WebSocket: recordingWebSocket(evidence),
  });
  const placed: string[] = [];

  const wire: Wire = {
    name: "legacy WebSocket",
    evidence,
    async place(count) {
      const order = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "0.01000000" } as const;
      for (let n = 0; n < count; n++) {
        const { txid } = await connection.call(addOrder, { ...order, price: `2100${n}.10000` });
        if (txid === undefined) throw new Error("an order was confirmed without its id");
        placed.push(txid);
      }
    },
    async countOpen() {
      // The first frame of the channel is the snapshot.
      for await (const [orders] of connection.subscribe(openOrders, {})) return orders.length;
      throw new Error("the channel ended before its snapshot came");
    },
    close: () => connection.close(),
  };

  async function cancel(): Promise<number> {
    const txid = placed.splice(0);
    // The answer carries no count: what is left is counted afterwards.
    await connection.call(cancelOrder, { txid });
    return txid.length;
  }
  return { wire, operations: [{ name: "cancelOrder", wire, cancel }] };
}
