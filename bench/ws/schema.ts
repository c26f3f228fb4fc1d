import { readFileSync } from "node:fs";

/** What the checked messages need of JSON Schema. */
export interface Schema {
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly const?: string;
  readonly properties?: { readonly [name: string]: Schema };
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

const KEPT = new Set([
  "type",
  "const",
  "properties",
  "required",
  "items",
  "minItems",
  "minLength",
  "minimum",
  "maximum",
]);

/**
 * What a message of a channel must be, from the spec, as our generated checks hold it to that: values and fields the
 * spec does not know pass, the form of texts is not looked at.
 */
export function messageSchema(channel: string): Schema {
  const file = new URL(`../../specs/ws-v2/channels/${channel}.schema.json`, import.meta.url);
  return bare((read(file) as { readonly $defs: { readonly message: object } }).$defs.message, file);
}

function bare(node: object, file: URL): Schema {
  if ("$ref" in node) {
    const target = new URL(String(node.$ref), file);
    return bare(read(target), target);
  }
  const entries = Object.entries(node as { readonly [keyword: string]: unknown }).filter(([keyword]) =>
    KEPT.has(keyword),
  );
  return Object.fromEntries(
    entries.map(([keyword, value]) => {
      if (keyword === "items") return [keyword, bare(value as object, file)];
      if (keyword !== "properties") return [keyword, value];
      const fields = Object.entries(value as { readonly [name: string]: object });
      return [keyword, Object.fromEntries(fields.map(([name, field]) => [name, bare(field, file)]))];
    }),
  );
}

function read(file: URL): object {
  return JSON.parse(readFileSync(file, "utf8")) as object;
}
