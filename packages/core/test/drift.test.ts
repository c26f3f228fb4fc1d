import { describe, expect, it } from "vitest";
import { type Drift, type Known, observe, reportDrift } from "../src/index.ts";

const known: Known = {
  fields: {
    status: { values: ["placed", "cancelled"] },
    orders: { items: { fields: { id: 0, side: { values: ["buy", "sell"] } } } },
    frame: { tuple: [0, { fields: { sequence: 0 } }] },
    byId: { map: { fields: { vol: 0 } } },
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
