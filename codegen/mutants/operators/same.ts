import type { Node, SchemaOperator } from "./operator.ts";

/** Other ways to write the same. */
export const sameOperators: readonly SchemaOperator[] = [
  {
    name: "same: another description",
    noop: true,
    edit: (node) => {
      if (typeof node.description !== "string") return false;
      node.description = `${node.description} Said in other words.`;
      return true;
    },
  },
  {
    name: "same: keys in another order",
    noop: true,
    edit: (node) => {
      if (node.properties === undefined) return false;
      node.properties = Object.fromEntries(Object.entries(node.properties).reverse());
      if (node.required !== undefined) node.required = [...node.required].reverse();
      return true;
    },
  },
  {
    name: "same: null as a variant",
    noop: true,
    edit: (node) => {
      if (
        !Array.isArray(node.type) ||
        node.type.length !== 2 ||
        !node.type.includes("null") ||
        node.enum !== undefined
      )
        return false;
      const { description, title, ...own } = structuredClone(node);
      for (const key of Object.keys(node)) delete node[key];
      const type = own.type.find((each: string) => each !== "null");
      Object.assign(node, {
        ...(title !== undefined && { title }),
        ...(description !== undefined && { description }),
        anyOf: [{ ...own, type }, { type: "null" }],
      });
      return Object.keys(own).every(
        (key) => !key.startsWith("x-") && key !== "examples" && key !== "default",
      );
    },
  },
  {
    name: "same: a constant as the only value of a list",
    noop: true,
    edit: (node) => {
      if (node.const === undefined || typeof node.const === "boolean") return false;
      node.enum = [node.const];
      delete node.const;
      return true;
    },
  },
  {
    name: "same: split by allOf",
    noop: true,
    edit: (node) => {
      const { properties, required = [], allOf, additionalProperties } = node;
      if (node.type !== "object" || properties === undefined || allOf !== undefined) return false;
      if (additionalProperties !== undefined || node.minProperties !== undefined) return false;
      const names = Object.keys(properties);
      if (names.length < 2) return false;
      const half = names.slice(0, Math.ceil(names.length / 2));
      const part = (mine: readonly string[]): Node => ({
        type: "object",
        properties: Object.fromEntries(mine.map((name) => [name, properties[name]])),
        required: required.filter((name: string) => mine.includes(name)),
      });
      node.allOf = [part(half), part(names.filter((name) => !half.includes(name)))];
      delete node.properties;
      delete node.required;
      delete node.type;
      return ["if", "anyOf", "oneOf", "not", "dependentRequired", "dependentSchemas"].every(
        (key) => node[key] === undefined,
      );
    },
  },
  {
    name: "same: a reference by allOf",
    noop: true,
    edit: (node) => {
      if (node.$ref === undefined) return false;
      node.allOf = [{ $ref: node.$ref }];
      delete node.$ref;
      return true;
    },
  },
  {
    name: "same: a condition from its other end",
    noop: true,
    edit: (node) => {
      if (node.type !== "object" || node.if === undefined) return false;
      const { if: test, then: holds, else: fails } = node;
      for (const keyword of ["then", "else"]) delete node[keyword];
      node.if = { not: test };
      if (fails !== undefined) node.then = fails;
      if (holds !== undefined) node.else = holds;
      return true;
    },
  },
  {
    name: "same: a condition as a choice",
    noop: true,
    edit: (node) => {
      const [[field, needed] = []] = Object.entries(
        (node.dependentRequired ?? {}) as { [field: string]: string[] },
      );
      if (field === undefined || node.anyOf !== undefined || node.type !== "object") return false;
      const { [field]: _moved, ...others } = node.dependentRequired;
      node.anyOf = [{ not: { required: [field] } }, { required: needed }];
      if (Object.keys(others).length > 0) node.dependentRequired = others;
      else delete node.dependentRequired;
      return true;
    },
  },
];
