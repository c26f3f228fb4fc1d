import { expect, test } from "vitest";
import { combClOrdIDs, numericClOrdIDs } from "../src/cl-ord-id.ts";
import { newOrderSingle } from "../src/generated/index.ts";

test("ids of both of Kraken's forms pass the check and rise", () => {
  const order = {
    Symbol: "BTC/USD",
    Side: "1",
    OrdType: "1",
    OrderQty: "1",
    TimeInForce: "1",
    TransactTime: new Date(),
  };
  for (const ids of [numericClOrdIDs(), combClOrdIDs()]) {
    const [first, second] = [ids.next(), ids.next()];
    expect(second > first).toBe(true);
    expect(newOrderSingle.check({ ...order, ClOrdID: second })).toBeUndefined();
  }
});
