import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";

/** The examples that stand in the WebSocket specs, held against the specs by Ajv. */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const KEYWORDS = [
  "x-accepted",
  "x-alias-of",
  "x-answer-per-item",
  "x-changes-orders",
  "x-count",
  "x-dry-run",
  "x-inline",
  "x-instructions",
  "x-name-suffix",
  "x-local-copy",
  "x-page",
  "x-secret",
  "x-sequence",
  "x-snapshot",
  "x-snapshot-unless",
  "x-successor",
  "x-supplied",
];

type Schema = { readonly [keyword: string]: unknown };

function specs(folder: string): { readonly files: Map<string, Schema>; readonly ajv: Ajv2020 } {
  const ajv = new Ajv2020({
    strictRequired: false,
    strictTypes: false,
    strictTuples: false,
    allowUnionTypes: true,
  });
  addFormats.default(ajv);
  ajv.addFormat("decimal", /^-?\d+(?:\.\d+)?$/);
  // An extension that specs/README.md does not list is refused.
  for (const keyword of KEYWORDS) ajv.addKeyword(keyword);
  const files = new Map<string, Schema>();
  for (const path of readdirSync(`${root}/specs/${folder}`, { recursive: true, encoding: "utf8" })) {
    if (!path.endsWith(".schema.json")) continue;
    const file = `${folder}/${path.replaceAll("\\", "/")}`;
    const schema = JSON.parse(readFileSync(`${root}/specs/${file}`, "utf8")) as Schema;
    files.set(file, schema);
    ajv.addSchema(schema, file);
  }
  return { files, ajv };
}

function* exampleLists(node: unknown, pointer: string): Generator<readonly [string, readonly unknown[]]> {
  if (typeof node !== "object" || node === null) return;
  const { examples } = node as Schema;
  if (Array.isArray(examples) && !pointer.endsWith("/properties")) yield [pointer, examples];
  for (const [key, value] of Object.entries(node)) {
    if (key !== "examples" && key !== "default")
      yield* exampleLists(value, `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`);
  }
}

describe.each(["ws-v2", "ws-legacy"])("%s", (folder) => {
  const { files, ajv } = specs(folder);
  const cases = [...files].flatMap(([file, schema]) =>
    [...exampleLists(schema, "")].map(([pointer, examples]) => ({ place: `${file}#${pointer}`, examples })),
  );

  it.each(cases)("$place", ({ place, examples }) => {
    const validate = ajv.getSchema(place) as ValidateFunction;
    for (const example of examples) expect(validate(example), JSON.stringify(validate.errors)).toBe(true);
  });

  it("shows every message", () => {
    const shown = new Set(cases.map(({ place }) => place));
    const definitions = [...files].flatMap(([file, { $defs }]) =>
      Object.entries(($defs ?? {}) as { readonly [name: string]: Schema }).map(([name, { $ref }]) =>
        typeof $ref === "string" ? `${folder}/${$ref.replace("../", "")}#` : `${file}#/$defs/${name}`,
      ),
    );
    expect(definitions.filter((place) => !shown.has(place))).toEqual([]);
  });

  it("names every schema file in the AsyncAPI document, and explains every keyword", () => {
    const document = readFileSync(`${root}/specs/${folder}/asyncapi.yaml`, "utf8");
    const messages = [...files.keys()].filter((file) => !file.includes("/common/"));
    expect(messages.filter((file) => !document.includes(file.replace(`${folder}/`, "")))).toEqual([]);
    const readme = readFileSync(`${root}/specs/README.md`, "utf8");
    expect(KEYWORDS.filter((keyword) => !readme.includes(`\`${keyword}\``))).toEqual([]);
  });
});
