import { jsonText, type RestOperation, type RestParameter } from "@x/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cancelAllOrders, FuturesRestError, getOpenOrders, sendOrder } from "../src/index.ts";
import { encodeRequest } from "../src/request.ts";

const order = { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: 1, limitPrice: 60000 };

/** As the client encodes it, which names the parameter that has no encoding. */
function encoded(operation: RestOperation, params: unknown) {
  return encodeRequest(operation, params, (...error) => new FuturesRestError(...error));
}

/** An operation with the given parameters and nothing else of interest. */
function operation(parameters: readonly RestParameter[], path = "/things"): RestOperation {
  return { ...getOpenOrders, path, parameters, checkParams: () => undefined } as RestOperation;
}

describe("encodeRequest", () => {
  it("sends the parameters of an order-changing request as a form", () => {
    expect(encoded(cancelAllOrders, { symbol: "PF_XBTUSD" })).toEqual({
      path: "/derivatives/api/v3/cancelallorders",
      query: "",
      form: "symbol=PF_XBTUSD",
      headers: {},
    });
  });

  it("adds nothing of its own", () => {
    expect(encoded(cancelAllOrders, {})).toMatchObject({ query: "", form: "", headers: {} });
  });

  it("keeps the spec's order, whatever order the caller wrote", () => {
    const { form } = encoded(sendOrder, {
      limitPrice: 1,
      size: 2,
      side: "buy",
      symbol: "A",
      orderType: "lmt",
    });
    expect(form).toBe("orderType=lmt&symbol=A&side=buy&size=2&limitPrice=1");
  });

  it("puts header parameters in headers only", () => {
    const { form, headers } = encoded(sendOrder, { ...order, algoId: "alpha 7" });
    expect(headers).toEqual({ algoId: "alpha 7" });
    expect(form).not.toContain("algoId");
  });

  it.each([
    ["hello world", "hello%20world"],
    ["a+b", "a%2Bb"],
    ["100%", "100%25"],
    ["a&b=c", "a%26b%3Dc"],
    ["é€😀", "%C3%A9%E2%82%AC%F0%9F%98%80"],
    ["*!'()~-._", "*!'()~-._"],
    ["", ""],
  ])("writes %j as %j", (value, want) => {
    expect(encoded(cancelAllOrders, { symbol: value }).form).toBe(`symbol=${want}`);
  });

  it("repeats the name of an array, in the query of a GET", () => {
    const list = operation([{ name: "contract type", in: "query" }]);
    const { query, form } = encoded(list, { "contract type": ["a b", "c"] });
    expect(query).toBe("contract%20type=a%20b&contract%20type=c");
    expect(form).toBe("");
  });

  it("writes JSON parameters as one encoded text", () => {
    const batch = operation([{ name: "json", in: "form", json: true, write: jsonText }]);
    expect(encoded(batch, { json: { batchOrder: [{ order: "cancel" }] } }).form).toBe(
      `json=${encodeURIComponent('{"batchOrder":[{"order":"cancel"}]}')}`,
    );
  });

  it("fills path parameters in, encoded and without reading `$` patterns", () => {
    const one = operation([{ name: "symbol", in: "path" }], "/instruments/{symbol}/status");
    expect(encoded(one, { symbol: "$&/x" }).path).toBe("/derivatives/api/v3/instruments/%24%26%2Fx/status");
  });

  it("names the parameter that has no encoding", () => {
    expect(() => encoded(sendOrder, { ...order, cliOrdId: "\ud83d" })).toThrow(
      expect.objectContaining({ code: "invalidParams", path: "/cliOrdId", outcome: "not-sent" }),
    );
  });

  it("can be read back by any form decoder", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme" }),
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        (symbol, size) => {
          const { form } = encoded(sendOrder, { ...order, symbol, size });
          expect(form).not.toMatch(/[ +]/);
          const read = new URLSearchParams(form);
          expect(read.get("symbol")).toBe(symbol);
          expect(Number(read.get("size"))).toBe(size === 0 ? 0 : size);
        },
      ),
    );
  });
});

