import { describe, expect, it } from "vitest";
import { compare } from "../../src/drift/compare.ts";
import { prove } from "../../src/drift/proof/prove.ts";
import { changesOf, type Document, pairOf, summary } from "./edit.ts";

/** What a change of one variant is depends on how a reader tells it from its siblings. */

interface Case {
  readonly title: string;
  readonly target: string;
  readonly file: string;
  readonly edit: (document: Document) => Document | undefined;
  readonly want: readonly string[];
}

const rest = "specs/futures-rest/futures-rest.yaml";
const history = "specs/futures-rest/futures-history-rest.yaml";
const book = "specs/ws-legacy/channels/book.schema.json";
const update = "specs/ws-v2/common/level3_update.schema.json";
const report = "specs/ws-v2/common/execution_report.schema.json";
const fix = "specs/fix/kraken-fix44.xml";

const cases: readonly Case[] = [
  {
    title: "a constant that tells a variant gets a second value: unknown to the old reader, but not refused",
    target: "futures-rest",
    file: rest,
    edit: (document) => {
      document.components.schemas.RejectEvent.properties.type.enum.push("REFUSE");
    },
    want: ["told constant opened (received): any, strict, major"],
  },
  {
    title: "a constant that tells a variant gives way to others: unknown to the old reader as well",
    target: "ws-v2",
    file: update,
    edit: (document) => {
      delete document.properties.type.const;
      document.properties.type.enum = ["change", "correction"];
    },
    want: [
      "told constant opened (received): any, strict, major",
      "value removed (received): none, fine, patch",
    ],
  },
  {
    title: "a variant gets another constant, and a sibling a second one: nothing tells them any more",
    target: "futures-rest",
    file: rest,
    edit: (document) => {
      document.components.schemas.PlaceEvent.properties.type.enum = ["PLACED"];
      document.components.schemas.RejectEvent.properties.type.enum.push("REFUSE");
    },
    want: ["told constant opened (received): any, strict, major"],
  },
  {
    title: "one value that was not listed takes the place of all that were: lists of texts are open",
    target: "ws-v2",
    file: report,
    edit: (document) => {
      document.properties.order_status.enum = ["unknown"];
    },
    want: [
      "constant closed (received): any, fine, major",
      "value added (received): exhaustive, strict, minor",
    ],
  },
  {
    title: "a text takes the place of a number beside a decimal text: a form goes, no type comes",
    target: "futures-rest",
    file: rest,
    edit: (document) => {
      const { anyOf } = document.components.schemas.MarginAccountBalances.additionalProperties;
      anyOf.find(({ type }: Document) => type === "number").type = "string";
    },
    want: [
      "format loosened (received): none, strict, patch",
      "variant removed (received): fixture, fine, minor",
    ],
  },
  {
    title: "a number within the limits of the one beside it",
    target: "futures-rest",
    file: rest,
    edit: (document) => {
      const { anyOf } = document.components.schemas.MarginAccountBalances.additionalProperties;
      anyOf.push({ type: "number", minimum: 0, maximum: 1 });
    },
    want: ["documentation changed (received): none, fine, patch"],
  },
  {
    title: "a required field beside free keys: whoever builds the object puts it together",
    target: "futures-rest",
    file: rest,
    edit: (document) => {
      const { Account } = document.components.schemas;
      Account.properties.total = { type: "number" };
      Account.required.push("total");
    },
    want: ["required field added where none may be (received): fixture, breaks, minor"],
  },
  {
    title: "a field of one variant, where a sibling of the same constant takes the message anyway",
    target: "futures-rest",
    file: rest,
    edit: (document) => {
      document.components.schemas.CancelTriggerEvent.properties.orderTrigger.oneOf.push({
        type: "object",
        properties: { note: { type: "string" } },
        required: ["note"],
      });
    },
    want: ["alternative type added (received): any, strict, major"],
  },
  {
    title: "a limit of one variant, where another allows the same numbers",
    target: "futures-history-rest",
    file: history,
    edit: (document) => {
      document.components.schemas.AccountLogEntry.properties.id.anyOf[0].minimum = 0;
    },
    want: ["documentation changed (received): none, fine, patch"],
  },
  {
    title: "a text of a union that gets listed values stays the same variant",
    target: "futures-charts-rest",
    file: "specs/futures-rest/futures-charts-rest.yaml",
    edit: (document) => {
      const { anyOf } = document.components.schemas.Candlestick.properties.volume;
      const text = anyOf.find(({ type }: Document) => type === "string");
      delete text.format;
      text.enum = ["one", "two"];
    },
    want: ["values closed (received): none, fine, patch"],
  },
  {
    title: "a row that gets the length of its sibling",
    target: "ws-legacy",
    file: book,
    edit: (document) => {
      document.$defs.message.oneOf[1].minItems = 4;
    },
    want: ["item became optional (received): any, breaks, major"],
  },
  {
    title: "the last listed value of a FIX field goes, and a number is left",
    target: "fix",
    file: fix,
    edit: (text) => text.replace(/\s*<value enum="0" description="NONE"[^>]*\/>/, ""),
    want: [
      "type narrowed (received): any, fine, major",
      "type removed (none): any, fine, major",
      "type widened (sent): any, fine, major",
      "values opened (received): none, strict, patch",
    ],
  },
  {
    title: "the field that begins an entry is required: it was written anyway",
    target: "fix",
    file: fix,
    edit: (text) => text.replaceAll('name="AllocAccount" required="N"', 'name="AllocAccount" required="Y"'),
    want: ["field became required (received): fixture, fine, minor"],
  },
];

