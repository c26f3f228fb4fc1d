import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drift } from "../../src/drift/drift.ts";
import { readPairs } from "../../src/drift/pairs.ts";
import { prove } from "../../src/drift/proof/prove.ts";
import { excerptsOf } from "../../src/drift/report/excerpts.ts";
import { htmlReport } from "../../src/drift/report/html.ts";
import { jsonReport } from "../../src/drift/report/json.ts";
import { markdownReport } from "../../src/drift/report/markdown.ts";
import { openSide, workingTree } from "../../src/drift/sides.ts";
import { targets } from "../../src/targets.ts";
import { type Document, pairOf, repository } from "./edit.ts";
import { SpecRepository } from "./spec-repository.ts";

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

describe("the lines of the specs", () => {
  const method = "specs/ws-v2/methods/cancel_all.schema.json";
  const dictionary = "specs/fix/kraken-fix44.xml";
  const yaml = "specs/futures-rest/futures-charts-rest.yaml";
  let specs: SpecRepository;
  let page: string;
  let markdown: string;

  beforeAll(async () => {
    specs = new SpecRepository("ws-v2", "fix", yaml.slice("specs/".length));
    edit(method, '"minimum": 0', '"minimum": 0,\n              "maximum": 1000');
    edit(
      dictionary,
      '<field name="TradSesReqID" required="Y"/>',
      '<field name="TradSesReqID" required="N"/>',
    );
    edit(yaml, /^( +)format: big-decimal$/m, "$1format: date-time");
    await using before = await openSide(specs.root, "main");
    const after = workingTree(specs.root);
    const { changes, bumps } = drift(before, after, await readPairs(before, after, targets));
    const excerpts = await excerptsOf(changes, before.root, after.root);
    page = htmlReport({ base: "main", head: "here", changes, bumps, excerpts });
    markdown = markdownReport({ base: "main", head: "here", changes, bumps, excerpts });
  });
  afterAll(() => specs.remove());

  function edit(file: string, from: string | RegExp, to: string): void {
    const text = specs.read(file);
    const next = text.replace(from, to);
    expect(next).not.toBe(text);
    specs.write(file, next);
  }

  it.each([
    ["JSON", `"minimum": 0`, `"maximum": 1000`],
    ["XML", `<field name="TradSesReqID" required="Y"/>`, `<field name="TradSesReqID" required="N"/>`],
    ["YAML", "format: big-decimal", "format: date-time"],
  ])("stand beside each other on the page, as %s has them", (_kind, old, next) => {
    const escaped = (text: string): string =>
      text.replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
    const sides = [...page.matchAll(/<div class="sides spec"><pre>([\s\S]*?)<\/pre><pre>([\s\S]*?)<\/pre>/g)];
    const shown = sides.find(([, , after = ""]) => new RegExp(`<ins>.*${escaped(next)}`).test(after));
    expect(shown?.[1]).toMatch(new RegExp(`<del>.*${escaped(old)}`));
    expect(shown?.[1]).not.toContain(escaped(next));
  });

  it("stand in Markdown as a difference with its file and line, each once", () => {
    expect(markdown).toContain(
      '-      <field name="TradSesReqID" required="Y"/>\n+      <field name="TradSesReqID" required="N"/>\n',
    );
    expect(markdown.match(/\+ +format: date-time/g)).toHaveLength(1);
    const [, line] = /`specs\/ws-v2\/methods\/cancel_all\.schema\.json:(\d+)`/.exec(markdown) ?? [];
    expect(specs.read(method).split("\n")[Number(line) - 1]).toContain('"minimum": 0,');
  });
});
