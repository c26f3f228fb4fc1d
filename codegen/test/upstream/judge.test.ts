import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { judgePage } from "../../src/upstream/judge.ts";
import { OurSpecs } from "../../src/upstream/ours/specs.ts";
import { PageError } from "../../src/upstream/page/page.ts";
import { readPage } from "../../src/upstream/page/read.ts";
import { subjectOf } from "../../src/upstream/subject-of.ts";
import type { Verdict } from "../../src/upstream/verdict.ts";

const specs = new OurSpecs(join(import.meta.dirname, "../../.."));
const pages = new URL("./pages/", import.meta.url);

function text(name: string): string {
  return readFileSync(new URL(name, pages), "utf8");
}

function judge(name: string, content: string): Verdict {
  const page = readPage(name, content);
  return judgePage(page, subjectOf(page, specs));
}

/** The page with one thing written otherwise; the thing must be there, and once. */
function changed(name: string, from: string, to: string): Verdict {
  const before = text(name);
  expect(before.split(from)).toHaveLength(2);
  return judge(
    name,
    before.replace(from, () => to),
  );
}

/** Message, field and kind of each difference. */
function told({ differences }: Verdict): string[] {
  return differences.map(
    ({ role, path, kind, theirs, ours }) => `${role} ${path} ${kind}: ${theirs} / ${ours}`,
  );
}

describe("a page that says what the spec says", () => {
  test.each([
    ["cancel-all.md", "ws-v2", "cancel_all", 2],
    ["cancel-order.md", "ws-legacy", "cancelOrder", 1],
    ["order-mass-cancel.md", "fix", "OrderMassCancelRequest", 1],
    ["cancel-all-orders.md", "futures-rest", "POST /cancelallorders", 1],
  ])("%s differs in nothing", (name, api, subject, examples) => {
    expect(judge(name, text(name))).toEqual({
      page: name,
      api,
      subject,
      differences: [],
      lost: [],
      notes: [],
      examples,
      refused: [],
    });
  });

  test("a page in words is compared with nothing, and says so", () => {
    expect(judge("guide.md", text("guide.md"))).toMatchObject({
      subject: undefined,
      lost: [],
      notes: ["it describes no message"],
    });
  });
});

describe("one thing changed upstream is one difference", () => {
  const field = (name: string, type: string, rest = ""): string =>
    `<ResponseField name="${name}" type="${type}"${rest} />`;

  test.each([
    [
      "a new field",
      "cancel-all.md",
      '<ResponseField name="error" type="string">',
      `${field("region", "string")}\n\n    <ResponseField name="error" type="string">`,
      ["response /region field missing from the spec: string / no such field"],
    ],
    [
      "a new field of a nested object",
      "cancel-all.md",
      '<ResponseField name="warnings" type="array of string">',
      `${field("partial", "boolean")}\n\n        <ResponseField name="warnings" type="array of string">`,
      ["response /result/partial field missing from the spec: boolean / no such field"],
    ],
    [
      "a field that is gone",
      "cancel-order.md",
      '<ResponseField name="cl_ord_id" type="string[]">\n      Which orders, by the client\'s own names.\n    </ResponseField>',
      "",
      ["request /cl_ord_id field missing upstream: no such field / array of string"],
    ],
    [
      "another type",
      "cancel-all.md",
      '<ResponseField name="count" type="integer">',
      '<ResponseField name="count" type="string">',
      ["response /result/count type: string / integer"],
    ],
    [
      "another type of a list's entries",
      "cancel-order.md",
      '<ResponseField name="txid" type="array of string" required>',
      '<ResponseField name="txid" type="array of integer" required>',
      ["request /txid/* type: integer / string"],
    ],
    [
      "a field that became required",
      "cancel-order.md",
      '<ResponseField name="cl_ord_id" type="string[]">',
      '<ResponseField name="cl_ord_id" type="string[]" required>',
      ["request /cl_ord_id required: required / optional"],
    ],
    [
      "a field that became optional",
      "cancel-all.md",
      '<ResponseField name="token" type="string" required>',
      '<ResponseField name="token" type="string">',
      [
        "request /params required: optional / required",
        "request /params/token required: optional / required",
      ],
    ],
    [
      "a new value",
      "cancel-order.md",
      "`ok`, `error`",
      "`ok`, `error`, `pending`",
      ["response /status value missing from the spec: pending / not listed"],
    ],
    [
      "a value that is gone",
      "cancel-order.md",
      "`ok`, `error`",
      "`ok`",
      ["response /status value missing upstream: not listed / error"],
    ],
    [
      "a default",
      "cancel-all.md",
      "Comes back in the answer.",
      "Comes back in the answer. Default: `5`",
      ["request /req_id default: 5 / none"],
    ],
    [
      "a length",
      "cancel-all.md",
      "The session's token, see [there](/authentication).",
      "The session's token, see [there](/authentication). Max length: 18 characters.",
      ["request /params/token maxLength: 18 / none"],
    ],
    [
      "a field that is to go",
      "cancel-order.md",
      '<ResponseField name="cl_ord_id" type="string[]">',
      '<ResponseField name="cl_ord_id" type="string[]" deprecated>',
      ["request /cl_ord_id deprecated: yes / none"],
    ],
    [
      "another condition of an answer's field",
      "cancel-all.md",
      "Why not. Condition: `success` is `false`.",
      "Why not. Condition: `success` is `true`.",
      ["response /error condition: if success is true / required if success is none of true"],
    ],
    [
      "another condition of a FIX field",
      "order-mass-cancel.md",
      "MassCancelRequestType = 1",
      "MassCancelRequestType = 1 / 6",
      [
        "body /55 - Symbol condition: if 530 - MassCancelRequestType is one of 1, 6 / required if 530 - MassCancelRequestType is 1",
      ],
    ],
    [
      "a new value of a FIX field",
      "order-mass-cancel.md",
      "  * `7` : all",
      "  * `7` : all\n  * `8` : some, unlike `7`",
      ["body /530 - MassCancelRequestType value missing from the spec: 8 / not listed"],
    ],
    [
      "a FIX tag made required",
      "order-mass-cancel.md",
      '<ResponseField name="55 - Symbol" type="string">\n  <span className="field-attr">Condition:</span> MassCancelRequestType = 1',
      '<ResponseField name="55 - Symbol" type="string" required>\n  Always.',
      ["body /55 - Symbol required: required / required under a condition"],
    ],
    [
      "a REST enum that grew",
      "cancel-all-orders.md",
      "enum: [noOrdersToCancel, cancelled]",
      "enum: [noOrdersToCancel, cancelled, queued]",
      ["response /cancelStatus/status value missing from the spec: queued / not listed"],
    ],
    [
      "a REST parameter that became required",
      "cancel-all-orders.md",
      "required: false",
      "required: true",
      ["request /symbol required: required / optional"],
    ],
    [
      "a REST field that may be null",
      "cancel-all-orders.md",
      "receivedTime: { type: string }",
      "receivedTime: { type: string, nullable: true }",
      ["response /cancelStatus/receivedTime type: string or null / string"],
    ],
  ])("%s", (_what, name, from, to, expected) => {
    const verdict = changed(name, from, to);
    expect(verdict.lost).toEqual([]);
    expect(told(verdict)).toEqual(expected);
  });

  test("the places of both sides are told", () => {
    const [difference] = changed("cancel-order.md", "`ok`, `error`", "`ok`, `error`, `pending`").differences;
    expect(difference).toMatchObject({
      theirPlace: "cancel-order.md:33",
      ourPlace: "specs/ws-legacy/methods/cancelOrder.schema.json#/$defs/response/properties/status",
    });
  });
});

