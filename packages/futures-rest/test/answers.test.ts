import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  accountLogCsv,
  type ClientOptions,
  cancelAllOrders,
  createClient,
  FuturesRestError,
  getOpenOrders,
  marketAnalytics,
  reportDrift,
  sendOrder,
} from "../src/index.ts";
import { clients } from "./client-fixture.ts";
import { type Answer, cancelled, credentials, json, noOrders, sendStatus } from "./exchange.ts";

const start = clients();

/** A client that is answered without a socket, for cases by the hundred. */
function answered(body: string, options: ClientOptions = {}) {
  const headers = { "content-type": "application/json" };
  return createClient({ credentials, fetch: async () => new Response(body, { headers }), ...options });
}

const text =
  (body: string, status = 200, type = "application/json"): Answer =>
  (_request, response) => {
    response.writeHead(status, { "content-type": type }).end(body);
  };

describe("withResponse", () => {
  it("gives status, headers and time of arrival beside the answer", async () => {
    const { client } = await start((request, response) => {
      response.setHeader("x-trace", "7");
      json(noOrders)(request, response);
    });
    const before = Date.now();
    const { result, response } = await client.call(getOpenOrders, {}).withResponse();
    expect(result).toEqual(noOrders);
    expect(response.status).toBe(200);
    expect(response.headers.get("x-trace")).toBe("7");
    expect(response.receivedAt).toBeGreaterThanOrEqual(before);
    expect(response.receivedAt).toBeLessThanOrEqual(Date.now());
  });

  it("sends once, however the answer is taken, and leaves no rejection unhandled", async () => {
    const { client, received } = await start(json({}, 500));
    const unhandled: unknown[] = [];
    const listen = (reason: unknown) => unhandled.push(reason);
    process.on("unhandledRejection", listen);
    const call = client.call(getOpenOrders, {});
    await expect(call.withResponse()).rejects.toBeInstanceOf(FuturesRestError);
    await expect(client.call(getOpenOrders, {}).withResponse()).rejects.toMatchObject({ status: 500 });
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off("unhandledRejection", listen);
    expect(unhandled).toEqual([]);
    expect(received).toHaveLength(2);
  });

  it("an error has the response too, and shows none of its headers", async () => {
    const { client } = await start((_request, response) => {
      response.writeHead(503, { "set-cookie": "session=abc", "retry-after": "3" }).end();
    });
    const error: FuturesRestError = await client.call(getOpenOrders, {}).then(
      () => expect.unreachable(),
      (reason) => reason,
    );
    expect(error.response?.headers.get("retry-after")).toBe("3");
    const { inspect } = await import("node:util");
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toContain(
      "session=abc",
    );
  });
});

describe("bodies", () => {
  it("longer than the limit are given up, without reading them to the end", async () => {
    let written = 0;
    const { client } = await start(
      (_request, response) => {
        response.writeHead(200, { "content-type": "application/json" });
        const more = (): void => {
          if (response.destroyed || written > 64 * 2 ** 20) return;
          written += 65_536;
          response.write("x".repeat(65_536), () => setImmediate(more));
        };
        more();
        response.on("close", () => (response as { destroyed: boolean }).destroyed);
      },
      { maxBodyBytes: 2 ** 20 },
    );
    await expect(
      client.call(sendOrder, { orderType: "mkt", symbol: "A", side: "buy", size: 1 }),
    ).rejects.toMatchObject({
      code: "answerTooLarge",
      outcome: "unknown",
      retryable: false,
    });
    await expect(client.call(getOpenOrders, {})).rejects.toMatchObject({
      code: "answerTooLarge",
      outcome: "none",
    });
    expect(written).toBeLessThan(64 * 2 ** 20);
  });

  it("of exactly the limit are read", async () => {
    const body = JSON.stringify(noOrders);
    await expect(answered(body, { maxBodyBytes: body.length }).call(getOpenOrders, {})).resolves.toEqual(
      noOrders,
    );
    await expect(
      answered(body, { maxBodyBytes: body.length - 1 }).call(getOpenOrders, {}),
    ).rejects.toMatchObject({ code: "answerTooLarge" });
  });

  it("may be cut anywhere between bytes of a character", async () => {
    const body = new TextEncoder().encode(JSON.stringify({ ...noOrders, note: "é€😀" }));
    for (let cut = 1; cut < body.length; cut++) {
      const stream = new ReadableStream({
        start(controller) {
          controller.enqueue(body.slice(0, cut));
          controller.enqueue(body.slice(cut));
          controller.close();
        },
      });
      const client = createClient({ credentials, fetch: async () => new Response(stream) });
      expect(await client.call(getOpenOrders, {})).toMatchObject({ note: "é€😀" });
    }
  });

  it("cut short anywhere are no answer", async () => {
    const body = JSON.stringify(cancelled);
    for (let cut = 0; cut < body.length; cut += 7) {
      await expect(answered(body.slice(0, cut)).call(cancelAllOrders, {})).rejects.toMatchObject({
        code: "invalidAnswer",
        outcome: "unknown",
      });
    }
  });

  it("with a key twice mean the last, as in every JSON parser", async () => {
    const body = JSON.stringify(noOrders).replace('"success"', '"error","error":"x","result":"success"');
    await expect(answered(body).call(getOpenOrders, {})).resolves.toMatchObject({ result: "success" });
    const other = JSON.stringify(noOrders).replace(
      '"success"',
      '"success","result":"error","error":"notFound"',
    );
    await expect(answered(other).call(getOpenOrders, {})).rejects.toMatchObject({ code: "notFound" });
  });

  it("with `__proto__` keys change no object but themselves", async () => {
    const body = JSON.stringify(noOrders).replace(
      "{",
      '{"__proto__":{"polluted":1},"constructor":{"prototype":2},',
    );
    const drifts: string[] = [];
    const answer = await answered(body, { onDrift: reportDrift(({ path }) => drifts.push(path)) }).call(
      getOpenOrders,
      {},
    );
    expect(Object.keys(answer)).toContain("__proto__");
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
    expect(Object.getPrototypeOf(answer)).toBe(Object.prototype);
    expect(drifts.sort()).toEqual(["/__proto__", "/constructor"]);
  });

  it("of text are given as they are, and a JSON refusal in their place is still one", async () => {
    const csv = "uid,dateTime\n1,2026-03-02";
    const { client } = await start(text(csv, 200, "text/csv"));
    expect(await client.call(accountLogCsv, {})).toBe(csv);
    const refusing = await start(text('{"status":"unauthorized","errors":[{"message":"no key"}]}', 401));
    await expect(refusing.client.call(accountLogCsv, {})).rejects.toMatchObject({
      status: 401,
      reason: "no key",
    });
  });

  it("of the charts API say why in words of their own", async () => {
    const refusedChart = {
      result: null,
      errors: [
        {
          severity: "E",
          error_class: "General",
          type: "Invalid arguments",
          msg: null,
          value: "9",
          field: "interval",
        },
      ],
    };
    const { client } = await start(json(refusedChart, 400));
    await expect(
      client.call(marketAnalytics, { symbol: "PF_XBTUSD", analytics_type: "cvd", since: 1, interval: 60 }),
    ).rejects.toMatchObject({ code: "requestRefused", status: 400, reason: "Invalid arguments: interval" });
  });
});

