import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { SpecError } from "../../src/contract/source.ts";
import { emitFix } from "../../src/emit/fix/index.ts";
import { readFixDictionary } from "../../src/read/fix-dictionary.ts";

const nasty = readFileSync(fileURLToPath(new URL("fixtures/nasty.xml", import.meta.url)), "utf8");

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "fix-read-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Reads and emits the nasty dictionary with one thing changed; returns the error's message. */
function broken(from: string | RegExp, to: string): string {
  const changed = nasty.replace(from, to);
  expect(changed).not.toBe(nasty);
  writeFileSync(join(folder, "broken.xml"), changed);
  try {
    emitFix(readFixDictionary(folder, "broken.xml"), { runtime: "x" });
  } catch (error) {
    expect(error).toBeInstanceOf(SpecError);
    return (error as SpecError).message;
  }
  throw new Error("it was read without complaint");
}

const line = (text: string): number => nasty.slice(0, nasty.indexOf(text)).split("\n").length;

describe("a broken dictionary names its file, line, place and reason", () => {
  test("a field that is not declared", () => {
    expect(broken('<field name="Flag" required="N" ', '<field name="Flagg" required="N" ')).toBe(
      `broken.xml:${line('name="Flag" required')}#/fix/messages/message[@name='Reader']/field[@name='Flagg']: field Flagg is not declared in <fields>`,
    );
  });

  test.each([
    [
      "XML that is none",
      "<messages>",
      "<messages",
      /Invalid character|Missing|Expected|not allowed|unclosed/i,
    ],
    ["another root", /<(\/?)fix\b/g, "<$1fox", "expected <fix>"],
    ["a section that does not belong", "<trailer>", "<tailer/><trailer>", "<tailer> does not belong here"],
    ["a section twice", "<trailer>", "<trailer/><trailer>", "<trailer> stands twice"],
    ["a tag twice", 'number="5002"', 'number="5001"', "tag 5001 is already field class"],
    ["a field name twice", 'name="LegId" type', 'name="class" type', "field class is declared twice"],
    ["a tag that is none", 'number="5002"', 'number="05002"', "05002 is not a tag number"],
    ["an unknown type", 'type="QTY"', 'type="QUANT"', "type QUANT is unknown"],
    ["a missing attribute", 'msgtype="U1" ', "", "attribute msgtype is missing"],
    ["a msgtype twice", 'msgtype="U1"', 'msgtype="U2"', "msgtype U2 is declared twice"],
    [
      "a message name twice",
      'message name="Empty"',
      'message name="Reader"',
      "message Reader is declared twice",
    ],
    ["a msgcat that is none", 'msgcat="admin"', 'msgcat="adm"', "msgcat is adm"],
    ["a direction that is none", 'msgcat="admin"', 'msgcat="admin" direction="up"', "direction is up"],
    ["required that is neither", 'name="Flag" required="N"', 'name="Flag" required="C"', "required is C"],
    [
      "a field twice in a message",
      '<field name="Words" required="N"/>',
      '<field name="Words" required="N"/><field name="Words" required="N"/>',
      "Words stands here already",
    ],
    [
      "a header field in a message",
      '<field name="Words" required="N"/>',
      '<field name="SendingTime" required="N"/>',
      "SendingTime stands here already",
    ],
    [
      "an unknown component",
      '<component name="Inner"/>',
      '<component name="Iner"/>',
      "component Iner is not declared",
    ],
    [
      "a component that holds itself",
      '<field name="NoteKind" required="N"/>\n      </group>',
      '<field name="NoteKind" required="N"/>\n      </group><component name="Inner"/>',
      "component Inner holds itself",
    ],
    [
      "an empty group",
      /<group name="NoNotes"[\s\S]*?<\/group>/,
      '<group name="NoNotes" required="N"></group>',
      "the group has no fields",
    ],
    [
      "a group whose field is no count",
      '<group name="NoNotes"',
      '<group name="Mark"',
      "Mark is STRING, expected NUMINGROUP",
    ],
    [
      "data without its length",
      '<field name="BlobLength" required="N"/>',
      "",
      "Blob needs a field of type LENGTH directly before it",
    ],
    ["a value twice", 'enum="1ST"', 'enum="new"', "value new is listed twice"],
    ["two values of one name", "1ST_OF_ALL", "NEW", "values new and 1ST would both be called New"],
    ["a condition that is none", "5012=1", "Count=1", "expected TAG or TAG=VALUE"],
    [
      "a condition on a field elsewhere",
      "5012=1",
      "5001=new",
      "asks for tag 5001, which does not stand beside this field",
    ],
    ["a condition on a value not listed", "5013=a", "5013=z", "asks for 5013=z, which Words does not list"],
    ["a condition on a number that is none", "5012=1", "5012=x", "compares Count with x"],
    ["a condition on a flag that is none", "5011=Y", "5011=1", "compares Flag with 1"],
    [
      "a narrowing to a value that is not listed",
      '<field name="Words" required="N"/>',
      '<field name="Words" required="N" values="a z"/>',
      "values names z, which Words does not list",
    ],
    [
      "an alternative that stands elsewhere",
      "5011=Y",
      '5011=Y" requiredUnless="5001',
      "requiredUnless asks for tag 5001",
    ],
    ["a pattern that is none", 'pattern="[a-z/]+"', 'pattern="[a-z"', "pattern is no regular expression"],
    ["a length that is none", 'maxLength="3"', 'maxLength="0"', "maxLength is 0"],
    ["a minimum that is none", 'min="-5"', 'min="low"', "min is low"],
    [
      "a name messages use themselves",
      /name="LegId"/g,
      'name="header"',
      "a field of a message cannot be called header",
    ],
    [
      "a name every object has",
      /name="LegId"/g,
      'name="toString"',
      "a field of a message cannot be called toString",
    ],
    ["two messages of one file", 'message name="Empty"', 'message name="Function"', /is taken/],
  ])("%s", (_what, from, to, reason) => {
    const message = broken(from, to);
    expect(message).toMatch(/^broken\.xml(?::\d+)?#/);
    if (typeof reason === "string") expect(message).toContain(reason);
    else expect(message).toMatch(reason);
  });

  test("a file that is not there", () => {
    expect(() => readFixDictionary(folder, "none.xml")).toThrow("none.xml#/: cannot be read: ENOENT");
  });
});
