import { pick, type Random } from "../../src/drift/random.ts";
import type { Node } from "./operator.ts";

/** What operators ask of a schema before they change it. */

function has(node: Node, type: string): boolean {
  return node.type === type || (Array.isArray(node.type) && node.type.includes(type));
}

export function isNullable(node: Node): boolean {
  return Array.isArray(node.type) && node.type.includes("null");
}

export function isText(node: Node): boolean {
  return has(node, "string") && node.enum === undefined && node.const === undefined;
}

/** A text that nothing is said of yet. */
export function isPlainText(node: Node): boolean {
  return (
    isText(node) && node.pattern === undefined && node.format === undefined && node.default === undefined
  );
}

export function isNumber(node: Node): boolean {
  return (has(node, "integer") || has(node, "number")) && node.enum === undefined && node.const === undefined;
}

export function isList(node: Node): boolean {
  return node.type === "array" && node.items !== undefined && node.prefixItems === undefined;
}

export const isRequired = (node: Node, name: string): boolean => (node.required ?? []).includes(name);

/** A property that no condition mentions, so that what happens is what the operator says. */
function free(node: Node, random: Random, wanted: (name: string) => boolean): string | undefined {
  const conditions = JSON.stringify([
    node.if,
    node.then,
    node.else,
    node.anyOf,
    node.oneOf,
    node.allOf,
    node.not,
    node.dependentRequired,
    node.dependentSchemas,
  ]);
  const names = Object.keys(node.properties ?? {}).filter(
    (name) =>
      wanted(name) &&
      !conditions.includes(JSON.stringify(name)) &&
      !JSON.stringify(node.properties[name]).includes('"x-supplied":"name"'),
  );
  return names.length === 0 ? undefined : pick(random, names);
}

export function requireField(node: Node, name: string): void {
  node.required = [...(node.required ?? []), name];
}

export function requireNoLonger(node: Node, name: string): void {
  node.required = node.required.filter((other: string) => other !== name);
}

export function editProperty(
  node: Node,
  random: Random,
  wanted: (name: string) => boolean,
  edit: (name: string) => void,
): boolean {
  if (node.type !== "object" || node.properties === undefined) return false;
  const name = free(node, random, wanted);
  if (name === undefined) return false;
  edit(name);
  return true;
}
