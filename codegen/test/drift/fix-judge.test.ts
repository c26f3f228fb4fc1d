import * as shipped from "@x/fix/codec";
import { describe, expect, it } from "vitest";
import type { FixDictionary } from "../../src/contract/fix.ts";
import { symbolName } from "../../src/contract/names.ts";
import type { Json } from "../../src/contract/shape.ts";
import { prove } from "../../src/drift/proof/prove.ts";
import { FixCodec } from "../../src/drift/proof/wire/fix-codec.ts";
import { FixJudge } from "../../src/drift/proof/wire/fix-judge.ts";
import { textShape } from "../../src/drift/proof/wire/fix-text.ts";
import { typed } from "../../src/drift/proof/wire/fix-values.ts";
import { Instances } from "../../src/drift/proof/wire/instances.ts";
import { seeded } from "../../src/drift/random.ts";
import { memberObject } from "../../src/drift/surface/fix-shape.ts";
import { readFixDictionary } from "../../src/read/fix-dictionary.ts";
import { changesOf, pairOf, repository, summary } from "./edit.ts";

const file = "specs/fix/kraken-fix44.xml";
const dictionary = readFixDictionary(repository, file);
const order = {
  ClOrdID: "1",
  Side: "1",
  Symbol: "BTC/USD",
  OrderID: "O",
  TransactTime: "20260407-14:32:10.000",
};

function changed(edit: (text: string) => string): FixDictionary {
  const { contract } = pairOf("fix", file, edit).after;
  if (contract?.kind !== "fix") throw new Error("no FIX dictionary");
  return contract.fix;
}

/** Messages of a type with all their fields as text. */
function* messages(name: string, count: number): Generator<Json> {
  const members = dictionary.messages.find((message) => message.name === name)?.members ?? [];
  const shape = textShape(memberObject(members, dictionary.source, "sent"));
  const instances = new Instances(new Map(), seeded(4));
  for (let made = 0; made < count; made++)
    yield instances.make(shape, { path: [], side: "before", optional: (made % 5) / 4 });
}

describe("the codec that a proof runs", () => {
  it.each(dictionary.messages.map(({ name }) => name))("is the one that the package ships: %s", (name) => {
    const codec = new FixCodec(dictionary, name);
    const descriptor = Reflect.get(shipped, symbolName(name)) as shipped.FixMessage;
    const members = dictionary.messages.find((message) => message.name === name)?.members ?? [];
    let written = 0;
    for (const message of messages(name, 60)) {
      const values = typed(members, message);
      const bytes = codec.encode(message);
      expect(bytes === undefined).toBe(descriptor.check(values) !== undefined);
      if (bytes === undefined) continue;
      const writer = new shipped.Writer();
      writer.begin(descriptor.msgType);
      descriptor.encode(writer, values);
      expect(bytes).toEqual(writer.finish());
      // Whoever writes by the dictionary alone writes the same, but for how a number is spelt.
      expect(codec.reads(codec.write(message) ?? new Uint8Array(), true)).toBe(true);
      written++;
    }
    expect(written).toBeGreaterThan(10);
  });
});

