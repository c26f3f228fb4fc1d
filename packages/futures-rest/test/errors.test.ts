import { describe, expect, it } from "vitest";
import {
  cancelAllOrders,
  createClient,
  errorCodes,
  FuturesRestError,
  getOpenOrders,
  sendOrder,
} from "../src/index.ts";
import { clients, failure } from "./client-fixture.ts";
import {
  type Answer,
  cancelled,
  credentials,
  json,
  nobodyListens,
  noOrders,
  refused,
  sendStatus,
} from "./exchange.ts";
import { ManualClock } from "./manual-clock.ts";

const start = clients();

const text =
  (body: string, status = 200, type = "application/json"): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": type }).end(body);
  };

const html = "<html><body><h1>502 Bad Gateway</h1></body></html>";
const market = { orderType: "mkt", symbol: "PF_XBTUSD", side: "buy", size: 1 } as const;

describe("answers that are errors", () => {
  // What an order-changing call and a read make of the same answer.
  const matrix: {
    what: string;
    answer: Answer;
    code: string;
    outcome: "refused" | "unknown";
    retryable?: boolean;
    readRetryable?: boolean;
    reason?: string;
  }[] = [
    ...errorCodes.map((code) => ({
      what: `the code ${code} with status 200`,
      answer: json(refused(code)),
      code,
      outcome: ["Server Error", "unknownError"].includes(code) ? ("unknown" as const) : ("refused" as const),
      retryable: ["apiLimitExceeded", "marketUnavailable", "Unavailable"].includes(code),
      readRetryable: ["apiLimitExceeded", "marketUnavailable", "Unavailable", "Server Error"].includes(code),
      reason: code,
    })),
    {
      what: "a code with a detail",
      answer: json(refused("invalidArgument: symbol")),
      code: "invalidArgument",
      outcome: "refused",
      reason: "invalidArgument: symbol",
    },
    {
      what: "a code nobody knows",
      answer: json(refused("brandNewError")),
      code: "unlistedError",
      outcome: "unknown",
      reason: "brandNewError",
    },
    {
      what: "a list of codes without a first one",
      answer: json({ result: "error", serverTime: "x", errors: ["nonceDuplicate"] }),
      code: "nonceDuplicate",
      outcome: "refused",
    },
    {
      what: "an error without a reason",
      answer: json({ result: "error", serverTime: "x" }),
      code: "invalidAnswer",
      outcome: "unknown",
    },
    {
      what: "numbered errors with status 400",
      answer: json(
        {
          status: "BAD_REQUEST",
          result: "error",
          errors: [{ code: 11, message: "Argument invalid: orderType" }],
        },
        400,
      ),
      code: "requestRefused",
      outcome: "refused",
      reason: "Argument invalid: orderType",
    },
    {
      what: "numbered errors without the result key",
      answer: json({ status: "NOT_FOUND", errors: [{ code: 93, message: "No such contract" }] }, 404),
      code: "requestRefused",
      outcome: "refused",
    },
    {
      what: "numbered errors with status 500",
      answer: json(
        { status: "INTERNAL_SERVER_ERROR", result: "error", errors: [{ code: 87, message: "gone" }] },
        500,
      ),
      code: "requestRefused",
      outcome: "unknown",
      readRetryable: true,
    },
    {
      what: "a gateway's page with status 502",
      answer: text(html, 502, "text/html"),
      code: "httpError",
      outcome: "unknown",
      readRetryable: true,
    },
    {
      what: "plain text with status 429",
      answer: text("slow down", 429, "text/plain"),
      code: "httpError",
      outcome: "unknown",
      readRetryable: true,
    },
    {
      what: "an empty body with status 401",
      answer: text("", 401),
      code: "authenticationError",
      outcome: "refused",
    },
    {
      what: "the history API's status 401",
      answer: json({ status: "unauthorized", reason: "invalid signature" }, 401),
      code: "authenticationError",
      outcome: "refused",
      reason: "invalid signature",
    },
    {
      what: "a gateway's page with status 200",
      answer: text(html, 200, "text/html"),
      code: "invalidAnswer",
      outcome: "unknown",
      readRetryable: true,
    },
    {
      what: "an empty body",
      answer: text(""),
      code: "invalidAnswer",
      outcome: "unknown",
      readRetryable: true,
    },
    {
      what: "JSON under another content type",
      answer: text(JSON.stringify(cancelled), 200, "text/html"),
      code: "invalidAnswer",
      outcome: "unknown",
      readRetryable: true,
    },
    {
      what: "JSON that is cut short",
      answer: text(JSON.stringify(cancelled).slice(0, -9)),
      code: "invalidAnswer",
      outcome: "unknown",
      readRetryable: true,
    },
    { what: "null", answer: json(null), code: "invalidAnswer", outcome: "unknown" },
    { what: "a list", answer: json([]), code: "invalidAnswer", outcome: "unknown" },
    {
      what: "success without the payload",
      answer: json({ result: "success", serverTime: "x" }),
      code: "invalidAnswer",
      outcome: "unknown",
    },
  ];

  it.each(matrix)("$what", async ({ answer, code, outcome, reason, retryable, readRetryable }) => {
    const { client, received } = await start(answer);
    const error = await failure(client.call(cancelAllOrders, { symbol: "PF_XBTUSD" }));
    expect(error).toMatchObject({ code, outcome, retryable: retryable ?? false });
    if (reason !== undefined) expect(error.reason).toBe(reason);
    expect(error.request).toEqual({ name: "cancelAllOrders", params: { symbol: "PF_XBTUSD" } });
    expect(typeof error.raw).toBe("string");
    expect(error.status).toBeGreaterThanOrEqual(200);

    const read = await failure(client.call(getOpenOrders, {}));
    expect(read).toMatchObject({ code, outcome: "none", retryable: readRetryable ?? false });
    expect(received).toHaveLength(2);
  });

  it("names the place where an answer does not fit", async () => {
    const answer = {
      ...cancelled,
      cancelStatus: { ...cancelled.cancelStatus, cancelledOrders: [{ order_id: 7 }] },
    };
    const { client } = await start(json(answer));
    const error = await failure(client.call(cancelAllOrders, {}));
    expect(error).toMatchObject({ code: "invalidAnswer", path: "/cancelStatus/cancelledOrders/0/order_id" });
    expect(error.message).toBe(
      "cancelAllOrders: /cancelStatus/cancelledOrders/0/order_id: expected string, got 7",
    );
  });

  it("is not misled by a __proto__ key", async () => {
    const body = `{"__proto__":{"result":"success"},"serverTime":"x","openOrders":[]}`;
    const { client } = await start(text(body));
    expect(await failure(client.call(getOpenOrders, {}))).toMatchObject({
      code: "invalidAnswer",
      path: "/result",
    });
  });
});

