import { schemasOf } from "../sites.ts";
import { each } from "./document.ts";
import type { DocumentOperator, Node } from "./operator.ts";

/** Objects that are written where they are used, below a named schema. */
function unnamed(document: Node): Node[] {
  const named = new Set(Object.values(document.components?.schemas ?? {}));
  return schemasOf(document).filter(
    (schema) => schema.type === "object" && schema.properties !== undefined && !named.has(schema),
  );
}

function names(document: Node): string[] {
  return Object.keys(document.components?.schemas ?? {});
}

/** What schemas are called. */
export const componentOperators: readonly DocumentOperator[] = [
  each("name a schema", unnamed, (schema, document) => {
    const copy = structuredClone(schema);
    for (const key of Object.keys(schema)) delete schema[key];
    schema.$ref = "#/components/schemas/AddedName";
    document.components.schemas.AddedName = copy;
    return true;
  }),
  each("rename a schema", names, (name, document) => {
    if (name.endsWith("ErrorResponse")) return false;
    const { schemas } = document.components;
    schemas[`${name}Again`] = schemas[name];
    delete schemas[name];
    for (const schema of refsTo(document, `#/components/schemas/${name}`))
      schema.$ref = `#/components/schemas/${name}Again`;
    return true;
  }),
];

function refsTo(node: Node, ref: string): Node[] {
  if (typeof node !== "object" || node === null) return [];
  if (node.$ref === ref) return [node];
  return Object.values(node).flatMap((inner) => refsTo(inner, ref));
}
