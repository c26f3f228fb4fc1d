import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { drift } from "../../src/drift/drift.ts";
import { prove } from "../../src/drift/proof/prove.ts";
import { htmlReport } from "../../src/drift/report/html.ts";
import { jsonReport } from "../../src/drift/report/json.ts";
import { markdownReport } from "../../src/drift/report/markdown.ts";
import { workingTree } from "../../src/drift/sides.ts";
import { type Document, pairOf, repository } from "./edit.ts";

const pair = pairOf("ws-v2", "specs/ws-v2/methods/cancel_all.schema.json", (document: Document) => {
  delete document.$defs.response.properties.result.properties.count;
  document.$defs.response.properties.result.required = [];
  document.$defs.response.description = "</script><b>a | b</b>";
});
const side = workingTree(repository);
const report = { ...drift(side, side, [pair]), ...(await prove([pair])) };

describe("the report", () => {
  it("is JSON of the published schema", () => {
    const schema = JSON.parse(readFileSync(`${repository}/codegen/src/drift/report/schema.json`, "utf8"));
    const validate = new Ajv2020({ allErrors: true }).compile(schema);
    expect(validate(JSON.parse(jsonReport(report))), JSON.stringify(validate.errors)).toBe(true);
  });

  it("is Markdown with one row for each change, and its proof", () => {
    const text = markdownReport(report);
    expect(text).toContain("| major | `cancelAll`: result `count` | required field removed | received |");
    expect(text).toContain("Rules, compiler and checks agree on every verdict.");
    expect(text).toContain('m["count"]');
  });

  it("is a page that refers to nothing outside and lets no text become markup", () => {
    const page = htmlReport(report);
    expect(page).not.toMatch(/<(?:script|link|img)[^>]+(?:src|href)=/);
    expect(page.match(/<\/script>/g)).toHaveLength(1);
    expect(page.match(/class="change /g)).toHaveLength(report.changes.length);
  });

  it("is the same each time it is made", async () => {
    const again = { ...drift(side, side, [pair]), ...(await prove([pair])) };
    expect(jsonReport(again)).toBe(jsonReport(report));
  });
});
