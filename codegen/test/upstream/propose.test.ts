import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { upstreamEdits } from "../../src/upstream/propose/edits.ts";
import { proposal } from "../../src/upstream/propose/patch.ts";
import { isClean, type UpstreamReport, upstream } from "../../src/upstream/upstream.ts";
import { copiedSpecs } from "./copied-specs.ts";

const specs = copiedSpecs();

function page(name: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  let text = readFileSync(join(import.meta.dirname, "pages", name), "utf8");
  for (const [from, to] of changes) {
    expect(text).toContain(from);
    text = text.replace(from, () => to);
  }
  const file = join(specs.root, name);
  writeFileSync(file, text);
  return file;
}

function look(...places: string[]): Promise<UpstreamReport> {
  const cache = { folder: specs.root, network: false, now: () => new Date(), fetch };
  return upstream(specs.root, places, { cache, maxBytes: 1_000_000, follow: false });
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
    const { patch, byHand } = proposal(specs.root, upstreamEdits(report));
    expect(byHand).toEqual([]);
    specs.apply(patch);
    expect(isClean(await look(place))).toBe(true);
  });

  test("writes nothing to the specs itself, and says nothing where nothing is missing", async () => {
    const dictionary = () => readFileSync(join(specs.root, "specs/fix/kraken-fix44.xml"), "utf8");
    const before = dictionary();
    const report = await look(
      page("order-mass-cancel.md", ["  * `7` : all", "  * `7` : all\n  * `8` : some"]),
    );
    proposal(specs.root, upstreamEdits(report));
    expect(dictionary()).toBe(before);
    expect(proposal(specs.root, upstreamEdits(await look(page("cancel-all.md"))))).toEqual({
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
    const { patch, byHand } = proposal(specs.root, upstreamEdits(report));
    expect(patch).toBe("");
    expect(byHand).toEqual([expect.stringContaining('add the required field "region"')]);
  });
});