describe("checkParams", () => {
  const faults: [string, unknown, string][] = [
    ["parameters that are no object", null, ""],
    ["a field the operation does not know", { ...order, sybmol: "PF_XBTUSD" }, "/sybmol"],
    ["an undefined value", { ...order, cliOrdId: undefined }, "/cliOrdId"],
    ["a missing field", { ...order, side: undefined }, "/side"],
    ["an unknown order type", { ...order, orderType: "limit" }, "/orderType"],
    ["a number as text", { ...order, size: "1" }, "/size"],
    ["NaN", { ...order, size: Number.NaN }, "/size"],
    ["Infinity", { ...order, limitPrice: Infinity }, "/limitPrice"],
    ["a client order id of 101 characters", { ...order, cliOrdId: "x".repeat(101) }, "/cliOrdId"],
    ["a line break in a header", { ...order, algoId: "a\r\nNonce: 1" }, "/algoId"],
    ["a time without offset", { ...order, processBefore: "2026-03-02T09:20:00" }, "/processBefore"],
    ["a limit order without price", { ...order, limitPrice: undefined }, "/limitPrice"],
    ["a stop order without trigger", { orderType: "stp", symbol: "A", side: "buy", size: 1 }, "/stopPrice"],
    [
      "a trailing stop without deviation",
      { orderType: "trailing_stop", symbol: "A", side: "buy", size: 1 },
      "/trailingStopMaxDeviation",
    ],
    [
      "a trailing stop with a stop price",
      {
        orderType: "trailing_stop",
        symbol: "A",
        side: "buy",
        size: 1,
        trailingStopMaxDeviation: 1,
        trailingStopDeviationUnit: "PERCENT",
        stopPrice: 1,
      },
      "/stopPrice",
    ],
    [
      "a deviation above its limit",
      {
        orderType: "trailing_stop",
        symbol: "A",
        side: "buy",
        size: 1,
        trailingStopMaxDeviation: 50.1,
        trailingStopDeviationUnit: "PERCENT",
      },
      "/trailingStopMaxDeviation",
    ],
    [
      "an offset without unit",
      { orderType: "stp", symbol: "A", side: "buy", size: 1, stopPrice: 1, limitPriceOffsetValue: 1 },
      "/limitPriceOffsetUnit",
    ],
    [
      "an offset and an absolute price",
      {
        orderType: "stp",
        symbol: "A",
        side: "buy",
        size: 1,
        stopPrice: 1,
        limitPrice: 1,
        limitPriceOffsetValue: 1,
        limitPriceOffsetUnit: "PERCENT",
      },
      "/limitPrice",
    ],
    [
      "an offset on an order without trigger",
      {
        orderType: "mkt",
        symbol: "A",
        side: "buy",
        size: 1,
        limitPriceOffsetValue: 1,
        limitPriceOffsetUnit: "PERCENT",
      },
      "/orderType",
    ],
  ];
  it.each(faults)("refuses %s", (_what, params, path) => {
    expect(sendOrder.checkParams(params)?.path).toBe(path);
  });

  it.each([
    ["a limit order", order],
    ["a market order", { orderType: "mkt", symbol: "A", side: "sell", size: 0.5 }],
    [
      "a stop order that triggers a market order",
      { orderType: "stp", symbol: "A", side: "buy", size: 1, stopPrice: 1 },
    ],
    [
      "a trailing stop",
      {
        orderType: "trailing_stop",
        symbol: "A",
        side: "buy",
        size: 1,
        trailingStopMaxDeviation: 0.1,
        trailingStopDeviationUnit: "QUOTE_CURRENCY",
        reduceOnly: true,
      },
    ],
    ["100 characters that are 200 UTF-16 units", { ...order, cliOrdId: "😀".repeat(100) }],
  ])("accepts %s", (_what, params) => {
    expect(sendOrder.checkParams(params)).toBeUndefined();
  });
});
