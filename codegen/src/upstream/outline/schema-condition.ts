import type { SchemaNode } from "../../read/node.ts";
import { list, members } from "../json.ts";
import type { FieldIs, When } from "./condition.ts";

/** What `if`, `then`, `else` and `dependentRequired` of a schema say of its fields, where it is of a form we know. */
export function whenInSchema(schema: SchemaNode): Map<string, When[]> {
  const found = new Map<string, When[]>();
  const demand = (branch: unknown, all: readonly FieldIs[]): void => {
    for (const name of list(members(branch).required)) {
      found.set(String(name), [...(found.get(String(name)) ?? []), { kind: "required", all }]);
    }
  };
  const all = asked(members(schema.if));
  if (all.length > 0) demand(schema.then, all);
  const [only] = all;
  if (only && all.length === 1) demand(schema.else, [{ ...only, not: true }]);
  for (const [field, required] of Object.entries(members(schema.dependentRequired)))
    demand({ required }, [{ field }]);
  return found;
}

/** What a condition asks of fields; nothing where it asks for something else as well. */
function asked(test: SchemaNode): readonly FieldIs[] {
  if (Object.keys(test).some((keyword) => keyword !== "properties" && keyword !== "required")) return [];
  const properties = Object.entries(members(test.properties));
  const valued = properties.flatMap(([field, part]): FieldIs[] => {
    const { const: only, enum: several, ...more } = members(part);
    const values = only === undefined ? list(several) : [only];
    return values.length === 0 || Object.keys(more).length > 0
      ? []
      : [{ field, values: new Set(values.map(String)) }];
  });
  if (valued.length < properties.length) return [];
  const given = list(test.required)
    .map(String)
    .filter((name) => !valued.some(({ field }) => field === name));
  return [...valued, ...given.map((field) => ({ field }))];
}
