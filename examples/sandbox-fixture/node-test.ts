import assert from "node:assert/strict";
import { test } from "node:test";
import { createClient, getOpenOrders } from "@x/futures-rest";
import { startSandbox } from "@x/sandbox";

test("begins with no open order", async () => {
  await using sandbox = await startSandbox();
  const { urls, credentials } = sandbox;
  const futures = createClient({ baseUrl: urls.futuresRest, credentials: credentials.futures });
  assert.deepEqual((await futures.call(getOpenOrders, {})).openOrders, []);
});
