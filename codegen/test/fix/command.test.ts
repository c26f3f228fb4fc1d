import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { emitQuickFix } from "../../src/emit/fix/quickfix.ts";
import { generateFix } from "../../src/fix-command.ts";
import { readFixDictionary } from "../../src/read/fix-dictionary.ts";

const cli = fileURLToPath(new URL("../../src/cli.ts", import.meta.url));
const nasty = fileURLToPath(new URL("fixtures/nasty.xml", import.meta.url));

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fix-command-"));
  cpSync(nasty, join(folder, "mine.xml"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...rest: string[]): string =>
  execFileSync(process.execPath, [cli, "fix", ...rest], { cwd: folder, encoding: "utf8", stdio: "pipe" });

test("bindings of a dictionary elsewhere import the published codec, and a second run changes nothing", () => {
  expect(run("--dictionary", "mine.xml", "--out", "bindings")).toBe(
    "bindings: 7 files from mine.xml, 7 changed\n",
  );
  const header = readFileSync(join(folder, "bindings/header.ts"), "utf8");
  expect(header).toContain('} from "@x/fix/runtime";');
  expect(header.split("\n")[0]).toContain("from mine.xml#/fix/header");
  expect(run("--dictionary", join(folder, "mine.xml"), "--out", "bindings")).toContain(" 0 changed");
});

test("a dictionary that cannot be read is told with its line, and leaves what was there", () => {
  const broken = readFileSync(nasty, "utf8").replace('type="QTY"', 'type="QUANT"');
  writeFileSync(join(folder, "broken.xml"), broken);
  const line = broken.slice(0, broken.indexOf('"QUANT"')).split("\n").length;
  expect(() => run("--dictionary", "broken.xml", "--out", "bindings")).toThrow(
    `broken.xml:${line}#/fix/fields/field[@name='LegQty']: type QUANT is unknown`,
  );
  expect(readFileSync(join(folder, "bindings/index.ts"), "utf8")).toContain("from mine.xml#");
});

test("a folder that holds anything else is left alone", async () => {
  writeFileSync(join(folder, "bindings/notes.md"), "mine");
  await expect(
    generateFix(folder, { dictionary: "mine.xml", out: "bindings", runtime: "@x/fix/runtime" }),
  ).rejects.toThrow("bindings holds notes.md, which was not generated and would be lost");
  expect(readFileSync(join(folder, "bindings/notes.md"), "utf8")).toBe("mine");
});

test("the dictionary for other engines says the same messages, in their format", () => {
  const dictionary = readFixDictionary(folder, "mine.xml");
  const { content } = emitQuickFix(dictionary, "plain.xml");
  writeFileSync(join(folder, "plain.xml"), content);
  const plain = readFixDictionary(folder, "plain.xml");
  const shape = ({ messages }: typeof dictionary) =>
    messages.map(({ msgType, members }) => [
      msgType,
      members.map(({ field, required }) => [field.tag, required]),
    ]);
  expect(shape(plain)).toEqual(shape(dictionary));
  expect(
    plain.fields.map(({ tag, wireType, values }) => [
      tag,
      wireType,
      values.map(({ wire, name }) => [wire, name]),
    ]),
  ).toEqual(
    dictionary.fields.map(({ tag, wireType, values }) => [
      tag,
      wireType,
      values.map(({ wire, name }) => [wire, name]),
    ]),
  );
  expect(content).not.toMatch(/meaning=|secret=|requiredWhen=|maxEntries=|values=/);
});
