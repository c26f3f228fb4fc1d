import type { RateLimitCost, RateLimitPool } from "../contract/rest.ts";
import { inside, type Source } from "../contract/source.ts";
import { isObject, type SchemaNode } from "./node.ts";
import type { OperationFacts } from "./operation-facts.ts";
import type { SchemaReader } from "./schema.ts";

/** `x-rate-limit-pools` of a document: the budgets its operations are taken from. */
export function readPools(node: SchemaNode, source: Source, reader: SchemaReader): RateLimitPool[] {
  const pools: unknown = node["x-rate-limit-pools"] ?? {};
  const at = inside(source, "x-rate-limit-pools");
  if (!isObject(pools)) throw reader.error(at, "expected pools by name");
  return Object.entries(pools).map(([name, pool]) => {
    const place = inside(at, name);
    if (!isObject(pool) || !(pool.budget > 0) || !(pool.seconds > 0)) {
      throw reader.error(place, "expected a budget and seconds, both more than 0");
    }
    if (pool.refill !== "window" && pool.refill !== "continuous") {
      throw reader.error(inside(place, "refill"), 'expected "window" or "continuous"');
    }
    return { name, budget: pool.budget, seconds: pool.seconds, refill: pool.refill };
  });
}

/** `x-rate-limit` of an operation. */
export function readCost({ node, source, params, reader }: OperationFacts): RateLimitCost | undefined {
  const limit: unknown = node["x-rate-limit"];
  if (limit === undefined) return undefined;
  const at = inside(source, "x-rate-limit");
  if (!isObject(limit) || typeof limit.pool !== "string" || !isCost(limit.cost)) {
    throw reader.error(at, "expected a pool and a cost of 0 or more");
  }
  const { pool, cost, perItem, whenPresent, by, ...others } = limit;
  for (const field of Object.keys(others)) {
    throw reader.error(inside(at, field), `"${field}" is not supported here`);
  }
  const named = [perItem?.parameter, by?.parameter, ...Object.keys(whenPresent ?? {})];
  for (const name of named) {
    if (name !== undefined && !params.properties.some((property) => property.name === name)) {
      throw reader.error(at, `no parameter is named "${name}"`);
    }
  }
  if (perItem !== undefined && (!isCost(perItem.cost) || typeof perItem.items !== "string")) {
    throw reader.error(inside(at, "perItem"), "expected parameter, items and a cost");
  }
  if (whenPresent !== undefined && !Object.values(whenPresent).every(isCost)) {
    throw reader.error(inside(at, "whenPresent"), "expected costs by parameter");
  }
  if (by !== undefined && !isSteps(by.steps)) {
    throw reader.error(inside(at, "by"), "expected parameter, and steps of rising upTo with a cost");
  }
  return {
    pool,
    cost,
    ...(perItem !== undefined && { perItem: { ...perItem, items: perItem.items.split("/").slice(1) } }),
    ...(whenPresent !== undefined && { whenPresent }),
    ...(by !== undefined && { by }),
  };
}

function isCost(value: unknown): value is number {
  return typeof value === "number" && value >= 0;
}

function isSteps(value: unknown): boolean {
  const steps = value as { upTo?: unknown; cost?: unknown }[];
  return (
    Array.isArray(value) &&
    steps.length > 0 &&
    steps.every(({ upTo, cost }, index) => isCost(cost) && Number(upTo) > Number(steps[index - 1]?.upTo ?? 0))
  );
}
