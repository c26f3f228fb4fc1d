import type { SchemaOperator } from "./operator.ts";

const NUMBER_KEYWORDS = [
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
  "multipleOf",
  "format",
  "examples",
  "default",
];

/** What type a value has. */
export const typeOperators: readonly SchemaOperator[] = [
  {
    name: "turn a text into a number",
    edit: (node) => {
      if (node.type !== "string" || node.enum !== undefined || node.const !== undefined) return false;
      for (const keyword of ["pattern", "format", "minLength", "maxLength", "examples", "default"])
        delete node[keyword];
      node.type = "integer";
      return true;
    },
  },
  {
    name: "turn a number into a text",
    edit: (node) => {
      if (
        (node.type !== "integer" && node.type !== "number") ||
        node.enum !== undefined ||
        node.const !== undefined
      )
        return false;
      for (const keyword of NUMBER_KEYWORDS) delete node[keyword];
      node.type = "string";
      return true;
    },
  },
  {
    name: "allow null",
    edit: (node) => {
      if (typeof node.type !== "string" || node.type === "null" || node.const !== undefined) return false;
      if (node.enum !== undefined) node.enum = [...node.enum, null];
      node.type = [node.type, "null"];
      return true;
    },
  },
  {
    name: "allow null no longer",
    edit: (node) => {
      if (!Array.isArray(node.type) || !node.type.includes("null") || node.type.length !== 2) return false;
      node.type = node.type.find((type: string) => type !== "null");
      if (node.enum !== undefined) node.enum = node.enum.filter((value: unknown) => value !== null);
      return true;
    },
  },
  {
    name: "allow fractions",
    edit: (node) => {
      if (node.type !== "integer" || node.enum !== undefined) return false;
      node.type = "number";
      delete node.format;
      return true;
    },
  },
  {
    name: "allow no fractions",
    edit: (node) => {
      if (node.type !== "number" || node.enum !== undefined || node.multipleOf !== undefined) return false;
      if ([node.minimum, node.maximum].some((bound) => bound !== undefined && !Number.isInteger(bound)))
        return false;
      node.type = "integer";
      delete node.format;
      return true;
    },
  },
  {
    name: "turn a value into a list of it",
    edit: (node) => {
      if (!["string", "integer", "number", "boolean"].includes(node.type) || node.const !== undefined)
        return false;
      const { description, ...item } = structuredClone(node);
      for (const key of Object.keys(node)) delete node[key];
      Object.assign(node, { type: "array", items: item, ...(description !== undefined && { description }) });
      return true;
    },
  },
  {
    name: "allow any value",
    edit: (node) => {
      if (node.type !== "string" || node.enum !== undefined || node.const !== undefined) return false;
      const { description } = node;
      for (const key of Object.keys(node)) delete node[key];
      if (description !== undefined) node.description = description;
      return true;
    },
  },
  {
    name: "allow another type beside",
    edit: (node) => {
      if (node.type !== "boolean" || node.const !== undefined || node.default !== undefined) return false;
      node.type = ["boolean", "integer"];
      return true;
    },
  },
];
