import { describe, expect, it } from "vitest";
import { type Check, type Drift, fault, type Known, observe, reportDrift, within } from "../src/index.ts";

const known: Known = {
  fields: {
    status: { values: ["placed", "cancelled"] },
    orders: { items: { fields: { id: 0, side: { values: ["buy", "sell"] }, type: 0, token: 0 } } },
    frame: { tuple: [0, { fields: { sequence: 0 } }] },
    byId: { fields: {}, rest: { fields: { vol: 0 } } },
    note: 0,
  },
};

function drifts(value: unknown): Drift[] {
  const seen: Drift[] = [];
  observe(value, known, "demo", (drift) => seen.push(drift));
  return seen;
}

describe("observe", () => {
  it("is silent about what the spec lists, and about null and absent fields", () => {
    expect(
      drifts({
        status: "placed",
        orders: [{ id: 1, side: "buy" }, null],
        frame: [{}, { sequence: 1 }],
        byId: { X: { vol: "1" } },
        note: { anything: true },
      }),
    ).toEqual([]);
    expect(drifts({ status: null })).toEqual([]);
    // Of another type is another matter, see below.
    expect(drifts({ status: 7 })).toEqual([]);
    expect(drifts(undefined)).toEqual([]);
  });

  it("reads the values of free keys beside listed ones by a table of their own", () => {
    const seen: string[] = [];
    const accounts: Known = { fields: { cash: { fields: { usd: 0 } } }, rest: { fields: { pnl: 0 } } };
    const value = { cash: { usd: 1, eur: 2 }, fi_xbtusd: { pnl: 1, more: 2 } };
    observe(value, accounts, "demo", ({ path }) => seen.push(path));
    expect(seen).toEqual(["/cash/eur", "/fi_xbtusd/more"]);
    observe({ other: 1 }, { fields: {}, rest: 0 }, "demo", ({ path }) => seen.push(path));
    expect(seen).toHaveLength(2);
  });

  it("reports unknown fields and values with the path to each", () => {
    expect(
      drifts({
        status: "postponed",
        orders: [{ id: 1 }, { id: 2, side: "both", fee: 3 }],
        frame: [0, { sequence: 1, gap: true }],
        byId: { "A/B~": { vol: "1", cost: "2" } },
        venue: "x",
      }),
    ).toEqual([
      { kind: "unknown-value", path: "/status", source: "demo", sample: "postponed" },
      { kind: "unknown-value", path: "/orders/1/side", source: "demo", sample: "both" },
      { kind: "unknown-field", path: "/orders/1/fee", source: "demo", sample: "number" },
      { kind: "unknown-field", path: "/frame/1/gap", source: "demo", sample: "boolean" },
      { kind: "unknown-field", path: "/byId/A~1B~0/cost", source: "demo", sample: "string" },
      { kind: "unknown-field", path: "/venue", source: "demo", sample: "string" },
    ]);
    expect(drifts({ list: [1], none: null }).map(({ sample }) => sample)).toEqual(["array", "null"]);
  });

  it("shows no value of an unknown field: it may be a credential", () => {
    expect(JSON.stringify(drifts({ secretToken: "s3cret" }))).not.toContain("s3cret");
  });

  it("takes fields every object has for unknown ones when they are on the wire", () => {
    expect(drifts(JSON.parse('{"constructor": 1, "__proto__": 2}')).map(({ path }) => path)).toEqual([
      "/constructor",
      "/__proto__",
    ]);
  });
});

describe("reportDrift", () => {
  it("tells of each place once, whatever the entry of the list, and of each unknown value", () => {
    const told: string[] = [];
    const look = reportDrift(({ source, path, sample }) => told.push(`${source} ${path} ${sample}`));
    const answer = { status: "parked", orders: [{ side: "buy" }, { side: "hold", fee: 1 }], extra: true };
    for (let n = 0; n < 3; n++) look(answer, known, "demo");
    look({ orders: [{ side: "hold", fee: 2 }] }, known, "demo");
    look({ status: "lost" }, known, "demo");
    look({ extra: 1 }, known, "another");
    expect(told).toEqual([
      "demo /status parked",
      "demo /orders/1/side hold",
      "demo /orders/1/fee number",
      "demo /extra boolean",
      "demo /status lost",
      "another /extra number",
    ]);
  });

  it("takes what is known as text, too", () => {
    const told: string[] = [];
    const look = reportDrift(({ path, sample }) => told.push(`${path} ${sample}`));
    const text = "{status(placed,cancelled),orders[{id}]}";
    look({ status: "parked", orders: [{ id: 1, fee: 1 }] }, text, "demo");
    look({ orders: [{ id: 1, fee: 1 }], more: 1 }, text, "demo");
    expect(told).toEqual(["/status parked", "/orders/0/fee number", "/more number"]);
  });

  it("remembers a bounded number of places", () => {
    let told = 0;
    const look = reportDrift(() => {
      told += 1;
    });
    const strangers = Object.fromEntries(Array.from({ length: 10_001 }, (_, n) => [`field${n}`, n]));
    look(strangers, known, "demo");
    look(strangers, known, "demo");
    // The one that was not remembered is told of again.
    expect(told).toBe(10_002);
  });
});