/** Every place of a value, as steps. */
function places(value: unknown, at: readonly string[] = []): (readonly string[])[] {
  const inner =
    typeof value === "object" && value !== null
      ? Object.entries(value).flatMap(([key, field]) => places(field, [...at, key]))
      : [];
  return at.length === 0 ? inner : [at, ...inner];
}

function replaced(value: unknown, [step, ...rest]: readonly string[], other: unknown): unknown {
  if (step === undefined) return other;
  const copy = structuredClone(value) as { [key: string]: unknown };
  copy[step] = replaced(copy[step], rest, other);
  return copy;
}

describe("a value of the wrong type", () => {
  it.each(places(cancelled).map((steps) => [`/${steps.join("/")}`, steps] as const))(
    "is named where it stands: %s",
    async (path, steps) => {
      const wrong = replaced(cancelled, steps, { wrong: true });
      const isObject = typeof at(cancelled, steps) === "object" && !Array.isArray(at(cancelled, steps));
      await expect(answered(JSON.stringify(wrong)).call(cancelAllOrders, {})).rejects.toMatchObject({
        code: "invalidAnswer",
        outcome: "unknown",
        path: isObject ? expect.stringMatching(`^${path}/`) : path,
      });
    },
  );

  it("never makes anything but a FuturesRestError or an answer of whatever JSON there is", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.json(),
        fc.constantFrom("strict" as const, () => {}, "off" as const),
        async (body, validation) => {
          const client = answered(body, { validation });
          const ended = await client
            .call(sendOrder, { orderType: "mkt", symbol: "A", side: "buy", size: 1 })
            .then(
              () => "accepted",
              (error) => (FuturesRestError.is(error) ? error.outcome : error),
            );
          expect(["refused", "unknown"]).toContain(ended);
        },
      ),
    );
  });
});

function at(value: unknown, steps: readonly string[]): unknown {
  return steps.reduce((node, step) => (node as { [key: string]: unknown })[step], value);
}

describe("validation", () => {
  const wrong = { ...cancelled, serverTime: 7 };

  it("reports misfits instead of failing, where told to", async () => {
    const misfits: string[] = [];
    const client = answered(JSON.stringify(wrong), {
      validation: ({ path, expected, actual }, operation) => {
        misfits.push(`${operation} ${path} ${expected} ${actual}`);
        throw new Error("observer");
      },
    });
    expect(await client.call(cancelAllOrders, {})).toEqual(wrong);
    expect(misfits).toEqual(["cancelAllOrders /serverTime string 7"]);
  });

  it("looks at nothing, where told to, and still knows errors, orders and JSON", async () => {
    const options = { validation: "off" } as const;
    expect(await answered(JSON.stringify(wrong), options).call(cancelAllOrders, {})).toEqual(wrong);
    const order = { orderType: "mkt", symbol: "A", side: "buy", size: 1 } as const;
    await expect(answered("{}", options).call(sendOrder, order)).rejects.toMatchObject({
      code: "orderUnsettled",
    });
    await expect(
      answered(JSON.stringify(sendStatus("iocWouldNotExecute")), options).call(sendOrder, order),
    ).rejects.toMatchObject({ outcome: "refused" });
    await expect(
      answered('{"result":"error","error":"notFound"}', options).call(sendOrder, order),
    ).rejects.toMatchObject({
      code: "notFound",
    });
    await expect(answered("<html>", options).call(sendOrder, order)).rejects.toMatchObject({
      code: "invalidAnswer",
    });
  });

  it("checks parameters in every mode", async () => {
    for (const validation of ["strict", "report", "off"] as const) {
      // @ts-expect-error a number is no symbol
      await expect(answered("{}", { validation }).call(cancelAllOrders, { symbol: 1 })).rejects.toMatchObject(
        {
          code: "invalidParams",
        },
      );
    }
  });
});
