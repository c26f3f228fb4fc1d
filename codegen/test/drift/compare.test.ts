import { describe, expect, it } from "vitest";
import { prove } from "../../src/drift/proof/prove.ts";
import { changesOf, type Document, pairOf, summary } from "./edit.ts";

const rest = "specs/futures-rest/futures-rest.yaml";
const fix = "specs/fix/kraken-fix44.xml";
const cancelAll = "specs/ws-v2/methods/cancel_all.schema.json";
const ticker = "specs/ws-v2/channels/ticker.schema.json";

function changes(target: string, file: string, edit: (document: Document) => Document | undefined): string[] {
  return changesOf(target, file, edit)
    .map(summary)
    .filter((text) => !text.startsWith("documentation changed"))
    .sort();
}

describe("REST", () => {
  it("finds nothing where nothing changed", () => {
    expect(changesOf("futures-rest", rest, () => undefined)).toEqual([]);
  });

  it("finds an operation that goes, one that comes and one with another name", () => {
    const found = changes("futures-rest", rest, (document) => {
      delete document.paths["/cancelorder"];
      document.paths["/tickers"].get.operationId = "getAllTickers";
    });
    expect(found).toContain("removed (none): any, breaks, major");
    expect(found).toContain("renamed (none): any, fine, major");
  });

  it("finds an address that moved", () => {
    const found = changes("futures-rest", rest, (document) => {
      document.paths["/ticker-list"] = document.paths["/tickers"];
      delete document.paths["/tickers"];
    });
    expect(found).toEqual(["address changed (none): none, breaks, major"]);
  });
});

describe("WebSocket", () => {
  it("tells a field that is sent from one that is received", () => {
    const found = changes("ws-v2", cancelAll, (document) => {
      document.$defs.request.properties.params.properties.reason = { type: "string" };
      document.$defs.request.properties.params.required.push("reason");
      delete document.$defs.response.properties.result.properties.count;
      document.$defs.response.properties.result.required = [];
    });
    expect(found).toEqual([
      "field added, required (sent): any, breaks, major",
      "field removed, required (received): any, breaks, major",
    ]);
  });

  it("sees what the client supplies, which no type shows", () => {
    const found = changes("ws-v2", cancelAll, (document) => {
      const { token, ...others } = document.$defs.request.properties.params.properties;
      document.$defs.request.properties.params.properties = { ...others, session: token };
      document.$defs.request.properties.params.required = ["session"];
    });
    expect(found).toEqual([
      "field added, required (sent): none, breaks, major",
      "field removed, required (sent): none, meaning, minor",
    ]);
  });

  it("sees a snapshot that is no longer promised, and instructions that are told of in another way", () => {
    const silent = changes("ws-v2", ticker, (document) => {
      delete document["x-snapshot"];
    });
    expect(silent).toEqual([expect.stringMatching(/^behaviour changed/)]);
    const counted = changes("ws-v2", "specs/ws-v2/methods/batch_cancel.schema.json", (document) => {
      delete document.$defs.request.properties.params.properties.cl_ord_id["x-instructions"];
    });
    expect(counted).toEqual([expect.stringMatching(/^behaviour changed/)]);
  });

  it("judges a loosened and a tightened limit by who reads it", () => {
    const found = changes("ws-v2", cancelAll, (document) => {
      document.$defs.response.properties.result.properties.count.minimum = -1;
    });
    expect(found).toEqual(["limit loosened (received): none, breaks, minor"]);
  });

  it("holds a field to its own default before that of the component that it is", async () => {
    const own = "specs/ws-legacy/methods/addOrder.schema.json";
    const schedule = "specs/ws-legacy/common/schedule.schema.json";
    const hidden = changes("ws-legacy", schedule, (document) => {
      delete document.default;
    });
    expect(hidden).toEqual([]);
    const edit = (document: Document): void => {
      document.$defs.request.properties.starttm.default = "+5";
    };
    expect([...new Set(changes("ws-legacy", own, edit))]).toEqual([
      "default changed (sent): none, meaning, minor",
    ]);
    const { proofs, disagreements } = await prove([pairOf("ws-legacy", own, edit)]);
    expect(disagreements).toEqual([]);
    expect(proofs).toContainEqual(expect.objectContaining({ about: "addOrder params", wire: "meaning" }));
  });

  it("sees no change where the same is written in another way", () => {
    const found = changesOf("ws-v2", ticker, (document) => JSON.parse(reversed(document)));
    expect(found).toEqual([]);
  });
});

describe("FIX", () => {
  it("judges a field that became required by who sends it", () => {
    const found = changes("fix", fix, (text: string) =>
      text.replace(
        /(<message name="NewOrderSingle"[\s\S]*?<field name="Price" )required="N"/,
        '$1required="Y"',
      ),
    );
    expect(found).toEqual([
      // The condition it stood under says nothing any more.
      "condition reworded (sent): none, fine, patch",
      "field became required (sent): any, breaks, major",
    ]);
  });

  it("sees a tag number that no type shows", () => {
    const found = changes("fix", fix, (text: string) =>
      text.replace('number="44" name="Price"', 'number="9944" name="Price"'),
    );
    // Nobody must send a price, nor find one in a report.
    expect([...new Set(found)]).toEqual([
      "optional tag changed (received): none, strict, patch",
      "tag changed (sent): none, breaks, major",
    ]);
  });
});

/** The same JSON with the keys of all objects in the opposite order. */
function reversed(value: Document): string {
  return JSON.stringify(value, (_key, inner) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).reverse())
      : inner,
  );
}
