import { describe, expect, it } from "vitest";
import { prove } from "../../src/drift/proof/prove.ts";
import { RULES, type RuleTable } from "../../src/drift/rules.ts";
import { type Document, pairOf } from "./edit.ts";

const cancelAll = "specs/ws-v2/methods/cancel_all.schema.json";
const dictionary = "specs/fix/kraken-fix44.xml";

const removed = pairOf("ws-v2", cancelAll, (document: Document) => {
  delete document.$defs.response.properties.result.properties.count;
  document.$defs.response.properties.result.required = [];
});

describe("proofs", () => {
  it("shows a program that breaks and a message that is refused", async () => {
    const { proofs, disagreements } = await prove([removed]);
    expect(disagreements).toEqual([]);
    const proof = proofs.find(({ about }) => about === "cancel_all result");
    expect(proof).toMatchObject({ types: "any", wire: "breaks", message: {} });
    expect(proof?.program?.text).toContain('m["count"]');
  });

  it("shows a limit that no type has, by a message at the limit", async () => {
    const pair = pairOf("ws-v2", cancelAll, (document: Document) => {
      document.$defs.response.properties.result.properties.count.minimum = -1;
    });
    const { proofs, disagreements } = await prove([pair]);
    expect(disagreements).toEqual([]);
    expect(proofs).toContainEqual(
      expect.objectContaining({ types: "none", wire: "breaks", message: { count: -1 } }),
    );
  });

  it("accepts a thousand messages where nothing breaks", async () => {
    const pair = pairOf("ws-v2", cancelAll, (document: Document) => {
      document.$defs.response.properties.result.properties.first = { type: "string" };
    });
    const { proofs, disagreements } = await prove([pair]);
    expect(disagreements).toEqual([]);
    expect(proofs.find(({ about }) => about === "cancel_all result")).toMatchObject({
      types: "none",
      wire: "fine",
      messages: 1_000,
    });
  });

  it("proves FIX by its own dictionary", async () => {
    const pair = pairOf("fix", dictionary, (text: string) =>
      text.replace(
        /(<message name="NewOrderSingle"[\s\S]*?<field name="Price" )required="N"/,
        '$1required="Y"',
      ),
    );
    const { proofs, disagreements } = await prove([pair]);
    expect(disagreements).toEqual([]);
    expect(proofs).toContainEqual(
      expect.objectContaining({ about: "NewOrderSingle sent", types: "any", wire: "breaks" }),
    );
  });

  it("fails where a rule says less, or more, than compiler and messages show", async () => {
    const harmless = { types: "none", wire: "fine", bump: "patch" } as const;
    const less: RuleTable = { ...RULES, "field removed, required": { says: "", received: harmless } };
    const { disagreements } = await prove([removed], less);
    expect(disagreements.join("\n")).toContain("the compiler any");
    expect(disagreements.join("\n")).toContain("messages show breaks");
    const { disagreements: more } = await prove(
      [
        pairOf("ws-v2", cancelAll, (document: Document) => {
          document.$defs.response.properties.result.properties.first = { type: "string" };
        }),
      ],
      { ...RULES, "field added, optional": RULES["field removed, required"] },
    );
    expect(more.join("\n")).toContain("no program breaks");
  });
});
