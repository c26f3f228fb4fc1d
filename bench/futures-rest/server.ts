// The other side of the overhead benchmark, a process of its own: answers whatever it is asked with the same open orders
// and does as little else as it can. Tells its parent the port.
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

const order = {
  order_id: "59302619-41d2-4f0b-941f-7e7914760ad3",
  cliOrdId: "ladder-17",
  status: "untouched",
  side: "buy",
  orderType: "lmt",
  symbol: "PF_XBTUSD",
  limitPrice: 20_000.5,
  filledSize: 0,
  unfilledSize: 0.5,
  reduceOnly: false,
  lastUpdateTime: "2026-01-05T08:15:30.123Z",
  receivedTime: "2026-01-05T08:15:30.123Z",
};

const body = Buffer.from(
  JSON.stringify({
    result: "success",
    openOrders: [order, { ...order, side: "sell" }, { ...order, symbol: "PF_ETHUSD" }],
    serverTime: "2026-01-05T08:15:31.456Z",
  }),
);

const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, { "content-type": "application/json", "content-length": body.byteLength });
  response.end(body);
});

// Without a limit on idle connections, so that none is closed while another subject has its turn.
server.keepAliveTimeout = 0;
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.once("disconnect", () => process.exit());
