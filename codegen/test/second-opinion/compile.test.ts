import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Compiled, compileTypes } from "../../second-opinion/compile.ts";
import { type Pair, pairTypes } from "../../second-opinion/pairs.ts";
import { emitRest } from "../../src/emit/rest/rest.ts";
import { clientFiles, conversion, readClient, readSpec } from "./things.ts";

const repository = join(import.meta.dirname, "../../..");
const scratch = mkdtempSync(join(tmpdir(), "second-opinion-test-"));
afterAll(() => rmSync(scratch, { recursive: true }));

const emitted = emitRest(readSpec());
const pairs: readonly Pair[] = pairTypes(readSpec(), conversion.names, readClient());

function write(folder: string, path: string, text: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

/** Compiles the recorded client against what our emitters make of the same spec, with one file of ours changed. */
function compile(path = "", from = "", to = "", client = clientFiles): Compiled {
  const folder = mkdtempSync(join(scratch, "case-"));
  for (const [file, text] of client) write(join(folder, "client"), file, text);
  for (const { path: file, content } of emitted) {
    if (file === path) expect(content.split(from)).toHaveLength(2);
    write(join(folder, "ours"), file, file === path ? content.replace(from, to) : content);
  }
  return compileTypes({
    pairs,
    client: join(folder, "client"),
    ours: join(folder, "ours", "index.ts"),
    repository,
    where: "things",
  });
}

function places({ differences }: Compiled): string[] {
  return differences.map(({ where, theirs, ours }) => `${where}: ${theirs}, ${ours}`);
}

test("every type both clients have is compared", () => {
  expect(pairs.map(({ theirs, ours }) => `${theirs.name} ${ours}`).sort()).toEqual([
    "CountThingsRequest CountThingsParams",
    "Counts CountThingsResult",
    "Counts Counts",
    "Edited Edited",
    "Event Event",
    "GetThingRequest GetThingParams",
    "ModelError ErrorCode",
    "Placed Placed",
    "SendThingRequest SendThingParams",
    "SendThingResult SendThingResult",
    "Side Side",
    "Side SideInput",
    "Stamp Stamp",
    "Step Step",
    "Thing GetThingResult",
    "Thing Thing",
  ]);
});

test("the types of both clients fit each other both ways", () => {
  const compiled = compile();
  expect(compiled.differences).toEqual([]);
  expect(compiled.messages).toEqual([]);
  expect(compiled.agreed).toBe(pairs.length);
});

const thing = "components/thing.ts";
const holders = ["Thing", "Event", "Placed", "Edited", "SendThingResult", "GetThingResult"];
const counts = "components/counts.ts";
const counters = ["Counts", "CountThingsResult"];
const both = "does not fit ours, does not fit theirs";

test.each([
  {
    what: "a field's type",
    file: thing,
    from: "  note?: string;",
    to: "  note?: number;",
    models: holders,
    says: both,
  },
  {
    what: "a field's requiredness",
    file: thing,
    from: "  note?: string;",
    to: "  note: string;",
    models: holders,
    says: both,
  },
  {
    what: "any in place of a type",
    file: thing,
    from: "  note?: string;",
    to: "  note?: any;",
    models: holders,
    says: both,
  },
  {
    what: "an optional field that is missing",
    file: thing,
    from: "  note?: string;",
    to: "",
    models: holders,
    says: "fits ours, does not fit theirs",
  },
  {
    what: "a value too many in a closed enumeration",
    file: "operations/send-thing.ts",
    from: '"PERCENT" | "QUOTE"',
    to: '"PERCENT" | "QUOTE" | "BASE"',
    models: ["SendThingParams"],
    says: "fits ours, does not fit theirs",
  },
  {
    what: "a number missing from an enumeration",
    file: "components/step.ts",
    from: "60 | 300",
    to: "60",
    models: ["Step", ...counters],
    says: "does not fit ours, fits theirs",
  },
  {
    what: "a list without its null",
    file: counts,
    from: "texts?: Text[]",
    to: "texts?: string[]",
    models: counters,
    says: "does not fit ours, fits theirs",
  },
  {
    what: "an object without fields in place of a free one",
    file: counts,
    from: "[key: string]: unknown }",
    to: "[key: string]: never }",
    models: counters,
    says: "does not fit ours, fits theirs",
  },
  {
    what: "a value missing from an open enumeration",
    file: "components/edited.ts",
    from: '"PRICE" | "SIZE"',
    to: '"PRICE"',
    models: ["Event", "Edited", "SendThingResult"],
    says: "does not fit ours, fits theirs",
  },
])("$what does not compile", ({ file, from, to, models, says }) => {
  const wanted = models.map((name) => `things / types ${name}: ${says}`);
  expect(places(compile(file, from, to)).sort()).toEqual(wanted.sort());
});

test("a type our package does not export is not passed over", () => {
  const compiled = compile("index.ts", "type { Stamp }", "type { Stamp as Time }");
  expect(places(compiled)).toEqual([`things / types Stamp: ${both}`]);
  expect(compiled.messages.join()).toContain("Stamp");
});

test.each([
  {
    what: "a file that is no TypeScript",
    from: "import {",
    to: "import { Array<Stamp>FromJSONTyped,",
    error: /cannot be compared.*Thing\.ts/,
  },
  {
    what: "a type nobody declares",
    from: "note?: string;",
    to: "note?: Missing;",
    error: /cannot be compared.*'Missing'/,
  },
])("$what does not hide what differs", ({ from, to, error }) => {
  const text = clientFiles.get("models/Thing.ts") ?? "";
  expect(text).toContain(from);
  const client = new Map([...clientFiles, ["models/Thing.ts", text.replace(from, to)]]);
  expect(() => compile("", "", "", client)).toThrow(error);
});