describe("what became of an order", () => {
  it.each(["placed", "partiallyFilled", "filled"])("%s is accepted", async (status) => {
    const { client } = await start(json(sendStatus(status)));
    await expect(client.call(sendOrder, market)).resolves.toMatchObject({ sendStatus: { status } });
  });

  it.each(["insufficientAvailableFunds", "iocWouldNotExecute", "wouldProcessAfterSpecifiedTime"])(
    "%s is a refusal",
    async (status) => {
      const { client } = await start(json(sendStatus(status)));
      expect(await failure(client.call(sendOrder, market))).toMatchObject({
        code: "orderRefused",
        outcome: "refused",
        retryable: false,
        reason: status,
        path: "/sendStatus/status",
      });
    },
  );

  it.each(["cancelled", "edited", "aStatusOfTomorrow"])("%s proves nothing", async (status) => {
    const { client } = await start(json(sendStatus(status)));
    expect(await failure(client.call(sendOrder, market))).toMatchObject({
      code: "orderUnsettled",
      outcome: "unknown",
      retryable: false,
      reason: status,
    });
  });
});

describe("calls that get no answer", () => {
  it("refuses bad parameters before the wire", async () => {
    const { client, received } = await start(json(cancelled));
    // @ts-expect-error a misspelt field does not compile either
    const error = await failure(client.call(cancelAllOrders, { sybmol: "PF_XBTUSD" }));
    expect(error).toMatchObject({
      code: "invalidParams",
      path: "/sybmol",
      outcome: "not-sent",
      retryable: false,
    });
    expect(received).toHaveLength(0);
  });

  it("refuses a private call without credentials", async () => {
    const client = createClient({ baseUrl: "http://127.0.0.1:1" });
    expect(await failure(client.call(getOpenOrders, {}))).toMatchObject({
      code: "missingCredentials",
      outcome: "not-sent",
    });
  });

  it("knows that a refused connection sent nothing", async () => {
    await using nobody = await nobodyListens();
    const client = createClient({ credentials, baseUrl: nobody.baseUrl });
    const error = await failure(client.call(cancelAllOrders, {}));
    expect(error).toMatchObject({ code: "networkError", outcome: "not-sent", retryable: true });
    expect((error.cause as Error).cause).toMatchObject({ code: "ECONNREFUSED" });
  });

  it("does not know what became of an order when the connection is lost", async () => {
    const { client, received } = await start((_request, response) => response.socket?.destroy());
    expect(await failure(client.call(sendOrder, market))).toMatchObject({
      code: "networkError",
      outcome: "unknown",
      retryable: false,
    });
    expect(received).toHaveLength(1);
    expect(await failure(client.call(getOpenOrders, {}))).toMatchObject({ outcome: "none", retryable: true });
  });

  it("does not know it either when the body breaks off", async () => {
    const { client } = await start((_request, response) => {
      response.writeHead(200, { "content-type": "application/json", "content-length": "500" });
      response.write('{"result":"success"');
      setTimeout(() => response.socket?.destroy(), 20);
    });
    expect(await failure(client.call(sendOrder, market))).toMatchObject({
      code: "networkError",
      outcome: "unknown",
    });
  });

  it("ends at the deadline", async () => {
    const clock = new ManualClock();
    const { client, received } = await start(() => undefined, { clock, deadlineMs: 60 });
    const order = failure(client.call(sendOrder, market));
    await expect.poll(() => received).toHaveLength(1);
    await clock.advance(60);
    expect(await order).toMatchObject({ code: "deadlineExceeded", outcome: "unknown", retryable: false });
    const read = failure(client.call(getOpenOrders, {}, { deadlineMs: 20 }));
    await expect.poll(() => received).toHaveLength(2);
    await clock.advance(20);
    expect(await read).toMatchObject({
      code: "deadlineExceeded",
      outcome: "none",
      retryable: true,
    });
  });

  it("counts a slow body against the deadline", async () => {
    const clock = new ManualClock();
    let begun = false;
    const { client } = await start(
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        response.write('{"result":');
      },
      {
        clock,
        deadlineMs: 60,
        async fetch(url, init) {
          const response = await fetch(url, init);
          begun = true;
          return response;
        },
      },
    );
    const order = failure(client.call(sendOrder, market));
    await expect.poll(() => begun).toBe(true);
    await clock.advance(60);
    expect(await order).toMatchObject({ code: "deadlineExceeded", outcome: "unknown" });
  });

  it("ends when the caller says so", async () => {
    const controller = new AbortController();
    const { client, received } = await start(() => controller.abort());
    expect(await failure(client.call(sendOrder, market, { signal: controller.signal }))).toMatchObject({
      code: "aborted",
      outcome: "unknown",
      retryable: false,
    });
    expect(await failure(client.call(sendOrder, market, { signal: controller.signal }))).toMatchObject({
      code: "aborted",
      outcome: "not-sent",
    });
    expect(received).toHaveLength(1);
  });

  it("follows no redirect with a signed request", async () => {
    const elsewhere = await start(json(noOrders));
    const { client } = await start((_request, response) => {
      response.writeHead(307, { location: `${elsewhere.baseUrl}/derivatives/api/v3/openorders` }).end();
    });
    expect(await failure(client.call(getOpenOrders, {}))).toMatchObject({ code: "networkError" });
    expect(elsewhere.received).toHaveLength(0);
  });

  it("says so when signing fails", async () => {
    const { client, received } = await start(json(cancelled), {
      nonce: () => {
        throw new Error("no nonce");
      },
    });
    expect(await failure(client.call(cancelAllOrders, {}))).toMatchObject({
      code: "signingFailed",
      outcome: "not-sent",
    });
    expect(received).toHaveLength(0);
  });
});

describe("FuturesRestError.is", () => {
  it("recognises the error of another copy of the package by its shape", () => {
    const foreign = Object.assign(new Error("x"), {
      name: "FuturesRestError",
      code: "notFound",
      outcome: "refused",
    });
    expect(FuturesRestError.is(foreign)).toBe(true);
    expect(FuturesRestError.is(new FuturesRestError("notFound", "x"))).toBe(true);
    expect(FuturesRestError.is(new Error("x"))).toBe(false);
    expect(FuturesRestError.is(undefined)).toBe(false);
  });
});
