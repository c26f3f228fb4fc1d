import { createHash, createHmac } from "node:crypto";
import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import {
  cancelAllOrders,
  createClient,
  type GetOpenOrdersResult,
  getOpenOrders,
  type RestOperation,
  sendOrder,
} from "../src/index.ts";
import { clients } from "./client-fixture.ts";
import { cancelled, credentials, json, noOrders, sendStatus } from "./exchange.ts";

const start = clients();

/** The signature as the rule says it, by other means than the package's. */
function authent(data: string, nonce: string, path: string): string {
  const digest = createHash("sha256")
    .update(data + nonce + path)
    .digest();
  return createHmac("sha512", Buffer.from(credentials.apiSecret, "base64")).update(digest).digest("base64");
}

describe("a call", () => {
  it("sends a signed form and resolves with the answer", async () => {
    const { client, received } = await start(json(cancelled));
    const answer = await client.call(cancelAllOrders, { symbol: "PF XBT" });
    expect(answer).toEqual(cancelled);
    expect(received).toHaveLength(1);
    const [request] = received;
    expect(request).toMatchObject({
      method: "POST",
      url: "/derivatives/api/v3/cancelallorders",
      body: "symbol=PF%20XBT",
    });
    expect(request?.headers).toMatchObject({
      "content-type": "application/x-www-form-urlencoded",
      apikey: credentials.apiKey,
      authent: authent("symbol=PF%20XBT", "", "/api/v3/cancelallorders"),
    });
    expect(request?.headers.nonce).toBeUndefined();
  });

  it("sends no body when there are no parameters", async () => {
    const { client, received } = await start(json(cancelled));
    await client.call(cancelAllOrders, {});
    expect(received[0]?.body).toBe("");
    expect(received[0]?.headers["content-type"]).toBeUndefined();
    expect(received[0]?.headers.authent).toBe(authent("", "", "/api/v3/cancelallorders"));
  });

  it("reads with GET", async () => {
    const { client, received } = await start(json(noOrders));
    const { openOrders } = await client.call(getOpenOrders, {});
    expect(openOrders).toEqual([]);
    expect(received[0]).toMatchObject({ method: "GET", url: "/derivatives/api/v3/openorders", body: "" });
  });

  it("signs the query of a GET as it is sent", async () => {
    const { "~types": _types, ...facts } = getOpenOrders;
    const listed: RestOperation<{ since: string }, GetOpenOrdersResult> = {
      ...facts,
      parameters: [{ name: "since", in: "query" }],
      checkParams: () => undefined,
    };
    const { client, received } = await start(json(noOrders));
    await client.call(listed, { since: "a b" });
    expect(received[0]?.url).toBe("/derivatives/api/v3/openorders?since=a%20b");
    expect(received[0]?.headers.authent).toBe(authent("since=a%20b", "", "/api/v3/openorders"));
  });

  it("sends and signs the caller's nonce", async () => {
    const { client, received } = await start(json(cancelled), { nonce: () => 1415957147987n });
    await client.call(cancelAllOrders, {});
    expect(received[0]?.headers).toMatchObject({
      nonce: "1415957147987",
      authent: authent("", "1415957147987", "/api/v3/cancelallorders"),
    });
  });

  it("resolves with an accepted order", async () => {
    const { client, received } = await start(json(sendStatus("placed")));
    const { sendStatus: status } = await client.call(sendOrder, {
      orderType: "lmt",
      symbol: "PF_XBTUSD",
      side: "buy",
      size: 1e-7,
      limitPrice: 60000,
      reduceOnly: true,
      algoId: "alpha",
    });
    expect(status.status).toBe("placed");
    expect(received[0]?.body).toBe(
      "orderType=lmt&symbol=PF_XBTUSD&side=buy&size=0.0000001&limitPrice=60000&reduceOnly=true",
    );
    expect(received[0]?.headers.algoid).toBe("alpha");
  });

  it("uses the given fetch, with Kraken's own host unless told otherwise", async () => {
    const urls: string[] = [];
    const client = createClient({
      credentials,
      fetch: async (url) => {
        urls.push(url);
        return Response.json(noOrders);
      },
    });
    await client.call(getOpenOrders, {});
    expect(urls).toEqual(["https://futures.kraken.com/derivatives/api/v3/openorders"]);
  });

  it("serves concurrent calls apart", async () => {
    const { client } = await start((request, response) => {
      const symbol = new URLSearchParams(request.body).get("symbol");
      const answer = { ...cancelled, cancelStatus: { ...cancelled.cancelStatus, cancelOnly: symbol } };
      setTimeout(() => json(answer)(request, response), symbol === "A" ? 20 : 0);
    });
    const answers = await Promise.all(
      ["A", "B", "C"].map((symbol) => client.call(cancelAllOrders, { symbol })),
    );
    expect(answers.map(({ cancelStatus }) => cancelStatus.cancelOnly)).toEqual(["A", "B", "C"]);
  });
});

describe("after a call", () => {
  it("no timer and no listener is left, however it ended", async () => {
    let timers = 0;
    const clock = {
      now: () => Date.now(),
      setTimer(milliseconds: number, run: () => void) {
        timers++;
        const handle = setTimeout(run, milliseconds);
        return {
          cancel() {
            timers--;
            clearTimeout(handle);
          },
        };
      },
    };
    const { signal } = new AbortController();
    const good = await start(json(cancelled), { clock });
    await good.client.call(cancelAllOrders, {}, { signal });
    const bad = await start((_request, response) => response.socket?.destroy(), { clock });
    await expect(bad.client.call(cancelAllOrders, {}, { signal })).rejects.toThrow();
    expect(timers).toBe(0);
    expect(getEventListeners(signal, "abort")).toEqual([]);
  });
});
