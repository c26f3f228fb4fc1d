import { isMap, isScalar, isSeq, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import type { Insertion } from "./insertion.ts";

/** A further entry behind the last one, on a line of its own where the last one has one. */
export function afterLast(
  text: string,
  collection: YAMLMap | YAMLSeq,
  entry: (block: boolean) => string,
): Insertion {
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
