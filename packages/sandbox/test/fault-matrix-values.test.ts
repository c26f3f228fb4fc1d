import { type FuturesRestClient, getOpenOrders, sendOrder } from "@x/futures-rest";
import { describe, expect, it } from "vitest";
import { failure, faultyExchanges, order } from "./fault-matrix-fixture.ts";
import { json } from "./fault-matrix-server.ts";

const { start, valid } = faultyExchanges();

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Steps = readonly string[];

/** Every place of a value but its root, as steps. */
function places(value: Json, at: Steps = []): Steps[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return inner.flatMap(([key, field]) => [[...at, key], ...places(field as Json, [...at, key])]);
}

function replaced(value: Json, [step, ...rest]: Steps, other: Json): Json {
  if (step === undefined) return other;
  const copy = structuredClone(value) as Record<string, Json>;
  copy[step] = replaced(copy[step] as Json, rest, other);
  return copy;
}

const kind = (value: Json) => (Array.isArray(value) ? "array" : value === null ? "null" : typeof value);

describe("a value of the wrong type", () => {
  it.each([
    ["openorders", "none", (client) => client.call(getOpenOrders, {})],
    ["sendorder", "unknown", (client) => client.call(sendOrder, order)],
  ] as [string, string, (client: FuturesRestClient) => Promise<unknown>][])(
    "is named wherever it stands in an answer to %s",
    async (name, outcome, call) => {
      const right = JSON.parse(valid[name] ?? "") as Json;
      let body = "";
      const { client, received } = await start(({ response }) => response.writeHead(200, json).end(body));
      const all = places(right);
      expect(all.length).toBeGreaterThan(10);
      for (const steps of all) {
        const own = kind(steps.reduce((node, step) => (node as Record<string, Json>)[step] as Json, right));
        for (const other of [true, 7, "text", [], {}] as const) {
          // The one field that is null in these answers, `reducedQuantity`, may hold a number.
          if (kind(other) === (own === "null" ? "number" : own)) continue;
          body = JSON.stringify(replaced(right, steps, other));
          const error = await failure(call(client), received);
          expect([error.code, error.path, error.outcome, error.retryable], body).toEqual([
            "invalidAnswer",
            `/${steps.join("/")}`,
            outcome,
            false,
          ]);
          expect(error.raw).toBe(body);
        }
        received.length = 0;
      }
      body = JSON.stringify(right);
      expect(await call(client)).toEqual(right);
    },
  );
});
