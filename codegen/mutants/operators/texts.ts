import { isPlainText } from "./node.ts";
import type { SchemaOperator } from "./operator.ts";

/** The form of texts. */
export const textOperators: readonly SchemaOperator[] = [
  {
    name: "prescribe a pattern",
    edit: (node) => {
      if (!isPlainText(node) || node.maxLength !== undefined || node.minLength !== undefined) return false;
      node.pattern = "^[a-z]{1,8}$";
      return true;
    },
  },
  {
    name: "drop a pattern",
    edit: (node) => {
      if (node.pattern === undefined) return false;
      delete node.pattern;
      return true;
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
    name: "prescribe a format",
    edit: (node) => {
      if (!isPlainText(node) || node.maxLength !== undefined || node.minLength !== undefined) return false;
      node.format = "uuid";
      return true;
    },
  },
  {
    name: "drop a format",
    edit: (node) => {
      if (!["decimal", "date-time", "uuid"].includes(node.format)) return false;
      delete node.format;
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
];
