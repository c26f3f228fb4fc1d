import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GeneratedFile } from "../../src/emit/file.ts";
import { emitRest } from "../../src/emit/rest/rest.ts";
import { readOpenApi } from "../../src/read/openapi.ts";
import { emittedProject } from "./emitted.ts";

const fixtures = fileURLToPath(new URL("fixtures", import.meta.url));
const emit = (): readonly GeneratedFile[] => emitRest(readOpenApi(fixtures, "nasty.yaml"));

let files: readonly GeneratedFile[];
let project: Awaited<ReturnType<typeof emittedProject>>;
beforeAll(async () => {
  files = emit();
  project = await emittedProject(files);
});
afterAll(() => project.remove());

describe("what is emitted from a nasty spec", () => {
  it("is what was reviewed", async () => {
    for (const { path, content } of files) {
      await expect(content).toMatchFileSnapshot(`fixtures/nasty/${path}`);
    }
  });

  it("is the same bytes every time", async () => {
    expect(emit()).toEqual(files);
  });

  it("compiles, and means what the spec says", async () => {
    const complaints = await project.compile(`
      import { delete_, fault_, getAllThings, type Fault_, type Record_, type OrderJsonInput, type Thing } from "./generated/index.ts";
      import { type ErrorCode, errorCodes } from "./generated/index.ts";
      import type { RestOperation } from "@x/core";

      type ParamsOf<O> = O extends RestOperation<infer P, unknown> ? P : never;

      export const none: ParamsOf<typeof getAllThings> = {};
      export const all: ParamsOf<typeof fault_> = {
        kind: "the    \\"loose\\" one", "a b": [1], constructor: true, "1st": null, json: { list: [{ mode: "on" }] },
      };
      // @ts-expect-error what is sent is closed
      export const sent: OrderJsonInput = { mode: "dim" };
      export const received: Record_ = { state: { code: "whatever" }, echo: { mode: "dim" } };
      // @ts-expect-error what the spec requires is required
      export const lacking: Record_ = { echo: { mode: "on" } };
      export const relaxed: Fault_ = {};
      export const odd: Fault_ = { "close[price]": null, "it's \\"quoted\\" \\\\ here": true, default: "*/" };
      // @ts-expect-error a field nobody knows
      export const unknown: Fault_ = { other: 1 };
      export function area(thing: Thing): number {
        return thing.shape === "round" ? thing.radius : thing.sides[0];
      }
      export const code: ErrorCode = errorCodes[1];
      export const path: string | undefined = delete_.checkParams({})?.path;
    `);
    expect(complaints).toBe("");
  });

  it("runs, and holds values to the spec", async () => {
    const result = await project.execute(`
      import { delete_, fault_, getAllThings } from "./generated/index.ts";
      const path = (found) => (found === undefined ? "fits" : found.path);
      const proto = JSON.parse('{"close[price]": 1, "default": null, "__proto__": 7}');
      console.log(JSON.stringify({
        facts: [delete_.name, delete_.sunset, getAllThings.sunset, fault_.cost, fault_.outcome],
        places: [delete_.parameters, fault_.parameters],
        params: [
          path(delete_.checkParams({ "the-id": "x" })),
          path(delete_.checkParams({})),
          path(delete_.checkParams({ "the-id": "x", filter: { mode: "dim" } })),
          path(getAllThings.checkParams({})),
          path(getAllThings.checkParams({ toString: 1 })),
          path(fault_.checkParams({ kind: "it's" })),
          path(fault_.checkParams({ kind: "strict" })),
          path(fault_.checkParams({ kind: "strict", "a b": [1] })),
          path(fault_.checkParams({ kind: "strict", "a b": [1], constructor: true })),
          path(fault_.checkParams({ kind: "it's", "a b": [] })),
          path(fault_.checkParams({ kind: "it's", "a b": [0, -1] })),
          path(fault_.checkParams({ kind: "it's", "1st": null })),
        ],
        results: [
          path(delete_.checkResult({})),
          path(delete_.checkResult({ "close[price]": null, default: "tomorrow's" })),
          path(delete_.checkResult({ "close[price]": "1" })),
          path(delete_.checkResult(proto)),
          path(fault_.checkResult({ state: { code: "tomorrow" }, echo: { mode: "dim" } })),
          path(fault_.checkResult({ state: { code: 1 } })),
          path(getAllThings.checkResult({ things: [] })),
          path(getAllThings.checkResult({ things: [{ shape: "round", radius: 0 }] })),
          path(getAllThings.checkResult({ things: [{ shape: "square", sides: [1, 2] }] })),
          path(getAllThings.checkResult({ things: [{ shape: "square", sides: [1, "2"], labels: { "a/b": 1 } }] })),
          path(getAllThings.checkResult({ things: [{ shape: "oval" }] })),
          path(getAllThings.checkResult({ next: { default: 5 }, things: [] })),
        ],
      }));
    `);
    expect(result).toEqual({
      facts: [
        "delete",
        "2030-01-01",
        "2031-12-31",
        { pool: 'the "pool"', cost: 0.5 },
        { status: ["state", "code"], accepted: ["yes it is"], refused: ["no"] },
      ],
      places: [
        [
          { name: "the-id", in: "path" },
          { name: "X-Reason", in: "header" },
          { name: "filter", in: "query", json: true },
        ],
        [
          { name: "kind", in: "form" },
          { name: "a b", in: "form" },
          { name: "constructor", in: "form" },
          { name: "1st", in: "form" },
          { name: "json", in: "form", json: true },
        ],
      ],
      params: [
        "fits",
        "/the-id",
        "/filter/mode",
        "fits",
        "/toString",
        "fits",
        "",
        "fits",
        "",
        "/a b",
        "/a b/1",
        "fits",
      ],
      results: [
        "fits",
        "fits",
        "/close[price]",
        "/__proto__",
        "fits",
        "/state/code",
        "fits",
        "/things/0/radius",
        "/things/0/sides/1",
        "/things/0/labels/a~1b",
        "fits",
        "/next/default",
      ],
    });
  });
});
