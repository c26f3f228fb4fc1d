import { propertyKey } from "../contract/names.ts";
import type { ArrayShape, ObjectShape, Shape, TupleShape } from "../contract/shape.ts";
import { docComment, limits } from "./doc-comment.ts";
import { block, both, type Layout, line, list, tuple, union, word } from "./layout.ts";
import { literal } from "./predicate.ts";

export interface EmittedType {
  /** `export interface Name { … }` or `export type Name = …;`, with a line break at its end and no comment before it. */
  readonly code: string;
  /** Names of the components whose types it mentions. */
  readonly refers: ReadonlySet<string>;
}

/**
 * The TypeScript declaration of a shape. It carries what types can say: limits stand in the comments, and conditions
 * between fields are the checks' business.
 *
 * @param nameOf what the type of a component is called.
 */
export function emitType(name: string, shape: Shape, nameOf: (component: string) => string): EmittedType {
  const refers = new Set<string>();
  const type = layout(shape, (component) => {
    refers.add(component);
    return nameOf(component);
  });
  const code = isInterface(shape)
    ? line(`export interface ${name}`, type, "")
    : line(`export type ${name} =`, type, ";");
  return { code: `${code}\n`, refers };
}

type NameOf = (component: string) => string;

function layout(shape: Shape, nameOf: NameOf): Layout {
  switch (shape.kind) {
    case "any":
      return word("unknown");
    case "null":
    case "boolean":
    case "number":
    case "string":
      return word(shape.kind);
    case "const":
      return word(literal(shape.value));
    case "enum": {
      const values = shape.values.map((value) => word(literal(value)));
      // The known values complete in an editor, any other text is accepted.
      return union(shape.open ? [...values, word("(string & {})")] : values);
    }
    case "array":
      return list(layout(shape.items, nameOf));
    case "tuple":
      return tupleLayout(shape, nameOf);
    case "union":
      return union(shape.variants.map((variant) => layout(variant, nameOf)));
    case "ref":
      return word(nameOf(shape.name));
    case "object":
      return objectLayout(shape, nameOf);
  }
}

/** A tuple whose end may be missing is a union by length: an optional element would let `undefined` stand there. */
function tupleLayout({ items, rest, minItems, maxItems }: TupleShape, nameOf: NameOf): Layout {
  const parts = items.map((item) => layout(item, nameOf));
  const more = rest && layout(rest, nameOf);
  while (more && parts.length < minItems) parts.push(more);
  const least = Math.min(minItems, parts.length);
  const lengths = Array.from({ length: parts.length - least + 1 }, (_, extra) => least + extra);
  return union(
    lengths.map((length) => {
      const open = more && length === parts.length && length !== maxItems;
      return tuple(parts.slice(0, length), open ? more : undefined);
    }),
  );
}

function objectLayout(shape: ObjectShape, nameOf: NameOf): Layout {
  const { properties, additional } = shape;
  const fields = block((indent) =>
    properties
      .map(({ name, required, shape: field }) =>
        member(`${propertyKey(name)}${required ? "" : "?"}`, field, indent, nameOf),
      )
      .join(""),
  );
  if (typeof additional === "object") {
    const free = block((indent) => member("[key: string]", additional, indent, nameOf));
    // A named field need not be what the free ones are, which an index signature beside it would ask for.
    return properties.length === 0 ? free : both(fields, free);
  }
  if (properties.length > 0) return fields;
  // `{}` would accept any value at all.
  return word(`{ [key: string]: ${additional === "closed" ? "never" : "unknown"} }`);
}

function member(key: string, shape: Shape, indent: string, nameOf: NameOf): string {
  const facts = shape.kind === "array" ? [...limits(shape), ...aboutItems(shape)] : limits(shape);
  const comment = docComment(shape.doc, shape.source, { facts, indent });
  return `${comment}${line(`${key}:`, layout(shape, nameOf), ";", indent)}\n`;
}

/** What is said of items that have no declaration or field of their own to say it at. */
function aboutItems({ items }: ArrayShape): string[] {
  const words = items.doc.description ?? items.doc.title;
  return items.kind === "ref" || words === undefined ? [] : [`Items: ${words}`];
}

/** Where fields are listed, an open object has those alone: an index signature would let a misspelt name compile. */
function isInterface(shape: Shape): boolean {
  if (shape.kind !== "object") return false;
  return shape.properties.length > 0 !== (typeof shape.additional === "object");
}
