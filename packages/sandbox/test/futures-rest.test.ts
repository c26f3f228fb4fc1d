import { createHash, createHmac } from "node:crypto";
import {
  cancelAllOrders,
  createClient,
  FuturesRestError,
  getOpenOrders,
  type SendOrderParams,
  sendOrder,
} from "@x/futures-rest";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const { start, observeDrift: onDrift } = sandboxes();

const limit: SendOrderParams = {
  orderType: "lmt",
  symbol: "PF_XBTUSD",
  side: "buy",
  size: 0.25,
  limitPrice: 59000.5,
};

function client(
  sandbox: Sandbox,
  change: { apiKey?: string; apiSecret?: string; nonce?: () => number } = {},
) {
  const { nonce, ...keys } = change;
  const { apiKey, apiSecret } = { ...sandbox.credentials.futures, ...keys };
  return createClient({
    baseUrl: sandbox.urls.futuresRest,
    credentials: { apiKey, apiSecret },
    ...(nonce && { nonce }),
    onDrift,
  });
}

/** Signs and sends what no client would. */
async function raw(sandbox: Sandbox, method: string, path: string, { query = "", body = "" }, nonce = "") {
  const { apiKey, apiSecret } = sandbox.credentials.futures;
  const digest = createHash("sha256").update(`${query}${body}${nonce}/api/v3${path}`).digest();
  const authent = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(digest).digest("base64");
  const response = await fetch(
    `${sandbox.urls.futuresRest}/derivatives/api/v3${path}${query && `?${query}`}`,
    {
      method,
      headers: {
        APIKey: apiKey,
        Authent: authent,
        ...(nonce && { Nonce: nonce }),
        "content-type": "application/x-www-form-urlencoded",
      },
      ...(method === "POST" && { body }),
    },
  );
  return { status: response.status, answer: (await response.json()) as Record<string, unknown> };
}

const failure = (call: Promise<unknown>) =>
  call.then(
    () => {
      throw new Error("expected an error");
    },
    (error: unknown) => {
      if (!FuturesRestError.is(error)) throw error;
      return error;
    },
  );

