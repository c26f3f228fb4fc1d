import { componentOperators } from "./components.ts";
import { conditionOperators } from "./conditions.ts";
import { fieldOperators } from "./fields.ts";
import { fixOperators } from "./fix.ts";
import { limitOperators } from "./limits.ts";
import { listOperators } from "./lists.ts";
import { operationOperators } from "./operations.ts";
import type { DocumentOperator, Operator, SchemaOperator } from "./operator.ts";
import { parameterOperators } from "./parameters.ts";
import { sameOperators } from "./same.ts";
import { socketOperators } from "./sockets.ts";
import { textOperators } from "./texts.ts";
import { typeOperators } from "./types.ts";
import { valueOperators } from "./values.ts";
import { variantOperators } from "./variants.ts";

/** Every change of a schema, wherever it stands. */
export const schemaOperators: readonly SchemaOperator[] = [
  ...fieldOperators,
  ...typeOperators,
  ...valueOperators,
  ...limitOperators,
  ...textOperators,
  ...listOperators,
  ...variantOperators,
  ...conditionOperators,
  ...sameOperators,
];

/** Every change of an OpenAPI document outside its schemas. */
export const apiOperators: readonly DocumentOperator[] = [
  ...operationOperators,
  ...parameterOperators,
  ...componentOperators,
];

export { fixOperators, socketOperators };

/** The names of all of them, in alphabetical order. */
export function operatorNames(): string[] {
  const all: readonly Operator[] = [...schemaOperators, ...apiOperators, ...socketOperators, ...fixOperators];
  return all.map(({ name }) => name).sort();
}
