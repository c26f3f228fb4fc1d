// A REST contract of any size: one API several times over, each copy with paths, operations and components of its own.
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const { resolve } = createRequire(new URL("../../codegen/package.json", import.meta.url));
const { parse } = (await import(pathToFileURL(resolve("yaml")).href)).default;

type Part = { readonly [key: string]: unknown };

/** The OpenAPI text with so many copies of its operations and components; JSON, which is YAML. */
export function grown(text: string, copies: number): string {
  const document = parse(text, { maxAliasCount: -1 });
  const paths: { [path: string]: unknown } = {};
  const components: { [kind: string]: { [name: string]: unknown } } = {};
  for (let copy = 0; copy < copies; copy++) {
    for (const [path, item] of Object.entries(document.paths)) {
      paths[copy === 0 ? path : `/copy${copy}${path}`] = renamed(item, copy);
    }
    for (const [kind, parts] of Object.entries<Part>(document.components)) {
      components[kind] ??= {};
      for (const [name, part] of Object.entries(parts)) {
        // Security schemes and parameters of the whole API stay what they are.
        if (copy === 0 || kind === "schemas")
          components[kind][`${name}${suffix(copy)}`] = renamed(part, copy);
      }
    }
  }
  return JSON.stringify({ ...document, paths, components }, undefined, 1);
}

const SCHEMAS = "#/components/schemas/";

/** Errors are one and the same for the whole API, and are known by their name. */
function renamed(node: unknown, copy: number): unknown {
  if (copy === 0 || typeof node !== "object" || node === null) return node;
  if (Array.isArray(node)) return node.map((part) => renamed(part, copy));
  const entries = Object.entries(node).map(([key, part]) => {
    if (key === "$ref" && typeof part === "string" && part.startsWith(SCHEMAS))
      return [key, part.slice(SCHEMAS.length).startsWith("Error") ? part : `${part}${suffix(copy)}`];
    if (key === "operationId") return [key, `${part}${suffix(copy)}`];
    return [key, renamed(part, copy)];
  });
  return Object.fromEntries(entries);
}

function suffix(copy: number): string {
  return copy === 0 ? "" : `Copy${copy}`;
}
