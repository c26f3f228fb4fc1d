import { type Sandbox, startSandbox } from "@x/sandbox";
import { addOrder, connect, webSocketsToken } from "@x/ws-v2";
import { beforeEach, expect, test } from "vitest";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ market: "resting" });
  // What comes back is called after the test.
  return () => sandbox.close();
});

test("buys what others offer", async () => {
  const { urls, credentials } = sandbox;
  const token = webSocketsToken({ ...credentials.spot, baseUrl: urls.spotRest });
  const spot = connect({ url: urls.wsV2, token });
  await spot.call(addOrder, { order_type: "market", side: "buy", symbol: "BTC/USD", order_qty: 0.01 });
  expect(sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
  await spot.close();
});
