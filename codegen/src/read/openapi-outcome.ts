import type { OrderOutcome } from "../contract/rest.ts";
import type { Shape } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { isObject, type SchemaNode } from "./node.ts";
import type { SchemaReader } from "./schema.ts";

/** `x-order-outcome`, with the refusals worked out from the values the status may have. */
export function readOutcome(
  node: SchemaNode,
  source: Source,
  result: Shape,
  reader: SchemaReader,
): OrderOutcome | undefined {
  const outcome: unknown = node["x-order-outcome"];
  if (outcome === undefined) return undefined;
  const at = inside(source, "x-order-outcome");
  if (!isObject(outcome) || typeof outcome.status !== "string" || !Array.isArray(outcome.accepted)) {
    throw reader.error(at, "expected status and accepted");
  }
  const rows = outcome.rows === undefined ? undefined : steps(outcome.rows);
  const status = steps(outcome.status);
  const list =
    rows === undefined ? [result] : walk([result], rows, reader).flatMap((shape) => items(shape, reader));
  if (list.length === 0) throw reader.error(inside(at, "rows"), `${outcome.rows} does not lead to a list`);
  const values = walk(list, status, reader).flatMap(listed);
  if (values.length === 0) {
    throw reader.error(inside(at, "status"), `${outcome.status} does not lead to an enum in the answer`);
  }
  const settled: unknown[] = [...outcome.accepted, ...(outcome.unsettled ?? [])];
  const unlisted = settled.find((value) => !values.includes(String(value)));
  if (unlisted !== undefined)
    throw reader.error(at, `"${String(unlisted)}" is no value of ${outcome.status}`);
  // Seen on the wire, and in no list of the exchange's.
  const { accepted = [], refused = [] } = (outcome.observed ?? {}) as {
    accepted?: string[];
    refused?: string[];
  };
  const known = [...accepted, ...refused].find((value) => values.includes(value));
  if (known !== undefined) throw reader.error(inside(at, "observed"), `"${known}" is listed`);
  return {
    rows,
    status,
    accepted: [...outcome.accepted, ...accepted],
    refused: [...new Set(values.filter((value) => !settled.includes(value))), ...refused],
  };
}

function steps(pointer: unknown): string[] {
  return String(pointer).split("/").slice(1);
}

/** What the steps lead to, in every variant that has them. */
function walk(shapes: readonly Shape[], path: readonly string[], reader: SchemaReader): Shape[] {
  const start = shapes.flatMap((shape) => variants(shape, reader));
  return path.reduce((found, step) => found.flatMap((shape) => field(shape, step, reader)), start);
}

function field(shape: Shape, name: string, reader: SchemaReader): Shape[] {
  if (shape.kind !== "object") return [];
  const property = shape.properties.find((candidate) => candidate.name === name);
  return property === undefined ? [] : variants(property.shape, reader);
}

function items(shape: Shape, reader: SchemaReader): Shape[] {
  return shape.kind === "array" ? variants(shape.items, reader) : [];
}

function variants(shape: Shape | undefined, reader: SchemaReader): Shape[] {
  if (shape?.kind === "ref") return variants(reader.components.get(shape.name)?.shape, reader);
  if (shape?.kind === "union") return shape.variants.flatMap((variant) => variants(variant, reader));
  return shape === undefined ? [] : [shape];
}

function listed(shape: Shape): string[] {
  if (shape.kind === "const") return [String(shape.value)];
  return shape.kind === "enum" ? shape.values.map(String) : [];
}
