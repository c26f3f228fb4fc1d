import { compile } from "json-schema-to-typescript";
import { typeName } from "../../contract/names.ts";
import type { Shape } from "../../contract/shape.ts";
import { docComment } from "../doc-comment.ts";
import { type JsonSchema, openEnumType, schemaDocument } from "../schema-document.ts";

export interface EmittedType {
  readonly code: string;
  /** Names of the components whose types it mentions. */
  readonly refers: ReadonlySet<string>;
}

/**
 * The TypeScript declaration of a shape, made by json-schema-to-typescript.
 *
 * @param format whether people will read it: laying it out takes most of the time.
 */
export async function emitType(
  name: string,
  shape: Shape,
  emptyField: "never" | "unknown",
  format = true,
): Promise<EmittedType> {
  if (shape.kind === "object" && shape.properties.length === 0 && typeof shape.additional === "string") {
    // `interface X {}` would accept any value at all.
    const comment = docComment(shape.doc, shape.source);
    return {
      code: `${comment}export type ${name} = { [field: string]: ${emptyField} };\n`,
      refers: new Set(),
    };
  }
  const refers = new Set<string>();
  const schema = schemaDocument(shape, {
    ref(component) {
      refers.add(component);
      return { tsType: typeName(component) };
    },
    openEnum: (values) => ({ tsType: openEnumType(values) }),
  });
  // The tool knows tuples in the words of older drafts only.
  const code = await compile(olderTuples(quietItems(anything(safeComments(schema)))) as never, name, {
    bannerComment: "",
    unknownAny: true,
    format,
    ignoreMinAndMaxItems: false,
    maxItems: -1,
    style: { printWidth: 110 },
  });
  return { code: `${code.trim()}\n`, refers };
}

function olderTuples(node: unknown): unknown {
  return mapped(node, (schema) => {
    if (!Array.isArray(schema.prefixItems)) return schema;
    const { prefixItems, items, ...rest } = schema;
    return { ...rest, items: prefixItems, ...(items !== undefined && { additionalItems: items }) };
  });
}

/** The tool repeats what it says of an array's items; an item without words of its own has nothing to repeat. */
function quietItems(node: unknown): unknown {
  return mapped(node, (schema) => {
    const { items } = schema;
    if (typeof items !== "object" || items === null || !("description" in items)) return schema;
    if (!String(items.description).startsWith("Source: ")) return schema;
    const { description: _description, ...rest } = items;
    return { ...schema, items: rest };
  });
}

/** The tool takes a schema that says nothing but words for one of an object. */
function anything(node: unknown): unknown {
  return mapped(node, (schema) => {
    const words = Object.keys(schema).every(
      (keyword) => keyword === "description" || keyword === "deprecated",
    );
    return words && typeof schema.description === "string" ? { ...schema, tsType: "unknown" } : schema;
  });
}

/** The tool writes descriptions into comments as they are. */
function safeComments(node: unknown): unknown {
  return mapped(node, (schema) =>
    typeof schema.description === "string"
      ? { ...schema, description: schema.description.replaceAll("*/", "*\\/") }
      : schema,
  );
}

function mapped(node: unknown, change: (schema: JsonSchema) => JsonSchema): unknown {
  if (Array.isArray(node)) return node.map((item) => mapped(item, change));
  if (typeof node !== "object" || node === null) return node;
  const inner = Object.fromEntries(Object.entries(node).map(([key, value]) => [key, mapped(value, change)]));
  return change(inner as JsonSchema);
}
