import type { Pagination } from "../contract/rest.ts";
import type { Shape } from "../contract/shape.ts";
import { inside } from "../contract/source.ts";
import { isObject } from "./node.ts";
import type { OperationFacts } from "./operation-facts.ts";
import type { SchemaReader } from "./schema.ts";

const KINDS: readonly unknown[] = ["continuation-token", "since-before", "from-to"];

/** `x-pagination` of an operation. */
export function readPagination(
  { node, source, params, reader }: OperationFacts,
  result: Shape,
): Pagination | undefined {
  const pagination: unknown = node["x-pagination"];
  if (pagination === undefined) return undefined;
  const at = inside(source, "x-pagination");
  if (!isObject(pagination) || !KINDS.includes(pagination.kind)) {
    throw reader.error(at, `expected a kind: ${KINDS.join(", ")}`);
  }
  if (!params.properties.some(({ name }) => name === pagination.token)) {
    throw reader.error(inside(at, "token"), `no parameter is named "${pagination.token}"`);
  }
  const next = String(pagination.next ?? "")
    .split("/")
    .slice(1);
  if (next.length === 0 || !leads(result, next, reader)) {
    throw reader.error(inside(at, "next"), `${pagination.next} does not lead to a value in the answer`);
  }
  return { kind: pagination.kind, token: pagination.token, next };
}

function leads(shape: Shape | undefined, [step, ...rest]: readonly string[], reader: SchemaReader): boolean {
  if (shape === undefined) return false;
  if (shape.kind === "ref") {
    return leads(reader.components.get(shape.name)?.shape, step === undefined ? [] : [step, ...rest], reader);
  }
  if (step === undefined) return true;
  if (shape.kind === "union")
    return shape.variants.some((variant) => leads(variant, [step, ...rest], reader));
  if (step === "{last}") return shape.kind === "array" && leads(shape.items, rest, reader);
  if (shape.kind !== "object") return false;
  return leads(shape.properties.find(({ name }) => name === step)?.shape, rest, reader);
}
