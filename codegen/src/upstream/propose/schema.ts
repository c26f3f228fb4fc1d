import {
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  type YAMLMap,
  type YAMLSeq,
} from "yaml";
import type { Outline } from "../outline/outline.ts";
import type { Edit } from "./edits.ts";
import type { Insertions } from "./insertion.ts";

/** Puts a property or an enum's value into a schema of a YAML or JSON file, in the way the file is written. */
export function schemaInsertions(text: string, { place, addition, because }: Edit): Insertions {
  const pointer = place.slice(place.indexOf("#") + 1);
  const node = nodeAt(text, pointer);
  if (!isMap(node)) return { byHand: "no schema stands there" };
  if (addition.what === "value") {
    const values = node.get("enum", true);
    if (!isSeq(values) || values.items.length === 0)
      return { byHand: `add the value ${JSON.stringify(addition.value)}` };
    const [first] = values.items;
    const isNumber = isScalar(first) && typeof first.value === "number";
    const value = isNumber ? addition.value : JSON.stringify(addition.value);
    return [afterLast(text, values, (block) => (block ? `- ${value}` : value))];
  }
  const properties = node.get("properties", true);
  const { name, outline, required } = addition;
  if (!isMap(properties) || properties.items.length === 0) return { byHand: `add the field "${name}"` };
  if (required) return { byHand: `add the required field "${name}"` };
  const schema = JSON.stringify(schemaOf(outline, because));
  const isJson = /^\s*\{/.test(text);
  const key = isJson || !/^[A-Za-z_]\w*$/.test(name) ? JSON.stringify(name) : name;
  return [afterLast(text, properties, () => `${key}: ${schema}`)];
}

type JsonSchema = { [keyword: string]: unknown };

function schemaOf(outline: Outline, because?: string): JsonSchema {
  const types = [...(outline.types ?? [])];
  return {
    ...(types.length > 0 && { type: types.length === 1 ? types[0] : types }),
    ...(because !== undefined && { description: `To be described. Seen in ${because}` }),
    ...(outline.values && { enum: [...outline.values] }),
    ...(outline.items && { items: schemaOf(outline.items) }),
    ...(outline.fields && {
      properties: Object.fromEntries(
        [...outline.fields].map(([name, field]) => [name, schemaOf(field.outline)]),
      ),
    }),
  };
}

/** A further entry behind the last one, on a line of its own where the last one has one. */
function afterLast(
  text: string,
  collection: YAMLMap | YAMLSeq,
  entry: (block: boolean) => string,
): { readonly offset: number; readonly text: string } {
  const last = collection.items.at(-1);
  const begin = startOf(last);
  const lineStart = text.lastIndexOf("\n", begin - 1) + 1;
  const before = text.slice(lineStart, begin);
  const offset = endOf(text, last);
  const isBlock = collection.flow !== true;
  const indent = before.replace(/\S.*$/, "");
  const ownLine = isBlock || before.trim() === "";
  return { offset, text: `${isBlock ? "" : ","}${ownLine ? `\n${indent}` : " "}${entry(isBlock)}` };
}

function startOf(item: unknown): number {
  const node = isMap(item) || isScalar(item) || isSeq(item) ? item : (item as Pair<Node> | undefined)?.key;
  return node?.range?.[0] ?? 0;
}

function endOf(text: string, item: unknown): number {
  const pair = item as Pair<Node, Node | null>;
  const node = isMap(item) || isScalar(item) || isSeq(item) ? item : (pair.value ?? pair.key);
  const end = node?.range?.[1] ?? 0;
  return text.slice(0, end).trimEnd().length;
}

function nodeAt(text: string, pointer: string): unknown {
  let node: unknown = parseDocument(text).contents;
  for (const step of pointer.split("/").slice(1)) {
    const key = step.replaceAll("~1", "/").replaceAll("~0", "~");
    if (isMap(node)) node = node.get(key, true) ?? node.get(Number(key), true);
    else if (isSeq(node)) node = node.items[Number(key)];
    else return undefined;
  }
  return node;
}