describe("the operations, through the real client", () => {
  test("placed, listed, cancelled", async () => {
    const sandbox = await start();
    const futures = client(sandbox);
    const { sendStatus } = await futures.call(sendOrder, { ...limit, cliOrdId: "maker 17" });
    expect(sendStatus).toMatchObject({ status: "placed", cliOrdId: "maker 17" });
    expect(sendStatus.orderEvents).toMatchObject([
      { type: "PLACE", reducedQuantity: null, order: { type: "lmt", quantity: 0.25, limitPrice: 59000.5 } },
    ]);
    await futures.call(sendOrder, { ...limit, orderType: "post", symbol: "PF_ETHUSD", limitPrice: 2900 });

    const { openOrders } = await futures.call(getOpenOrders, {});
    expect(openOrders).toMatchObject([
      { order_id: sendStatus.order_id, cliOrdId: "maker 17", status: "untouched", unfilledSize: 0.25 },
      { symbol: "PF_ETHUSD", orderType: "lmt" },
    ]);

    const one = await futures.call(cancelAllOrders, { symbol: "pf_ethusd" });
    expect(one.cancelStatus).toMatchObject({ status: "cancelled", cancelOnly: "PF_ETHUSD" });
    const { cancelStatus } = await futures.call(cancelAllOrders, {});
    expect(cancelStatus).toMatchObject({
      status: "cancelled",
      cancelOnly: "all",
      cancelledOrders: [{ order_id: sendStatus.order_id, cliOrdId: "maker 17" }],
      orderEvents: [{ type: "CANCEL", uid: sendStatus.order_id }],
    });
    expect((await futures.call(cancelAllOrders, {})).cancelStatus.status).toBe("noOrdersToCancel");
    expect(sandbox.counts()).toEqual({ placed: 2, ended: 2, open: 0 });
  });

  test.each<[string, Partial<SendOrderParams>, object, object]>([
    [
      "a stop-market order",
      { orderType: "stp", stopPrice: 58000 },
      { orderType: "stop", stopPrice: 58000, triggerSignal: "mark" },
      { type: "stp", triggerSide: "trigger_below", triggerSignal: "mark_price", limitPrice: null },
    ],
    [
      "a take-profit order with a relative limit",
      {
        orderType: "take_profit",
        stopPrice: 62000,
        triggerSignal: "index",
        limitPriceOffsetValue: -10,
        limitPriceOffsetUnit: "QUOTE_CURRENCY",
      },
      { orderType: "take_profit", limitPrice: 61990, triggerSignal: "spot" },
      { type: "lmt", triggerSide: "trigger_above", limitPrice: 61990 },
    ],
    [
      "a trailing stop",
      { orderType: "trailing_stop", trailingStopMaxDeviation: 1, trailingStopDeviationUnit: "PERCENT" },
      { orderType: "stop", stopPrice: 59400 },
      { type: "ioc", triggerPrice: 59400 },
    ],
  ])("%s waits for its trigger", async (_name, change, listed, placed) => {
    const futures = client(await start());
    const { limitPrice: _, ...rest } = limit;
    const { sendStatus } = await futures.call(sendOrder, {
      ...rest,
      side: "sell",
      ...change,
    } as SendOrderParams);
    expect(sendStatus.orderEvents).toMatchObject([{ type: "PLACE", orderTrigger: placed }]);
    expect((await futures.call(getOpenOrders, {})).openOrders).toMatchObject([listed]);
  });

  test.each<[string, Partial<SendOrderParams>]>([
    ["invalidSize", { size: 0.00001 }],
    ["invalidPrice", { limitPrice: 59000.3 }],
    ["clientOrderIdAlreadyExist", { cliOrdId: "taken" }],
    ["wouldNotReducePosition", { reduceOnly: true }],
    ["iocWouldNotExecute", { orderType: "ioc" }],
    ["iocWouldNotExecute", { orderType: "fok" }],
    ["iocWouldNotExecute", { orderType: "mkt" }],
    ["postWouldExecute", { orderType: "post", side: "sell", limitPrice: 50000 }],
    ["selfFill", { side: "sell", limitPrice: 50000 }],
    ["wouldProcessAfterSpecifiedTime", { processBefore: "2020-01-01T00:00:00Z" }],
  ])("an order that is not taken is refused: %s", async (reason, change) => {
    const sandbox = await start();
    const futures = client(sandbox);
    await futures.call(sendOrder, { ...limit, cliOrdId: "taken" });
    expect(await failure(futures.call(sendOrder, { ...limit, ...change }))).toMatchObject({
      code: "orderRefused",
      outcome: "refused",
      reason,
    });
    expect(sandbox.openOrders("futures")).toBe(1);
  });

  test("a cancelled trigger is named but has no event of the book", async () => {
    const futures = client(await start());
    const { limitPrice: _, ...rest } = limit;
    const { sendStatus } = await futures.call(sendOrder, { ...rest, orderType: "stp", stopPrice: 62000 });
    const { cancelStatus } = await futures.call(cancelAllOrders, {});
    expect(cancelStatus).toMatchObject({
      cancelledOrders: [{ order_id: sendStatus.order_id }],
      orderEvents: [],
    });
  });

  test("prices and sizes keep every digit", async () => {
    const sandbox = await start();
    sandbox.deposit("futures", "usd", "2000000000000");
    const body = "orderType=lmt&symbol=PF_XBTUSD&side=buy&size=123456789012345.6789&limitPrice=0.50";
    expect((await raw(sandbox, "POST", "/sendorder", { body })).answer).toMatchObject({ result: "success" });
    const { apiKey, apiSecret } = sandbox.credentials.futures;
    const digest = createHash("sha256").update("/api/v3/openorders").digest();
    const Authent = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(digest).digest("base64");
    const listed = await fetch(`${sandbox.urls.futuresRest}/derivatives/api/v3/openorders`, {
      headers: { APIKey: apiKey, Authent },
    });
    expect(await listed.text()).toContain(
      '"limitPrice":0.5,"filledSize":0,"unfilledSize":123456789012345.6789',
    );
  });
});

describe("who may", () => {
  test.each([
    ["an unknown key", { apiKey: "nobody" }],
    ["a wrong secret", { apiSecret: Buffer.alloc(64, 7).toString("base64") }],
  ])("%s is refused", async (_name, keys) => {
    const sandbox = await start();
    const error = await failure(client(sandbox, keys).call(sendOrder, limit));
    expect(error).toMatchObject({ code: "authenticationError", outcome: "refused" });
    expect(sandbox.counts().placed).toBe(0);
  });

  test("a signature is good for its own request only", async () => {
    const sandbox = await start();
    const { apiKey, apiSecret } = sandbox.credentials.futures;
    const digest = createHash("sha256").update("symbol=PF_ETHUSD/api/v3/cancelallorders").digest();
    const Authent = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(digest).digest("base64");
    const send = (body: string, headers: Record<string, string>) =>
      fetch(`${sandbox.urls.futuresRest}/derivatives/api/v3/cancelallorders`, {
        method: "POST",
        headers,
        body,
      }).then((response) => response.json());
    expect(await send("symbol=PF_XBTUSD", { APIKey: apiKey, Authent })).toMatchObject({
      error: "authenticationError",
    });
    expect(await send("symbol=PF_ETHUSD", { APIKey: apiKey })).toMatchObject({
      error: "authenticationError",
    });
    expect(await send("symbol=PF_ETHUSD", { APIKey: apiKey, Authent })).toMatchObject({ result: "success" });
  });

  test("a read-only key reads only", async () => {
    const credentials = {
      futures: { apiKey: "reader", apiSecret: "c2VjcmV0", permission: "read-only" },
    } as const;
    const futures = client(await start({ credentials }));
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual([]);
    expect(await failure(futures.call(cancelAllOrders, {}))).toMatchObject({ code: "authenticationError" });
  });

  test("nonces rise", async () => {
    const sandbox = await start();
    const nonces = [5, 5, 4, 6];
    const futures = client(sandbox, { nonce: () => nonces.shift() as number });
    await futures.call(getOpenOrders, {});
    expect(await failure(futures.call(getOpenOrders, {}))).toMatchObject({ code: "nonceDuplicate" });
    expect(await failure(futures.call(getOpenOrders, {}))).toMatchObject({ code: "nonceBelowThreshold" });
    await futures.call(getOpenOrders, {});
  });
});