describe("a misfit", () => {
  // As the generator writes them: the first fault in document order.
  const checkOrder: Check = (v) => {
    const order = v as { [field: string]: unknown };
    if (typeof v !== "object" || v === null) return fault("", "object", v);
    if (typeof order.id !== "number") return fault("/id", "number", order.id);
    if (order.side !== undefined && typeof order.side !== "string")
      return fault("/side", "string", order.side);
    if (order.token !== undefined && typeof order.token !== "number")
      return fault("/token", "number", order.token);
    return order.type === "limit" ? undefined : fault("/type", '"limit"', order.type);
  };
  const checkAnswer: Check = (v) => {
    const { status, orders, byId } = v as { [field: string]: unknown };
    if (typeof status !== "string") return fault("/status", "string", status);
    if (!Array.isArray(orders)) return fault("/orders", "array", orders);
    for (const [index, order] of orders.entries()) {
      const found = checkOrder(order);
      if (found) return within(`/orders/${index}`, found);
    }
    for (const [key, entry] of Object.entries((byId ?? {}) as object)) {
      if (typeof entry?.vol !== "string") return fault(`/byId/${key}/vol`, "string", entry?.vol);
    }
    return undefined;
  };

  function told(...answers: readonly unknown[]): string[] {
    const seen: string[] = [];
    const look = reportDrift(({ kind, path, sample, expected }) => {
      seen.push([kind, path, sample, ...(expected === undefined ? [] : [expected])].join(" "));
    });
    for (const answer of answers)
      look(answer, known, "demo", (text) => text.replaceAll("s3cret", "[secret]"), checkAnswer);
    return seen;
  }
  const order = { id: 1, side: "buy", type: "limit" };

  it("is none where everything fits", () => {
    expect(told({ status: "placed", orders: [order], byId: { A: { vol: "1" } } })).toEqual([]);
  });

  it("is told of at every place, though a check names the first", () => {
    expect(
      told({
        status: 7,
        orders: [order, { ...order, id: "2" }, { id: 3, side: null, type: "market" }],
        byId: { "O-1": { vol: 5 } },
      }),
    ).toEqual([
      "misfit /status 7 string",
      'misfit /orders/1/id "2" number',
      "misfit /orders/2/side null string",
      'misfit /orders/2/type "market" "limit"',
      "misfit /byId/O-1/vol 5 string",
    ]);
  });

  it("is told of once for its path: entries of lists and free keys are one", () => {
    const answer = { status: "placed", orders: [order, { ...order, id: "2" }], byId: { "O-1": { vol: 5 } } };
    const later = {
      ...answer,
      orders: [{ ...order, id: "3" }],
      byId: { "O-2": { vol: null, cost: 1 }, "O-3": { vol: "1", cost: 2 } },
    };
    expect(told(answer, answer, later)).toEqual([
      'misfit /orders/1/id "2" number',
      "misfit /byId/O-1/vol 5 string",
      "unknown-field /byId/O-2/cost number",
    ]);
  });

  it("is told of where a required value is missing, and where nothing can stand in for it", () => {
    expect(told({ status: "placed", orders: [{ side: "buy", type: "limit" }] })).toEqual([
      "misfit /orders/0/id nothing number",
    ]);
    expect(told({ orders: "none", byId: { A: {} } })).toEqual([
      "misfit /status nothing string",
      'misfit /orders "none" array',
      "misfit /byId/A/vol nothing string",
    ]);
    const look = reportDrift(({ path }) => expect(path).toBe("/a"));
    look({ a: 1 }, known, "demo", undefined, () => fault("/a", "what never is", 1));
    look(undefined, 0, "demo", undefined, () => fault("/a", "a number", "x"));
  });

  it("and an unknown value are not both told of one place", () => {
    const look: string[] = [];
    const closed: Check = (v) => fault("/status", 'one of "placed"', (v as { status: unknown }).status);
    reportDrift(({ kind }) => look.push(kind))({ status: "lost" }, known, "demo", undefined, closed);
    expect(look).toEqual(["unknown-value"]);
  });

  it("shows no credential: none by its name, none by its text, and not the half of one", () => {
    const half = `${"x".repeat(93)}s3cret`;
    const seen = told({
      status: "placed",
      orders: [
        { ...order, id: "my s3cret key" },
        { ...order, token: "abc" },
        { ...order, side: { a: half } },
      ],
      byId: { A: { vol: 1 } },
    });
    expect(seen).toEqual([
      'misfit /orders/0/id "my [secret] key" number',
      "misfit /orders/1/token [secret] number",
      "misfit /orders/2/side object string",
      "misfit /byId/A/vol 1 string",
    ]);
    expect(told({ status: half, orders: [{ ...order, id: half }] }).join()).not.toContain("s3");
  });

  it("is looked for to a limit", () => {
    const many: Check = (v) => {
      const first = Object.entries(v as object).find(([, field]) => field !== "");
      return first && fault(`/${first[0]}`, "string", first[1]);
    };
    let count = 0;
    const look = reportDrift(() => {
      count += 1;
    });
    const fields = Object.fromEntries(Array.from({ length: 100 }, (_, n) => [`f${n}`, n]));
    look(fields, 0, "demo", undefined, many);
    expect(count).toBe(32);
    // What a parsed answer may hold as a field is never more than that.
    look(JSON.parse('{"__proto__":5}'), 0, "demo", undefined, many);
    expect(count).toBe(33);
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
  });
});
