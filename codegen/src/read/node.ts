import type { Doc, Json, Shape } from "../contract/shape.ts";
import type { Source, SpecError } from "../contract/source.ts";

// biome-ignore lint/suspicious/noExplicitAny: a schema is whatever a spec's author wrote until it has been read
export type SchemaNode = { readonly [keyword: string]: any };

/** What the parts of the schema reader need of the whole. */
export interface ShapeReader {
  read(schema: unknown, source: Source): Shape;
  /** Follows a `$ref` to its schema and place, without naming it. */
  target(ref: string, from: Source): { readonly node: Json; readonly source: Source };
  error(source: Source, reason: string): SpecError;
}

export function isObject(value: unknown): value is SchemaNode {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function readDoc(node: SchemaNode): Doc {
  const notes = Object.fromEntries(Object.entries(node).filter(([keyword]) => keyword.startsWith("x-")));
  const examples = node.examples ?? (node.example === undefined ? undefined : [node.example]);
  return {
    ...pick(node, ["title", "description", "deprecated", "default"]),
    ...(examples && { examples }),
    notes,
  };
}

export function pick<Key extends string>(node: SchemaNode, keys: readonly Key[]): { [K in Key]?: never } {
  // The values are what the keyword's own definition says; the spec linter has checked them before.
  return Object.fromEntries(
    keys.filter((key) => node[key] !== undefined).map((key) => [key, node[key]]),
  ) as never;
}
