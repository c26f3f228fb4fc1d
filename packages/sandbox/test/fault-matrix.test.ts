import { systemClock } from "@x/core";
import { getOpenOrders, reportDrift, retry, sendOrder } from "@x/futures-rest";
import { describe, expect, it } from "vitest";
import { failure, faultyExchanges, order } from "./fault-matrix-fixture.ts";
import { matrix } from "./fault-matrix-rows.ts";
import { json } from "./fault-matrix-server.ts";

const { start, valid } = faultyExchanges();

describe.each(matrix)("$what", ({ fault, code, readRetryable, status, path }) => {
  it("fails a read, with nothing to settle", async () => {
    const { client, received } = await start(fault);
    const error = await failure(client.call(getOpenOrders, {}), received);
    expect(error).toMatchObject({ code, outcome: "none", retryable: readRetryable });
    expect([error.status, error.path]).toEqual([status, path]);
    expect(error.request).toEqual({ name: "getOpenOrders", params: {} });
    expect(received).toHaveLength(1);
  });

  it("leaves open what became of an order, which is sent once", async () => {
    const { client, received } = await start(fault, { retry: retry({ initialMs: 1 }) });
    const error = await failure(client.call(sendOrder, order), received);
    expect(error).toMatchObject({ code, outcome: "unknown", retryable: false });
    expect([error.status, error.path]).toEqual([status, path]);
    expect(error.request).toEqual({ name: "sendOrder", params: order });
    expect(received).toHaveLength(1);
  });
});

describe("a redirect", () => {
  it("is not followed, so that no signature goes where it points", async () => {
    const elsewhere = await start(({ response, valid }) => response.writeHead(200, json).end(valid));
    for (const status of [301, 307]) {
      const { client, received } = await start(({ request, response }) =>
        response.writeHead(status, { location: `${elsewhere.baseUrl}${request.url}` }).end(),
      );
      expect(await failure(client.call(getOpenOrders, {}), received)).toMatchObject({ code: "networkError" });
      expect(await failure(client.call(sendOrder, order), received)).toMatchObject({ outcome: "unknown" });
      expect(received).toHaveLength(2);
    }
    expect(elsewhere.received).toEqual([]);
  });
});

describe("a retry", () => {
  it.each([
    ["Retry-After", { "retry-after": "1" }, 1000],
    ["rate-limit-reset", { "rate-limit-reset": "1" }, 1000],
    ["no hint", {}, 0],
  ])("of a read waits as long as %s asks, and succeeds", async (_what, headers, milliseconds) => {
    let calls = 0;
    const { client, received } = await start(
      ({ response, valid }) => {
        calls += 1;
        if (calls === 1) response.writeHead(429, headers).end("slow down");
        else response.writeHead(200, json).end(valid);
      },
      { retry: retry({ random: () => 0 }), clock: systemClock, deadlineMs: 60_000 },
    );
    expect(await client.call(getOpenOrders, {})).toEqual(JSON.parse(valid.openorders ?? ""));
    const [first, second, ...more] = received;
    expect(more).toEqual([]);
    // A timer may be early by the part of a millisecond that clocks do not show.
    expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(milliseconds - 2);
  });
});

describe("keys that should not be there", () => {
  it("change no object, are kept, and are reported", async () => {
    const drifts: string[] = [];
    const { client } = await start(
      ({ response, valid }) =>
        response
          .writeHead(200, json)
          .end(
            `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},${valid.slice(1)}`,
          ),
      { onDrift: reportDrift(({ path }) => drifts.push(path)) },
    );
    const { openOrders } = await client.call(getOpenOrders, {});
    expect(openOrders).toHaveLength(1);
    const { sendStatus } = await client.call(sendOrder, order);
    expect(sendStatus.status).toBe("placed");
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    expect(drifts.sort()).toEqual(["/__proto__", "/__proto__", "/constructor", "/constructor"]);
  });

  it("given twice mean the last, as in every JSON parser", async () => {
    const { client, received } = await start(({ response, valid }) =>
      response.writeHead(200, json).end(valid.replace('"status":"placed"', '$&,"status":"invalidPrice"')),
    );
    expect(await failure(client.call(sendOrder, order), received)).toMatchObject({
      code: "orderRefused",
      outcome: "refused",
      reason: "invalidPrice",
    });
  });
});
