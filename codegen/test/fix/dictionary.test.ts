import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { readFixDictionary } from "../../src/read/fix-dictionary.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const SPEC = "specs/fix/kraken-fix44.xml";
const text = (file: string): string => readFileSync(`${root}/${file}`, "utf8");

async function lint(file: string, contents: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: { fileName: file, contents },
    schema: { fileName: "dictionary.xsd", contents: text("specs/fix/dictionary.xsd") },
  });
  return errors.map(({ message }) => message);
}

test.each([SPEC, "codegen/test/fix/fixtures/nasty.xml"])("%s is valid against the schema", async (file) => {
  expect(await lint(file, text(file))).toEqual([]);
});

test.each([
  ["a misspelt attribute", "requiredWhen=", "requiredWen=", "requiredWen"],
  ["a misspelt element", "<value enum", "<vallue enum", "vallue"],
  ["an unknown type", 'type="QTY"', 'type="QUANT"', "QUANT"],
  ["a condition in other words", 'requiredWhen="530=1"', 'requiredWhen="if 530 is 1"', "if 530 is 1"],
  [
    "a field that is not declared",
    '<field name="HeartBtInt" required',
    '<field name="HeartBitInt" required',
    "HeartBitInt",
  ],
  ["a tag twice", 'number="7"', 'number="6"', "Duplicate key"],
  ["a description that is no identifier", 'description="BUY"', 'description="buy it"', "buy it"],
])("the schema finds %s", async (_what, from, to, found) => {
  const changed = text(SPEC).replace(from, to);
  expect(changed).not.toBe(text(SPEC));
  expect((await lint(SPEC, changed)).join("\n")).toContain(found);
});

test("every message, field and value says what it means, and every order field its units and limits where it has some", () => {
  const dictionary = readFixDictionary(root, SPEC);
  expect(dictionary.beginString).toBe("FIX.4.4");
  expect(dictionary.messages.map(({ msgType }) => msgType).join(" ")).toBe(
    "0 1 2 3 4 5 8 A D F G H V W X Y g h j q x y",
  );
  for (const { name, meaning } of dictionary.messages) expect(meaning, name).toMatch(/\.$/);
  for (const { name, meaning, values } of dictionary.fields) {
    expect(meaning, name).toMatch(/\.$/);
    for (const value of values) expect(value.meaning, `${name} ${value.wire}`).toBeTruthy();
  }
});

test("every declared field stands in some message", () => {
  const spec = text(SPEC);
  for (const { name } of readFixDictionary(root, SPEC).fields) {
    expect(spec.match(new RegExp(`name="${name}"`, "g"))?.length, name).toBeGreaterThanOrEqual(2);
  }
});

test("what changes orders is marked, and no other message", () => {
  const marked = readFixDictionary(root, SPEC).messages.filter(({ changesOrders }) => changesOrders);
  expect(marked.map(({ name }) => name)).toEqual([
    "NewOrderSingle",
    "OrderCancelRequest",
    "OrderCancelReplaceRequest",
    "OrderMassCancelRequest",
  ]);
});
