import type { Node, SchemaOperator } from "./operator.ts";

/** Changes that few places of the specs have room for. */
export const rareOperators: readonly SchemaOperator[] = [
  {
    name: "allow unlisted fields",
    edit: (node) => {
      if (node.type !== "object" || node.additionalProperties !== false) return false;
      delete node.additionalProperties;
      return true;
    },
  },
  {
    name: "add a field where none may be",
    edit: (node) => {
      if (node.additionalProperties !== false || node.properties === undefined) return false;
      node.properties.added_field = { type: "string" };
      return true;
    },
  },
  {
    name: "let the last item of a row be missing",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || (node.minItems ?? 0) < 2) return false;
      node.minItems = Math.min(node.minItems, node.prefixItems.length) - 1;
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
  {
    name: "fix one of the listed values",
    edit: (node) => {
      if (
        !Array.isArray(node.enum) ||
        node.enum.length < 2 ||
        node.enum.includes(null) ||
        node.default !== undefined
      )
        return false;
      node.const = node.enum[0];
      delete node.enum;
      return true;
    },
  },
  {
    name: "prescribe another format",
    edit: (node) => {
      if (!["decimal", "date-time"].includes(node.format) || node.pattern !== undefined) return false;
      node.format = "uuid";
      return node.examples === undefined;
    },
  },
  {
    name: "prescribe another pattern",
    edit: (node) => {
      if (typeof node.pattern !== "string" || node.type !== "string") return false;
      node.pattern = "^other[0-9]{2}$";
      delete node.examples;
      return true;
    },
  },
  {
    name: "drop a condition",
    edit: (node) => {
      for (const keyword of ["if", "dependentRequired", "not"]) {
        if (node.type !== "object" || node[keyword] === undefined) continue;
        delete node[keyword];
        if (keyword === "if") {
          delete node.then;
          delete node.else;
        }
        return true;
      }
      return false;
    },
  },
  {
    name: "turn a condition round",
    edit: (node) => {
      if (node.type !== "object" || node.if === undefined || node.then === undefined) return false;
      const turned: Node = { then: node.else, else: node.then };
      for (const [keyword, test] of Object.entries(turned)) {
        if (test === undefined) delete node[keyword];
        else node[keyword] = test;
      }
      return true;
    },
  },
];