describe("requests no client of ours would send", () => {
  const rest = "symbol=PF_XBTUSD&side=buy&size=1&limitPrice=59000";

  test.each([
    ["nothing at all", "", 200, { result: "error", error: "requiredArgumentMissing" }],
    [
      "no limit price",
      "orderType=lmt&symbol=PF_XBTUSD&side=buy&size=1",
      200,
      { error: "requiredArgumentMissing" },
    ],
    [
      "a price with an exponent",
      `orderType=lmt&${rest.replace("59000", "5.9e4")}`,
      200,
      { error: "invalidArgument: limitPrice" },
    ],
    [
      "a size that is no number",
      `orderType=lmt&${rest.replace("size=1", "size=many")}`,
      200,
      { error: "invalidArgument: size" },
    ],
    ["a parameter twice", `orderType=lmt&${rest}&size=2`, 200, { error: "invalidArgument: size" }],
    ["an unknown parameter", `orderType=lmt&${rest}&cheese=1`, 200, { error: "invalidArgument: cheese" }],
    [
      "an unknown market",
      `orderType=lmt&${rest.replace("PF_XBTUSD", "PF_NOPE")}`,
      200,
      { error: "invalidArgument: symbol" },
    ],
    [
      "a client id too long",
      `orderType=lmt&${rest}&cliOrdId=${"x".repeat(101)}`,
      200,
      { result: "success", sendStatus: { status: "clientOrderIdTooBig" } },
    ],
    [
      "an unknown order type",
      `orderType=nope&${rest}`,
      400,
      { status: "BAD_REQUEST", errors: [{ code: 11, message: "Argument invalid: orderType" }] },
    ],
  ])("%s", async (_name, body, status, answer) => {
    const sandbox = await start();
    expect(await raw(sandbox, "POST", "/sendorder", { body })).toMatchObject({ status, answer });
    expect(sandbox.counts().placed).toBe(0);
  });

  test.each<[string, string, string, object]>([
    [
      "an amount of nothing",
      "/transfer",
      "fromAccount=cash&toAccount=flex&unit=usd&amount=0",
      { error: "invalidAmount" },
    ],
    [
      "a transfer of no amount",
      "/transfer",
      "fromAccount=cash&toAccount=flex&unit=usd",
      { error: "requiredArgumentMissing" },
    ],
    ["a batch that is no JSON", "/batchorder", "json={", { error: "Json Parse Error" }],
    ["a batch of the wrong kind", "/batchorder", 'json={"batchOrder":1}', { error: "invalidArgument: json" }],
    ["no order named", "/cancelorder", "", { error: "requiredArgumentMissing" }],
    [
      "a timeout that is none",
      "/cancelallordersafter",
      "timeout=soon",
      { error: "invalidArgument: timeout" },
    ],
    [
      "a package of nothing",
      "/rfqs/open-rfqs",
      'json={"legs":[]}',
      { status: "failed", reason: "noLegsSpecified" },
    ],
  ])("%s", async (_name, path, body, answer) => {
    const sandbox = await start();
    expect(await raw(sandbox, "POST", path, { body })).toMatchObject({ status: 200, answer });
  });

  test("parameters of a POST may travel in the query as well", async () => {
    const sandbox = await start();
    const { answer } = await raw(sandbox, "POST", "/sendorder", { query: `orderType=lmt&${rest}` });
    expect(answer).toMatchObject({ result: "success", sendStatus: { status: "placed" } });
  });

  test("unknown paths and methods are not found", async () => {
    const sandbox = await start();
    expect(await raw(sandbox, "GET", "/sendorder", {})).toMatchObject({
      status: 404,
      answer: { error: "notFound" },
    });
    expect((await fetch(`${sandbox.urls.futuresRest}/elsewhere`)).status).toBe(404);
  });
});
