import { conditionOperators } from "./conditions.ts";
import { fieldOperators } from "./fields.ts";
import { limitOperators } from "./limits.ts";
import { listOperators } from "./lists.ts";
import type { SchemaOperator } from "./operator.ts";
import { sameOperators } from "./same.ts";
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
