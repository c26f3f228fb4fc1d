import { createHash, createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import * as everything from "../src/index.ts";
import {
  accountLog,
  cancelRfqOffer,
  checkV3ApiKey,
  createClient,
  createUserRfq,
  getInstruments,
  getOrderStatus,
  getTickers,
  instrumentStatus,
  type RestOperation,
  sendBatchOrder,
  setLeverageSetting,
} from "../src/index.ts";
import { credentials } from "./exchange.ts";

const operations = (Object.values(everything) as unknown[]).filter(
  (value): value is RestOperation => typeof value === "object" && value !== null && "checkParams" in value,
);

/** What would be sent. */
async function sent<Params>(operation: RestOperation<Params, unknown>, params: Params) {
  let got: { url: string; init: RequestInit } | undefined;
  const client = createClient({
    credentials,
    fetch: async (url, init) => {
      got = { url, init };
      return new Response("", { status: 500 });
    },
  });
  await expect(client.call(operation as RestOperation, params)).rejects.toMatchObject({ code: "httpError" });
  const { url = "", init = {} } = got ?? {};
  return { method: init.method, url, body: init.body, headers: init.headers as Record<string, string> };
}

/** The signature as the rule says it, by other means than the package's. */
function authent(data: string, path: string): string {
  const digest = createHash("sha256")
    .update(data + path)
    .digest();
  return createHmac("sha512", Buffer.from(credentials.apiSecret, "base64")).update(digest).digest("base64");
}

describe("the operations", () => {
  it("are all of Kraken's", () => {
    expect(operations).toHaveLength(68);
    expect(new Set(operations.map(({ name }) => name)).size).toBe(68);
  });

  it("that are safe to repeat only read, but for the dead man's switch", () => {
    const safe = operations.filter(({ retry }) => retry === "safe");
    expect(safe.filter(({ changesOrders }) => changesOrders).map(({ name }) => name)).toEqual([
      "cancelAllOrdersAfter",
    ]);
    const unsafe = operations.filter(({ retry }) => retry === undefined).map(({ name }) => name);
    expect(unsafe).toContain("withdrawal");
    expect(unsafe).toContain("transfer");
  });

  it("name a pool that is known, or none", () => {
    for (const { cost } of operations)
      expect([undefined, "derivatives", "history", "public"]).toContain(cost?.pool);
  });
});

describe("a request", () => {
  it("repeats the name of each value of a list, in a query", async () => {
    const { url, headers } = await sent(accountLog, { info: ["futures trade", "transfer"], count: 5 });
    const query = "info=futures%20trade&info=transfer&count=5";
    expect(url).toBe(`https://futures.kraken.com/api/history/v3/account-log?${query}`);
    // History paths are signed whole: there is no /derivatives to leave out.
    expect(headers.Authent).toBe(authent(query, "/api/history/v3/account-log"));
  });

  it("repeats the name of each value of a list, in a form", async () => {
    const { url, body, headers } = await sent(getOrderStatus, { cliOrdIds: ["a b", "c&d"] });
    expect(url).toBe("https://futures.kraken.com/derivatives/api/v3/orders/status");
    expect(body).toBe("cliOrdIds=a%20b&cliOrdIds=c%26d");
    expect(headers.Authent).toBe(authent("cliOrdIds=a%20b&cliOrdIds=c%26d", "/api/v3/orders/status"));
  });

  it("carries JSON in a form field, encoded, and signs it encoded", async () => {
    const params = { json: { batchOrder: [{ order: "cancel" as const, cliOrdId: "ä 1" }] } };
    const { method, body, headers } = await sent(sendBatchOrder, params);
    const want = `json=${encodeURIComponent('{"batchOrder":[{"order":"cancel","cliOrdId":"ä 1"}]}')}`;
    expect([method, body]).toEqual(["POST", want]);
    expect(headers["Content-Type"]).toBe("application/x-www-form-urlencoded");
    expect(headers.Authent).toBe(authent(want, "/api/v3/batchorder"));
  });

  it("carries JSON of another operation the same way", async () => {
    const json = { legs: [{ tradeable: "PF_XBTUSD", size: 1 }] };
    const { body } = await sent(createUserRfq, { json });
    expect(body).toBe(`json=${encodeURIComponent(JSON.stringify(json))}`);
  });

  it("writes no exponent inside JSON either, and leaves text that looks like one alone", async () => {
    const json = {
      legs: [
        { tradeable: '1e-7 \\" 2e-9', size: 1e-7 },
        { tradeable: "a", size: -2.5e21 },
      ],
    };
    const { body } = await sent(createUserRfq, { json });
    const sentText = decodeURIComponent(String(body).slice(5));
    expect(sentText).toContain('"size":0.0000001');
    expect(sentText).toContain('"size":-2500000000000000000000');
    expect(JSON.parse(sentText)).toEqual(json);
  });

  it("fills path parameters in, encoded, and signs them so", async () => {
    const { url } = await sent(instrumentStatus, { symbol: "PF/XBT USD" });
    expect(url).toBe("https://futures.kraken.com/derivatives/api/v3/instruments/PF%2FXBT%20USD/status");
  });

  it("deletes with parameters in path and query", async () => {
    const params = {
      rfqUid: "b7e1c0d2-51a4-4f6e-9c3d-1a2b3c4d5e01",
      offerUid: "b7e1c0d2-51a4-4f6e-9c3d-1a2b3c4d5e02",
    };
    const { method, url, body, headers } = await sent(cancelRfqOffer, params);
    expect([method, body]).toEqual(["DELETE", undefined]);
    expect(url).toMatch(/\/rfqs\/cancel-offer\/b7e1c0d2[^/?]*\?offerUid=b7e1c0d2/);
    expect(headers.Authent).toBe(
      authent(`offerUid=${params.offerUid}`, `/api/v3/rfqs/cancel-offer/${params.rfqUid}`),
    );
  });

  it("puts with a form", async () => {
    const { method, body } = await sent(setLeverageSetting, { symbol: "PF_XBTUSD", maxLeverage: 10 });
    expect([method, body]).toEqual(["PUT", "symbol=PF_XBTUSD&maxLeverage=10"]);
  });

  it("of a public operation is not signed", async () => {
    const { headers } = await sent(getTickers, {});
    expect(headers).toEqual({});
    expect((await sent(getInstruments, {})).headers).toEqual({});
  });

  it("goes to the part of the host that answers it", async () => {
    const { url, headers } = await sent(checkV3ApiKey, {});
    expect(url).toBe("https://futures.kraken.com/api/auth/v1/api-keys/v3/check");
    expect(headers.Authent).toBe(authent("", "/api/auth/v1/api-keys/v3/check"));
  });
});
