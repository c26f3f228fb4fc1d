import { pick } from "../../src/drift/random.ts";
import { isRequired } from "./node.ts";
import type { FileContext, Node, SchemaOperator } from "./operator.ts";

/** What a union is made of. */
export const variantOperators: readonly SchemaOperator[] = [
  {
    name: "add a variant",
    edit: (node) => {
      const list = node.oneOf ?? node.anyOf;
      if (!Array.isArray(list) || node.type !== undefined || node.properties !== undefined) return false;
      list.push({
        type: "object",
        properties: { added_variant: { type: "string" } },
        required: ["added_variant"],
      });
      return true;
    },
  },
  {
    name: "add a variant told by its constant",
    edit: (node, _random, file) => {
      const list = node.oneOf ?? node.anyOf;
      if (!Array.isArray(list) || node.properties !== undefined) return false;
      const field = toldBy(list, file);
      if (field === undefined) return false;
      list.push({ type: "object", properties: { [field]: { const: "added" } }, required: [field] });
      return true;
    },
  },
  {
    name: "remove a variant",
    edit: (node, random) => {
      for (const keyword of ["oneOf", "anyOf"]) {
        const list = node[keyword];
        const values = Array.isArray(list) ? list.filter((variant: Node) => variant.type !== "null") : [];
        if (values.length < 3 || node.properties !== undefined) continue;
        const gone = pick(random, values);
        node[keyword] = list.filter((variant: Node) => variant !== gone);
        return true;
      }
      return false;
    },
  },
];

function toldBy(list: readonly Node[], file: FileContext): string | undefined {
  const tables = list.map((variant) => {
    const target = variant.$ref === undefined ? variant : file.resolve(variant.$ref);
    return Object.entries((target?.properties ?? {}) as { [name: string]: Node })
      .filter(([name, field]) => typeof field.const === "string" && isRequired(target, name))
      .map(([name]) => name);
  });
  return tables[0]?.find((name) => tables.every((table) => table.includes(name)));
}
