import { editProperty, isNullable, isRequired, requireField, requireNoLonger } from "./node.ts";
import type { SchemaOperator } from "./operator.ts";

/** Fields that come, go, and must or need not be there. */
export const fieldOperators: readonly SchemaOperator[] = [
  {
    name: "add an optional field",
    edit: (node) => {
      if (node.type !== "object" || node.properties === undefined) return false;
      node.properties.added_field = { type: "string" };
      return true;
    },
  },
  {
    name: "add a required field",
    edit: (node) => {
      if (node.type !== "object" || node.properties === undefined) return false;
      node.properties.added_field = { type: "integer" };
      requireField(node, "added_field");
      return true;
    },
  },
  {
    name: "remove an optional field",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => !isRequired(node, name),
        (name) => delete node.properties[name],
      ),
  },
  {
    name: "remove a required field",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => isRequired(node, name),
        (name) => {
          delete node.properties[name];
          requireNoLonger(node, name);
        },
      ),
  },
  {
    name: "rename a field",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        () => true,
        (name) => {
          node.properties = Object.fromEntries(
            Object.entries(node.properties).map(([key, value]) => [key === name ? `${name}_2` : key, value]),
          );
          if (isRequired(node, name))
            node.required = node.required.map((other: string) => (other === name ? `${name}_2` : other));
        },
      ),
  },
  {
    name: "make a field required",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => !isRequired(node, name),
        (name) => requireField(node, name),
      ),
  },
  {
    name: "make a nullable field required",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => !isRequired(node, name) && isNullable(node.properties[name]),
        (name) => requireField(node, name),
      ),
  },
  {
    name: "make a nullable field optional",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => isRequired(node, name) && isNullable(node.properties[name]),
        (name) => requireNoLonger(node, name),
      ),
  },
  {
    name: "make a field optional",
    edit: (node, random) =>
      editProperty(
        node,
        random,
        (name) => isRequired(node, name),
        (name) => requireNoLonger(node, name),
      ),
  },
  {
    name: "refuse unlisted fields",
    edit: (node) => {
      if (node.type !== "object" || node.properties === undefined || node.additionalProperties !== undefined)
        return false;
      if (node.allOf !== undefined) return false;
      node.additionalProperties = false;
      return true;
    },
  },
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
    name: "deprecate",
    edit: (node) => {
      if (node.deprecated === true || node.$ref !== undefined) return false;
      node.deprecated = true;
      return true;
    },
  },
];
