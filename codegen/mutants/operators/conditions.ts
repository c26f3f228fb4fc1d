import { isRequired } from "./node.ts";
import type { Node, SchemaOperator } from "./operator.ts";

/** What one field asks of another. */
export const conditionOperators: readonly SchemaOperator[] = [
  {
    name: "require one field with another",
    edit: (node) => {
      if (node.type !== "object" || node.dependentRequired !== undefined || node.allOf !== undefined)
        return false;
      const optional = Object.keys(node.properties ?? {}).filter((name) => !isRequired(node, name));
      const [first, second] = optional;
      if (first === undefined || second === undefined) return false;
      node.dependentRequired = { [first]: [second] };
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
