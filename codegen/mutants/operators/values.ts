import { pick } from "../../src/drift/random.ts";
import { isText } from "./node.ts";
import type { SchemaOperator } from "./operator.ts";

/** Listed values, constants and defaults. */
export const valueOperators: readonly SchemaOperator[] = [
  {
    name: "list one more value",
    edit: (node) => {
      if (!Array.isArray(node.enum)) return false;
      node.enum = [...node.enum, typeof node.enum[0] === "number" ? 987 : "added value"];
      return true;
    },
  },
  {
    name: "list one value less",
    edit: (node, random) => {
      const values = (node.enum ?? []).filter((value: unknown) => value !== null);
      if (values.length < 3) return false;
      const gone = pick(random, values);
      if (node.default === gone) return false;
      node.enum = node.enum.filter((value: unknown) => value !== gone);
      return true;
    },
  },
  {
    name: "list values no longer",
    edit: (node) => {
      if (!Array.isArray(node.enum) || typeof node.enum[0] !== "string" || node.enum.length < 2) return false;
      delete node.enum;
      node.type ??= "string";
      return true;
    },
  },
  {
    name: "list numbers no longer",
    edit: (node) => {
      if (!Array.isArray(node.enum) || typeof node.enum[0] !== "number" || node.enum.length < 2) return false;
      delete node.enum;
      node.type ??= "integer";
      return true;
    },
  },
  {
    name: "list values of a text",
    edit: (node) => {
      if (node.type !== "string" || !isText(node) || node.default !== undefined) return false;
      for (const keyword of ["pattern", "format", "minLength", "maxLength", "examples"]) delete node[keyword];
      node.enum = ["one", "two", "three"];
      return true;
    },
  },
  {
    name: "change a constant",
    edit: (node) => {
      if (typeof node.const !== "string" || node["x-supplied"] === "name") return false;
      node.const = `${node.const}_2`;
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
    name: "change a default",
    edit: (node) => {
      if (node.default === undefined) return false;
      if (typeof node.default === "boolean") node.default = !node.default;
      else if (typeof node.default === "number") node.default += 1;
      else if (Array.isArray(node.enum))
        node.default = node.enum.find((value: unknown) => value !== node.default);
      else return false;
      return node.default !== undefined;
    },
  },
  {
    name: "allow another value than the constant",
    edit: (node) => {
      if (typeof node.const !== "string" || node["x-supplied"] === "name") return false;
      node.enum = [node.const, "added value"];
      delete node.const;
      return true;
    },
  },
];
