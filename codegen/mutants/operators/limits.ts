import { isList, isNumber, isPlainText, isText } from "./node.ts";
import type { Node, SchemaOperator } from "./operator.ts";

/** Sets a limit where there is none, or moves the one there is. */
function limit(
  keyword: string,
  fits: (node: Node) => boolean,
  move: (old: number | undefined) => number | undefined,
) {
  return (node: Node): boolean => {
    if (!fits(node)) return false;
    const next = move(node[keyword]);
    if (next === node[keyword]) return false;
    if (next === undefined) delete node[keyword];
    else node[keyword] = next;
    return true;
  };
}

/** How large, how long and how many. */
export const limitOperators: readonly SchemaOperator[] = [
  { name: "raise the minimum", edit: limit("minimum", isNumber, (old) => (old === undefined ? 1 : old + 1)) },
  {
    name: "lower the minimum",
    edit: limit("minimum", isNumber, (old) => (old === undefined ? old : old - 1)),
  },
  {
    name: "lower the maximum",
    edit: limit("maximum", isNumber, (old) => (old === undefined ? 1_000_000 : old - 1)),
  },
  {
    name: "raise the maximum",
    edit: limit("maximum", isNumber, (old) => (old === undefined ? old : old + 1)),
  },
  {
    name: "prescribe steps",
    edit: limit("multipleOf", isNumber, (old) => (old === undefined ? 5 : old * 2)),
  },
  {
    name: "shorten texts",
    edit: limit("maxLength", isPlainText, (old) => (old === undefined ? 40 : old - 1)),
  },
  {
    name: "allow longer texts",
    edit: limit("maxLength", isText, (old) => (old === undefined ? old : old + 1)),
  },
  {
    name: "lengthen texts",
    edit: limit("minLength", isPlainText, (old) => (old === undefined ? 1 : old + 1)),
  },
  {
    name: "allow shorter texts",
    edit: limit("minLength", isText, (old) => (old === undefined || old === 0 ? old : old - 1)),
  },
  { name: "allow fewer items", edit: limit("maxItems", isList, (old) => (old === undefined ? 50 : old - 1)) },
  { name: "allow more items", edit: limit("maxItems", isList, (old) => (old === undefined ? old : old + 1)) },
  { name: "ask for more items", edit: limit("minItems", isList, (old) => (old === undefined ? 1 : old + 1)) },
  {
    name: "ask for fewer items",
    edit: limit("minItems", isList, (old) => (old === undefined || old === 0 ? old : old - 1)),
  },
  {
    name: "refuse repeated items",
    edit: (node) => {
      if (!isList(node) || node.uniqueItems === true || node.items?.type !== "string") return false;
      node.uniqueItems = true;
      return true;
    },
  },
];
