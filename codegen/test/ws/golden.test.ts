import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GeneratedFile } from "../../src/emit/file.ts";
import { emitWs } from "../../src/emit/ws/emit.ts";
import { readAsyncApi } from "../../src/read/asyncapi.ts";
import { emittedProject } from "../rest/emitted.ts";

const fixtures = fileURLToPath(new URL("fixtures/specs", import.meta.url));
const emit = (): Promise<GeneratedFile[]> => emitWs(readAsyncApi(fixtures, "asyncapi.yaml"));

let files: readonly GeneratedFile[];
let project: Awaited<ReturnType<typeof emittedProject>>;
beforeAll(async () => {
  files = await emit();
  project = await emittedProject(files);
});
afterAll(() => project.remove());

describe("what is emitted from a nasty spec", () => {
  it("is what was reviewed", async () => {
    for (const { path, content } of files)
      await expect(content).toMatchFileSnapshot(`fixtures/nasty/${path}`);
  });

  it("is the same bytes every time", async () => {
    expect(await emit()).toEqual(files);
  });

  it("compiles, and means what the spec says", async () => {
    const complaints = await project.compile(`
      import { delete_, level3, say2nd, type DeleteParams, type DeleteResult, type Level3Message } from "./generated/index.ts";
      import { type Mode, type Tree, hosts } from "./generated/index.ts";
      import type { Channel, Method } from "@x/connection";

      type ParamsOf<M> = M extends Method<infer P, unknown> ? P : M extends Channel<infer P, unknown> ? P : never;

      export const url: "wss://nasty.example/v9" = hosts.public;
      export const other: "wss://auth.nasty.example" = hosts["private-2"];
      export const nothing: ParamsOf<typeof say2nd> = {};
      // @ts-expect-error say_2nd takes nothing
      export const something: ParamsOf<typeof say2nd> = { any: 1 };
      export const odd: DeleteParams = { "close[price]": "1.50", mode: "on", ids: ["a", "b"], constructor: true };
      // @ts-expect-error what is sent is closed
      export const dim: DeleteParams = { mode: "dim", constructor: true };
      // @ts-expect-error the client supplies the token
      export const token: DeleteParams = { token: "t", constructor: true };
      export const mode: Mode = "off";
      export const received: DeleteResult = { count: 1, mode: "dim", tree: { mode: "dim", branches: [{ mode: "on" }] } };
      // @ts-expect-error what the spec requires is required
      export const lacking: DeleteResult = { mode: "on" };
      // @ts-expect-error an alias is not a field of the result
      export const alias: DeleteResult = { count: 1, "removed-count": 1 };
      export const depth: ParamsOf<typeof level3> = { pair: ["a/b"], depth: 10 };
      // @ts-expect-error 11 is not a depth
      export const wrongDepth: ParamsOf<typeof level3> = { pair: ["a/b"], depth: 11 };
      export const message: Level3Message = [[{ any: { mode: "on" } }], "Level-3", null];
      export const short: Level3Message = [[], "Level-3"];
      export const tree = (it: Tree): string | undefined => it.size;
      export const path: string | undefined = delete_.checkParams({})?.path;
    `);
    expect(complaints).toBe("");
  });

  it("runs, and holds values to the spec", async () => {
    const result = await project.execute(`
      import { delete_, level3, say2nd } from "./generated/index.ts";
      const path = (found) => (found === undefined ? "fits" : found.path);
      console.log(JSON.stringify({
        facts: [delete_.name, delete_.answer, delete_.hosts, delete_.auth, delete_.changesOrders, delete_.aliases],
        quiet: [say2nd.auth, say2nd.changesOrders, say2nd.aliases ?? null, level3.kind, level3.auth],
        params: [
          path(delete_.checkParams({})),
          path(delete_.checkParams({ token: "t" })),
          path(delete_.checkParams({ "close[price]": "1e5" })),
          path(delete_.checkParams({ "close[price]": "1.50", constructor: true })),
          path(delete_.checkParams({ constructor: 1 })),
          path(delete_.checkParams(JSON.parse('{"__proto__": "x"}'))),
          path(delete_.checkParams({ mode: "off" })),
          path(delete_.checkParams({ mode: "off", ids: ["a"] })),
          path(delete_.checkParams({ ids: ["a", "a"] })),
          path(delete_.checkParams({ ids: ["a", ""] })),
          path(delete_.checkParams({ mode: "dim" })),
          path(say2nd.checkParams({ any: 1 })),
          path(level3.checkParams({ pair: ["a/b"], depth: 11 })),
        ],
        answers: [
          path(delete_.checkAnswer({ method: "deleted", success: true, "removed-count": 1 })),
          path(delete_.checkAnswer({ method: "deleted", success: true })),
          path(delete_.checkAnswer({ method: "deleted", success: false })),
          path(delete_.checkAnswer({ method: "delete", success: true, result: { count: 1 } })),
          path(delete_.checkAnswer({ method: "deleted", success: true, result: { count: 1, mode: "dim" } })),
          path(delete_.checkAnswer({ method: "deleted", success: true, result: { count: 1, tree: { mode: "on", branches: [{}] } } })),
        ],
        messages: [
          path(level3.checkMessage([[], "Level-3"])),
          path(level3.checkMessage([[], "Level-3", null])),
          path(level3.checkMessage([[], "Level-3", null, 1])),
          path(level3.checkMessage([[], "Level-4", 1])),
          path(level3.checkMessage([[{}], "Level-3", 1])),
          path(level3.checkMessage([[{ "a/b": { mode: "on", size: "1E5" } }], "Level-3", 1])),
          path(level3.checkMessage([[{ "a/b": { mode: "on", size: 1 } }], "Level-3", 1])),
          path(level3.checkMessage({})),
        ],
        known: [delete_.known.fields.result.fields.mode, level3.known.tuple[0].items.map.fields.mode, level3.knownAck],
      }));
    `);
    expect(result).toEqual({
      facts: ["delete", "deleted", ["private-2"], true, true, { "removed-count": "count" }],
      quiet: [false, false, null, "channel", false],
      params: [
        "fits",
        "/token",
        "/close[price]",
        "",
        "/constructor",
        "/__proto__",
        "/ids",
        "/ids",
        "/ids",
        "/ids/1",
        "/mode",
        "/any",
        "/depth",
      ],
      answers: ["fits", "", "fits", "/method", "fits", "/result/tree/branches/0/mode"],
      messages: ["fits", "fits", "", "/1", "/0/0", "fits", "/0/0/a~1b/size", ""],
      known: [
        { values: ["on", "off"] },
        { values: ["on", "off"] },
        { fields: { status: { values: ["ok", "error"] } } },
      ],
    });
  });
});
