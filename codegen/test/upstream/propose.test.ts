import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { observedEdits } from "../../src/upstream/observed/observed.ts";
import { upstreamEdits } from "../../src/upstream/propose/edits.ts";
import { proposal } from "../../src/upstream/propose/patch.ts";
import { isClean, type UpstreamReport, upstream } from "../../src/upstream/upstream.ts";

const repository = join(import.meta.dirname, "../../..");
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "propose-"));
  cpSync(join(repository, "specs"), join(root, "specs"), { recursive: true });
});

afterEach(() => rmSync(root, { recursive: true }));

function page(name: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readFileSync(join(import.meta.dirname, "pages", name), "utf8");
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  const file = join(root, name);
  writeFileSync(file, text);
  return file;
}

function look(...places: string[]): Promise<UpstreamReport> {
  const cache = { folder: root, network: false, now: () => new Date(), fetch };
  return upstream(root, places, { cache, maxBytes: 1_000_000, follow: false });
}

/** The patch is one that git takes. */
function applied(patch: string): void {
  writeFileSync(join(root, "specs.patch"), patch);
  execFileSync("git", ["apply", "--check", "specs.patch"], { cwd: root });
  execFileSync("git", ["apply", "specs.patch"], { cwd: root });
}

describe("a patch that adds what is missing", () => {
  test.each([
    [
      "a field of a WebSocket answer",
      "cancel-all.md",
      '<ResponseField name="error" type="string">',
      '<ResponseField name="region" type="string" />\n\n    <ResponseField name="error" type="string">',
    ],
    ["a value of a WebSocket answer", "cancel-order.md", "`ok`, `error`", "`ok`, `error`, `pending`"],
    [
      "a value of a REST answer",
      "cancel-all-orders.md",
      "enum: [noOrdersToCancel, cancelled]",
      "enum: [noOrdersToCancel, cancelled, queued]",
    ],
    [
      "a field of a REST answer",
      "cancel-all-orders.md",
      "receivedTime: { type: string }",
      "receivedTime: { type: string }\n        region: { type: string }",
    ],
    ["a value of a FIX field", "order-mass-cancel.md", "  * `7` : all", "  * `7` : all\n  * `8` : some"],
    [
      "a FIX field that the dictionary knows",
      "order-mass-cancel.md",
      '<ResponseField name="trailer"',
      '<ResponseField name="58 - Text" type="string" />\n\n<ResponseField name="trailer"',
    ],
    [
      "a FIX field that nobody knew",
      "order-mass-cancel.md",
      '<ResponseField name="trailer"',
      '<ResponseField name="8999 - Region" type="integer" />\n\n<ResponseField name="trailer"',
    ],
  ])("%s", async (_what, name, from, to) => {
    const place = page(name, [from, to]);
    const report = await look(place);
    expect(isClean(report)).toBe(false);
    const { patch, byHand } = proposal(root, upstreamEdits(report));
    expect(byHand).toEqual([]);
    applied(patch);
    expect(isClean(await look(place))).toBe(true);
  });

  test("writes nothing to the specs itself, and says nothing where nothing is missing", async () => {
    const before = execFileSync("git", ["hash-object", "specs/fix/kraken-fix44.xml"], {
      cwd: root,
      encoding: "utf8",
    });
    const report = await look(
      page("order-mass-cancel.md", ["  * `7` : all", "  * `7` : all\n  * `8` : some"]),
    );
    proposal(root, upstreamEdits(report));
    expect(
      execFileSync("git", ["hash-object", "specs/fix/kraken-fix44.xml"], { cwd: root, encoding: "utf8" }),
    ).toBe(before);
    expect(proposal(root, upstreamEdits(await look(page("cancel-all.md"))))).toEqual({
      patch: "",
      byHand: [],
    });
  });

  test("a required field is left to a person", async () => {
    const report = await look(
      page("cancel-order.md", [
        '<ResponseField name="reqid" type="integer" />',
        '<ResponseField name="reqid" type="integer" />\n\n    <ResponseField name="region" type="string" required />',
      ]),
    );
    const { patch, byHand } = proposal(root, upstreamEdits(report));
    expect(patch).toBe("");
    expect(byHand).toEqual([expect.stringContaining('add the required field "region"')]);
  });
});

describe("what was observed on the wire", () => {
  function observations(...lines: readonly object[]): string {
    const file = join(root, "observed.jsonl");
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
    const { observations: seen, edits } = await observedEdits(root, file);
    expect(seen.map(({ drift: { path }, api, count, byHand }) => [api, path, count, byHand])).toEqual([
      ["ws-v2", "/region", 2, undefined],
      ["ws-legacy", "/status", 1, undefined],
      ["futures-rest", "/cancelStatus/cancelledOrders/*/region", 1, undefined],
      ["ws-v2", "/nowhere/region", 1, "the spec has no such place"],
    ]);
    const { patch, byHand } = proposal(root, edits);
    expect(byHand).toEqual([]);
    applied(patch);
    const again = await observedEdits(root, file);
    expect(again.edits.filter(({ addition }) => addition.what === "field")).toEqual([]);
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
    [{ kind: "surprise", path: "/x", source: "cancel_all" }, /:1: "kind" must be/],
    [{ kind: "unknown-field", source: "cancel_all" }, /:1: "path" and "source" must be texts/],
  ])("a line that is no report is an error that names it: %j", async (line, reason) => {
    await expect(observedEdits(root, observations(line))).rejects.toThrow(reason);
  });
});
