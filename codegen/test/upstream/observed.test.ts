import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Drift, fault, type Known, reportDrift } from "@x/core";
import { describe, expect, test } from "vitest";
import { observedEdits } from "../../src/upstream/observed/observed.ts";
import { proposal } from "../../src/upstream/propose/patch.ts";
import { copiedSpecs } from "./copied-specs.ts";

const specs = copiedSpecs();

describe("what was observed on the wire", () => {
  function observations(...lines: readonly object[]): string {
    const file = join(specs.root, "observed.jsonl");
    writeFileSync(file, `${lines.map((line) => JSON.stringify(line)).join("\n")}\n`);
    return file;
  }

  test("becomes a patch, each place once with its count", async () => {
    const file = observations(
      { kind: "unknown-field", path: "/region", source: "cancel_all", sample: "string" },
      { kind: "unknown-field", path: "/region", source: "cancel_all", sample: "string" },
      { kind: "unknown-value", path: "/status", source: "cancelOrder", sample: "pending", api: "ws-legacy" },
      {
        kind: "unknown-field",
        path: "/cancelStatus/cancelledOrders/3/region",
        source: "cancelAllOrders",
        sample: "number",
        api: "futures-rest",
      },
      { kind: "unknown-field", path: "/nowhere/region", source: "cancel_all", sample: "string" },
    );
    const { observations: seen, edits } = await observedEdits(specs.root, file);
    expect(seen.map(({ drift: { path }, api, count, byHand }) => [api, path, count, byHand])).toEqual([
      ["ws-v2", "/region", 2, undefined],
      ["ws-legacy", "/status", 1, undefined],
      ["futures-rest", "/cancelStatus/cancelledOrders/*/region", 1, undefined],
      ["ws-v2", "/nowhere/region", 1, "the spec has no such place"],
    ]);
    const { patch, byHand } = proposal(specs.root, edits);
    expect(byHand).toEqual([]);
    specs.apply(patch);
    const again = await observedEdits(specs.root, file);
    expect(again.edits.filter(({ addition }) => addition.what === "field")).toEqual([]);
  });

  const misfit = (api: string, source: string, path: string, sample: string, expected = "as it was") => ({
    ...{ api, source, path, sample, expected },
    kind: "misfit",
  });

  test.each([
    // [what, spec file, line of the patch that goes, lines that come, reports]
    [
      "another type beside one of a schema",
      "ws-v2/methods/cancel_all.schema.json",
      ['"type": "integer",'],
      ['"type": ["integer", "string"],'],
      [misfit("ws-v2", "cancel_all", "/result/count", '"12"')],
    ],
    [
      "a type that includes the other, in its place",
      "ws-v2/methods/cancel_all.schema.json",
      ['"type": "integer",'],
      ['"type": "number",'],
      [misfit("ws-v2", "cancel_all", "/result/count", "1.5")],
    ],
    [
      "two types at one place",
      "ws-v2/methods/cancel_all.schema.json",
      ['"type": "integer",'],
      ['"type": ["integer", "string", "null"],'],
      [
        misfit("ws-v2", "cancel_all", "/result/count", '"12"'),
        misfit("ws-v2", "cancel_all", "/result/count", "null"),
        misfit("ws-v2", "cancel_all", "/result/count", "null"),
      ],
    ],
    [
      "a type beside a list of them, in the values of a table's free keys",
      "ws-legacy/common/open_order.schema.json",
      ['"type": ["string", "null"],'],
      ['"type": ["string", "null", "integer"],'],
      [misfit("ws-legacy", "openOrders", "/0/3/OABCDE-FGHIJ-KLMNOP/refid", "7")],
    ],
    [
      "a type beside a reference, which others refer to too",
      "ws-legacy/common/open_order.schema.json",
      ['"$ref": "../common/decimal.schema.json",'],
      ['"anyOf": [{ "$ref": "../common/decimal.schema.json" }, { "type": "integer" }],'],
      [misfit("ws-legacy", "openOrders", "/0/3/OABCDE-FGHIJ-KLMNOP/opentm", "7")],
    ],
    [
      "null beside the values of an enumeration",
      "ws-legacy/common/open_order.schema.json",
      ['"type": "string",', '"enum": ["pending", "open", "closed", "canceled", "expired"]'],
      ['"type": ["string", "null"],', '"enum": ["pending", "open", "closed", "canceled", "expired", null]'],
      [misfit("ws-legacy", "openOrders", "/0/0/O1/status", "null")],
    ],
    [
      "a field that is not always there",
      "ws-v2/methods/cancel_all.schema.json",
      ['"required": ["count"],'],
      ['"required": [],'],
      [misfit("ws-v2", "cancel_all", "/result/count", "nothing")],
    ],
    [
      "a FIX field of another type",
      "fix/kraken-fix44.xml",
      ['name="AvgPx" type="PRICE"'],
      ['name="AvgPx" type="STRING"'],
      [misfit("fix", "ExecutionReport", "/AvgPx", '"about 9000"')],
    ],
    [
      "a FIX field of a group that is not always there",
      "fix/kraken-fix44.xml",
      ['name="MDEntryType" required="Y"'],
      ['name="MDEntryType" required="N"'],
      [misfit("fix", "MarketDataIncrementalRefresh", "/NoMDEntries/0/MDEntryType", "nothing")],
    ],
  ])("a value that does not fit becomes %s", async (_what, spec, gone, come, reports) => {
    const file = observations(...reports);
    const { patch, byHand } = proposal(specs.root, (await observedEdits(specs.root, file)).edits);
    expect(byHand).toEqual([]);
    const changed = (sign: string) =>
      patch.split("\n").filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)));
    expect(patch).toContain(`+++ b/specs/${spec}`);
    expect(changed("-")).toEqual(gone.map((line) => expect.stringContaining(line)));
    expect(changed("+")).toEqual(come.map((line) => expect.stringContaining(line)));
    specs.apply(patch);
    // The specs can still be read, and nothing is left to be done.
    expect(
      (await observedEdits(specs.root, file)).edits.filter(({ addition }) => addition.what === "type"),
    ).toEqual([]);
  });

  test("a FIX field or value that is not listed becomes a patch too", async () => {
    const file = observations(
      { kind: "unknown-value", path: "/ExecType", source: "ExecutionReport", sample: "Z", api: "fix" },
      { kind: "unknown-field", path: "/8999", source: "ExecutionReport", sample: "string", api: "fix" },
      { kind: "unknown-field", path: "/58", source: "OrderMassCancelRequest", sample: "string", api: "fix" },
    );
    const { patch, byHand } = proposal(specs.root, (await observedEdits(specs.root, file)).edits);
    expect(byHand).toEqual([]);
    expect(patch).toContain('+      <value enum="Z"');
    expect(patch).toContain('+    <field number="8999" name="Tag8999" type="STRING"');
    expect(patch).toContain('+      <field name="Text" required="N"/>');
    specs.apply(patch);
    expect(
      (await observedEdits(specs.root, file)).edits.filter(({ addition }) => addition.what === "field"),
    ).toEqual([]);
  });

  test.each([
    [misfit("ws-v2", "cancel_all", "/method", "7"), "take the type integer too"],
    [misfit("futures-rest", "cancelAllOrders", "/cancelStatus/status", "7"), "take the type integer too"],
  ])("what no schema can take besides is left to a person: %j", async (report, reason) => {
    const { patch, byHand } = proposal(
      specs.root,
      (await observedEdits(specs.root, observations(report))).edits,
    );
    expect(patch).toBe("");
    expect(byHand).toEqual([expect.stringContaining(reason)]);
  });

  test.each([
    [
      misfit("ws-v2", "cancel_all", "/result/count", "-1", "integer from 0"),
      /asks for integer from 0; found -1/,
    ],
    [misfit("ws-v2", "cancel_all", "/result/count", "[secret]"), /the sample does not say/],
    [misfit("ws-v2", "cancel_all", "/result/nothing", "7"), /no such place/],
    [misfit("ws-v2", "cancel_all", "", "nothing"), /the whole message/],
    [misfit("fix", "ExecutionReport", "/NoMiscFees", '"two"'), /count of a group/],
  ])("nothing is proposed where the report does not tell enough: %j", async (report, reason) => {
    const { observations: seen, edits } = await observedEdits(specs.root, observations(report));
    expect(edits).toEqual([]);
    expect(seen[0]?.byHand).toMatch(reason);
  });

  test("what a program is told is read as it is written", async () => {
    const lines: Drift[] = [];
    const look = reportDrift((drift) => lines.push(drift));
    const known: Known = { fields: { method: 0, result: { fields: { count: 0 } } } };
    const check = (value: unknown) => {
      const { count } = (value as { result: { count: unknown } }).result;
      return typeof count === "number" ? undefined : fault("/result/count", "integer from 0", count);
    };
    for (const count of ["12", undefined]) {
      const answer = { method: "cancel_all", result: { ...(count && { count }), moods: [] } };
      look(answer, known, "cancel_all", undefined, check);
    }
    const { edits } = await observedEdits(specs.root, observations(...lines));
    expect(edits.map(({ addition }) => addition)).toMatchObject([
      { what: "field", name: "moods", outline: { types: new Set(["array"]) } },
      { what: "type", type: "string" },
    ]);
  });

  test.each([
    [
      { kind: "unknown-field", path: "/x", source: "cancelOrder", sample: "string" },
      /:1: "cancelOrder" is in futures-rest and ws-legacy; "api" must say which/,
    ],
    [
      { kind: "unknown-field", path: "/x", source: "cancelSome", sample: "string" },
      /:1: no spec has "cancelSome"/,
    ],
    [
      { kind: "unknown-field", path: "/x", source: "cancel_all", api: "ws-v3" },
      /:1: no spec is called "ws-v3"; there are /,
    ],
    [{ kind: "surprise", path: "/x", source: "cancel_all" }, /:1: "kind" must be/],
    [{ kind: "unknown-field", source: "cancel_all" }, /:1: "path" and "source" must be texts/],
  ])("a line that is no report is an error that names it: %j", async (line, reason) => {
    await expect(observedEdits(specs.root, observations(line))).rejects.toThrow(reason);
  });
});
