import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { GeneratedFile } from "../../src/emit/file.ts";
import { emitWs } from "../../src/emit/ws/emit.ts";
import { readAsyncApi } from "../../src/read/asyncapi.ts";
import { emittedProject } from "../rest/emitted.ts";

const fixtures = fileURLToPath(new URL("fixtures/specs", import.meta.url));
const emit = (): GeneratedFile[] => emitWs(readAsyncApi(fixtures, "asyncapi.yaml"));

/** What a package has beside its generated folder, and generated files refer to. */
const handwritten: readonly GeneratedFile[] = [
  {
    path: "../subscribing.ts",
    content: `import type { Feeding, Subscribing } from "@x/connection";\nexport const feeding: Feeding = {} as Feeding;\nexport const subscribing: Subscribing = {} as Subscribing;\n`,
  },
  {
    path: "../calling.ts",
    content: `import type { Calling } from "@x/connection";\nexport const calling: Calling = {} as Calling;\n`,
  },
  {
    path: "../collect.ts",
    content: `import type { Collect } from "@x/connection";\nexport const collect: Collect = () => undefined;\n`,
  },
];
let files: readonly GeneratedFile[];
let project: Awaited<ReturnType<typeof emittedProject>>;
beforeAll(async () => {
  files = emit();
  project = await emittedProject([...files, ...handwritten]);
});
afterAll(() => project.remove());

describe("what is emitted from a nasty spec", () => {
  it("is what was reviewed", async () => {
    for (const { path, content } of files)
      await expect(content).toMatchFileSnapshot(`fixtures/nasty/${path}`);
  });

  it("is the same bytes every time", async () => {
    expect(emit()).toEqual(files);
  });

  it("compiles, and means what the spec says", async () => {
    const complaints = await project.compile(`
      import { delete_, level3, say2nd, type DeleteParams, type DeleteResult, type Level3Message } from "./generated/index.ts";
      import { type Mode, type Tree, hosts } from "./generated/index.ts";
      import { many, tape, type ManyResult, type TapeMessage, type TideMessage } from "./generated/index.ts";
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
      export const list: ManyResult = [{ id: "a" }, {}];
      // @ts-expect-error the list stands for the whole answer
      export const wrapped: ManyResult = { result: [] };
      export const per: readonly string[] | undefined = many.perItem;
      export const one: TapeMessage = [1, { a: [["1.5"], ["1.5", "r"]] }, "tape"];
      export const both: TapeMessage = [1, { a: [] }, { b: [], c: "7" }, "tape", "last"];
      // @ts-expect-error the bids are missing
      export const half: TapeMessage = [1, { a: [] }, "tape", "last"];
      export const rose = (it: TideMessage): string | undefined => (it.type === "part" ? it.data[0]?.event : undefined);
      export const away: readonly (string | number)[] | undefined = level3.sequence;
      export const fault: string | undefined = tape.checkMessage(one)?.path;
      export const tree = (it: Tree): string | undefined => it.size;
      export const path: string | undefined = delete_.checkParams({})?.path;
    `);
    expect(complaints).toBe("");
  });

  it("runs, and holds values to the spec", async () => {
    const result = await project.execute(`
      import { delete_, level3, many, say2nd, tape, tide } from "./generated/index.ts";
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
        subscriptions: [level3.perItem, level3.unsubscribe, level3.suffix, level3.sequence ?? null, tide.sequence, tide.snapshot, level3.snapshot ?? null, tide.perItem ?? null, tide.unsubscribe ?? null, many.perItem, many.rows, delete_.rows ?? null, delete_.perItem ?? null],
        tape: [
          path(tape.checkMessage([1, { all: [["1"], ["1", "r"]], note: null }, "tape"])),
          path(tape.checkMessage([1, { all: [] }, "tape"])),
          path(tape.checkMessage([1, { a: [["1", "x"]] }, "tape"])),
          path(tape.checkMessage([1, { a: 1, b: [] }, "tape"])),
          path(tape.checkMessage([1, { a: 1, b: [1] }, "tape"])),
          path(tape.checkMessage([1, { c: "7" }, "tape"])),
          path(tape.checkMessage([1, null, "tape"])),
          path(tape.checkMessage([1, { a: [] }, { b: [] }, "tape"])),
          path(tape.checkMessage([1, { a: [] }, { b: [] }, "tape", "middle"])),
          path(tape.checkMessage([1, { a: [] }, { a: [] }, "tape", "last"])),
          path(tape.checkMessage([1, { a: [] }])),
          path(tape.checkMessage({})),
        ],
        tide: [
          path(tide.checkMessage({ channel: "tide", type: "whole", data: [{ level: 1 }], count: { sequence: 1 } })),
          path(tide.checkMessage({ channel: "tide", type: "part", data: [{ level: 1 }], count: { sequence: 1 } })),
          path(tide.checkMessage({ channel: "tide", type: "other" })),
        ],
        listed: [tape.known, tide.known],
        known: [delete_.known, level3.known, level3.knownAck],
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
      subscriptions: [
        ["pair"],
        ["pair"],
        { param: "depth", default: 10 },
        null,
        ["count", "sequence"],
        { fast: true },
        null,
        null,
        null,
        ["ids"],
        { params: ["ids"], accepted: "id", count: "of", dryRun: "try" },
        null,
        null,
      ],
      tape: ["fits", "fits", "/1/a/0/1", "fits", "/1/b/0", "/1", "/1", "fits", "fits", "/2/b", "", ""],
      tide: ["fits", "/data/0/event", "fits"],
      listed: [
        "<,{all,note,a,c,b},{b,c},,(last,first)>",
        "{channel(tide),type(whole,part),data[{level,event(up,down)}],count{sequence}}",
      ],
      known: [
        "{method,success,result{count,mode(on,off),tree{mode(on,off),size,branches[{mode(on,off)}]}},removed-count,req_id}",
        "<[{*{mode(on,off),size,branches[{mode(on,off)}]}}],,>",
        "{status(ok,error)}",
      ],
    });
  });
});
