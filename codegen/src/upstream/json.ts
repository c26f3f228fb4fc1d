import { isObject, type SchemaNode } from "../read/node.ts";

/** The members of an object of a document that others wrote; none where it is something else. */
export function members(node: unknown): SchemaNode {
  return isObject(node) ? node : {};
}

export function list(node: unknown): readonly unknown[] {
  return Array.isArray(node) ? node : [];
}

export function child(node: unknown, ...steps: readonly string[]): unknown {
  return steps.reduce<unknown>(
    (inner, step) => (isObject(inner) && Object.hasOwn(inner, step) ? inner[step] : undefined),
    node,
  );
}

/** What a reference inside the document leads to, or nothing. */
export function resolve(root: unknown, ref: string): unknown {
  if (!ref.startsWith("#/")) return undefined;
  const steps = ref
    .slice(2)
    .split("/")
    .map((step) => decodeURIComponent(step).replaceAll("~1", "/").replaceAll("~0", "~"));
  return child(root, ...steps);
}

/** The node, or what it refers to. */
export function followed(node: unknown, root: unknown): unknown {
  const { $ref } = members(node);
  return typeof $ref === "string" ? resolve(root, $ref) : node;
}