describe("an example that is not such a message", () => {
  test.each([
    ["cancel-all.md", '{ "token": "T" }', "{ }", /"Request" \/params: must have required property 'token'/],
    ["cancel-all.md", '"count": 2', '"count": "2"', /"Response" \/result\/count: must be integer/],
    ["cancel-order.md", '"status": "ok" }', '"status": "ok"', /is no JSON/],
    ["order-mass-cancel.md", "|530=6|", "|530=9|", /530 - MassCancelRequestType: 9 is not listed/],
    ["order-mass-cancel.md", "|530=6|", "|", /530 - MassCancelRequestType is required and not there/],
    ["order-mass-cancel.md", "|530=6|", "|530=6|9999=1|", /the tag 9999 is none of OrderMassCancelRequest/],
    ["cancel-all-orders.md", "cancelOnly: all\n", "cancelOnly: 5\n", /cancelOnly: must be string/],
  ])("%s: %s -> %s", (name, from, to, reason) => {
    const { refused, differences } = changed(name, from, to);
    expect(differences).toEqual([]);
    expect(refused).toHaveLength(1);
    expect(refused[0]?.reason).toMatch(reason);
  });
});

describe("a page that lost its structure", () => {
  test.each([
    ["no field is left", "cancel-all.md", (page: string) => page.replaceAll(/<\/?ResponseField[^>]*>/g, "")],
    ["its tabs are gone", "cancel-all.md", (page: string) => page.replaceAll(/<\/?Tabs?\b[^>]*>/g, "")],
    [
      "one tab is gone",
      "cancel-all.md",
      (page: string) => page.replace(/<Tab title="Response">[\s\S]*?<\/Tab>/, ""),
    ],
    [
      "an object's parts are gone",
      "cancel-all-orders.md",
      (page: string) => page.replace(/cancelStatus: \{ \$ref[^}]*\}/, "cancelState: { type: object }"),
    ],
    [
      "its operation is gone",
      "cancel-all-orders.md",
      (page: string) => page.replace("\n  /cancelallorders:", "\n  /cancelall:"),
    ],
    ["its YAML is broken", "cancel-all-orders.md", (page: string) => page.replace("paths:", "paths: [")],
  ])("%s: it is said, and no difference is concluded", (_what, name, spoil) => {
    const before = text(name);
    const after = spoil(before);
    expect(after).not.toBe(before);
    const { differences, lost, refused } = judge(name, after);
    expect(differences).toEqual([]);
    expect(refused).toEqual([]);
    expect(lost).not.toEqual([]);
  });

  test("tags that do not close are an error that names the line", () => {
    const broken = text("cancel-all.md").replace("</Tabs>", "");
    expect(() => readPage("cancel-all.md", broken)).toThrow(PageError);
    expect(() => readPage("cancel-all.md", broken)).toThrow(/^cancel-all\.md:\d+: its tags cannot be read: /);
  });
});

test("a page about something no spec has says what", () => {
  const verdict = changed("cancel-all.md", "cancel\\_all</span>", "cancel\\_some</span>");
  expect(verdict).toMatchObject({ subject: undefined, notes: ['no spec describes "cancel_some"'] });
});

test("a type that is not understood is a note, not a difference", () => {
  const verdict = changed("cancel-all.md", 'name="count" type="integer"', 'name="count" type="bignum"');
  expect(told(verdict)).toEqual([]);
  expect(verdict.notes).toEqual([
    expect.stringMatching(/the type "bignum" of \/result\/count is not understood/),
  ]);
});
