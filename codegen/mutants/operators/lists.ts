import { isList } from "./node.ts";
import type { SchemaOperator } from "./operator.ts";

/** What lists, rows and maps hold. */
export const listOperators: readonly SchemaOperator[] = [
  {
    name: "append an item to a row",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || node.items !== false) return false;
      node.prefixItems = [...node.prefixItems, { type: "string" }];
      node.minItems = node.prefixItems.length;
      return true;
    },
  },
  {
    name: "remove the last item of a row",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || node.prefixItems.length < 2) return false;
      node.prefixItems = node.prefixItems.slice(0, -1);
      node.minItems = Math.min(node.minItems ?? 0, node.prefixItems.length);
      if (node.maxItems !== undefined) node.maxItems = Math.min(node.maxItems, node.prefixItems.length);
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
    name: "change what a list holds",
    edit: (node) => {
      if (!isList(node) || node.items?.type !== "string") return false;
      node.items = { type: "integer" };
      delete node.examples;
      return true;
    },
  },
  {
    name: "change what a map holds",
    edit: (node) => {
      const type = node.additionalProperties?.type;
      if (type === undefined) return false;
      node.additionalProperties = { type: type === "string" ? "boolean" : "string" };
      return true;
    },
  },
  {
    name: "append an item to a row that may be missing",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || node.items !== false) return false;
      node.minItems ??= 0;
      node.prefixItems = [...node.prefixItems, { type: "string" }];
      delete node.maxItems;
      return true;
    },
  },
  {
    name: "let no item of a row be missing",
    edit: (node) => {
      if (!Array.isArray(node.prefixItems) || (node.minItems ?? 0) >= node.prefixItems.length) return false;
      node.minItems = node.prefixItems.length;
      return true;
    },
  },
];