describe("a verdict on FIX messages", () => {
  const before = { dictionary, name: "OrderCancelRequest" };
  const judge = (edit: (text: string) => string, travel: "sent" | "received"): FixJudge =>
    new FixJudge(before, { ...before, dictionary: changed(edit) }, travel);
  const within = (from: string, to: string) => (text: string) =>
    text.replace(/<message name="OrderCancelRequest"[\s\S]*?<\/message>/, (message) =>
      message.replace(from, to),
    );

  it("comes from bytes: what the old encoder writes and the new decoder refuses breaks", () => {
    const loosened = within('name="Side" required="Y"', 'name="Side" required="N"');
    expect(judge(loosened, "sent").judge(order)).toBe("fine");
    expect(
      judge(within("</message>", '<field name="Price" required="Y"/></message>'), "sent").judge(order),
    ).toBe("breaks");
  });

  it("is fine for what the old encoder does not write", () => {
    const required = judge(within("</message>", '<field name="Price" required="Y"/></message>'), "sent");
    const { Side: _side, ...less } = order;
    expect(required.writes(less)).toBe(false);
    expect(required.judge(less)).toBe("fine");
    expect(required.judge({ ...order, Side: "one" })).toBe("fine");
    expect(required.judge({ ...order, TransactTime: "20261332-14:32:10" })).toBe("fine");
  });

  it("tells a reader that refuses from one that is strict", () => {
    const added = judge(within("</message>", '<field name="Price" required="N"/></message>'), "received");
    expect(added.judge({ ...order, Price: "1.5" })).toBe("strict");
    expect(added.judge({ ...order, Price: "much" })).toBe("fine");
    const less = judge(within('name="Side" required="Y"', 'name="Side" required="N"'), "received");
    const { Side: _side, ...rest } = order;
    expect(less.judge(rest)).toBe("breaks");
  });

  it("sees a tag that moved, which no name shows", () => {
    const moved = (text: string): string =>
      text.replace('<field number="37" name="OrderID"', '<field number="9871" name="OrderID"');
    expect(judge(moved, "sent").judge(order)).toBe("breaks");
    // The field is optional: the old reader keeps what it does not know.
    expect(judge(moved, "received").judge(order)).toBe("strict");
  });

  it.each([
    [
      "a tag that moved",
      (text: string) => text.replace('<field number="44" name="Price"', '<field number="9871" name="Price"'),
    ],
    [
      "a group that begins with another field",
      (text: string) => text.replace(/(<group [^>]*>\s*)(<field [^>]*\/>)(\s*)(<field [^>]*\/>)/, "$1$4$3$2"),
    ],
    [
      "a field that moved from the message into a group",
      (text: string) =>
        text.replace(
          /(<field name="NetMoney" required="N"[^>]*\/>)([\s\S]*?<group name="NoMiscFees"[\s\S]*?)<\/group>/,
          "$2$1</group>",
        ),
    ],
  ])("proves %s by bytes", async (_what, edit) => {
    const { disagreements, proofs } = await prove([pairOf("fix", file, edit)]);
    expect(disagreements).toEqual([]);
    expect(proofs.filter(({ wire }) => wire === "breaks")).not.toEqual([]);
    for (const { wire, message } of proofs) if (wire === "breaks") expect(message).toBeDefined();
  });

  it("is proven in each message that gets the same field", async () => {
    const added = (text: string): string =>
      text
        .replace(
          /(<message name="OrderCancelRequest"[\s\S]*?)(<\/message>)/,
          '$1<field name="Text" required="N"/>$2',
        )
        .replace(
          /(<message name="MarketDataRequest"[\s\S]*?)(<\/group>)/,
          '$1<field name="Text" required="Y"/>$2',
        );
    const { disagreements, proofs } = await prove([pairOf("fix", file, added)]);
    expect(disagreements).toEqual([]);
    expect(proofs.map(({ about, types, wire }) => [about, types, wire])).toEqual([
      ["OrderCancelRequest sent", "none", "fine"],
      ["MarketDataRequest sent", "any", "breaks"],
    ]);
  });

  it("is fine on the wire for another name of the same tag", async () => {
    const renamed = (text: string): string => text.replaceAll('"TradSesReqID"', '"SessionReqID"');
    const found = changesOf("fix", file, renamed).map(summary);
    expect([...new Set(found)].sort()).toEqual([
      "field renamed (received): any, fine, major",
      "field renamed (sent): any, fine, major",
    ]);
    const { disagreements, proofs } = await prove([pairOf("fix", file, renamed)]);
    expect(disagreements).toEqual([]);
    expect(proofs.every(({ wire, messages: taken }) => wire === "fine" && taken === 1_000)).toBe(true);
  });
});