function nullable(document: Document): void {
  document.components.schemas.TrailingStopOptions.type = ["object", "null"];
}

describe("a change inside a union, a row or a group", () => {
  it.each(cases)("$title", async ({ target, file, edit, want }) => {
    const found = changesOf(target, file, edit).map(summary);
    expect([...new Set(found)].sort()).toEqual(want);
    expect((await prove([pairOf(target, file, edit)])).disagreements).toEqual([]);
  });

  it("a component may be null where its place may be anyway: only its own type says so", async () => {
    const pair = pairOf("futures-history-rest", history, nullable);
    const back = { before: pair.after, after: pair.before };
    const wanted = new Map([
      [pair, "null allowed by the type (received): any, fine, major"],
      [back, "null no longer allowed by the type (received): fixture, fine, minor"],
    ]);
    for (const [{ before, after }, want] of wanted) {
      const found = compare(before.surface, after.surface).map(summary);
      expect([...new Set(found)]).toEqual([want]);
      expect((await prove([{ before, after }])).disagreements).toEqual([]);
    }
  });

  it("a change inside a component that may be null, where its place may be too", async () => {
    const { after: before } = pairOf("futures-history-rest", history, nullable);
    const { after } = pairOf("futures-history-rest", history, (document) => {
      nullable(document);
      document.components.schemas.TrailingStopOptions.properties.count = { type: "integer" };
      document.components.schemas.TrailingStopOptions.required.push("count");
    });
    const found = compare(before.surface, after.surface).map(summary);
    expect([...new Set(found)]).toEqual(["field added, required (received): fixture, fine, minor"]);
    const { proofs, disagreements } = await prove([{ before, after }]);
    expect(disagreements).toEqual([]);
    expect(proofs).toContainEqual(expect.objectContaining({ types: "fixture", wire: "fine" }));
  });

  it("a text that goes beside a decimal text: a form comes", async () => {
    const { before: after, after: before } = pairOf("futures-rest", rest, (document) => {
      document.components.schemas.MarginAccountBalances.additionalProperties.anyOf.push({ type: "string" });
    });
    const found = compare(before.surface, after.surface).map(summary);
    expect([...new Set(found)]).toEqual(["format tightened (received): none, fine, patch"]);
    expect((await prove([{ before, after }])).disagreements).toEqual([]);
  });
});
