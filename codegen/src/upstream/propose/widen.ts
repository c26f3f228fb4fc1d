import { isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import type { WireType } from "../outline/outline.ts";
import type { Insertion, Insertions } from "./insertion.ts";
import { afterLast } from "./list-text.ts";

/** Lets a schema take another type: beside its own, instead of it where the other includes it, or as a further variant. */
export function widened(text: string, schema: YAMLMap, type: WireType): Insertions {
  const byHand = { byHand: `take the type ${type} too` };
  if (schema.has("const")) return byHand;
  const values = schema.get("enum", true);
  // A list of values would still refuse it; null is written in both.
  if (values !== undefined && (type !== "null" || !isSeq(values))) return byHand;
  const addedValue = isSeq(values) ? [afterLast(text, values, (block) => (block ? "- null" : "null"))] : [];
  for (const keyword of ["oneOf", "anyOf"]) {
    const variants = schema.get(keyword, true);
    if (!isSeq(variants)) continue;
    const variant = `{ "type": ${JSON.stringify(type)} }`;
    return [afterLast(text, variants, (block) => (block ? `- ${variant}` : variant))];
  }
  const refers = pair(schema, "$ref");
  if (refers) {
    const key = quotedAs(text, refers);
    const target = (refers.value as { readonly value?: unknown }).value;
    const list = `${key("anyOf")}: [{ "$ref": ${JSON.stringify(target)} }, { "type": ${JSON.stringify(type)} }]`;
    return [instead(refers, list)];
  }
  const typed = pair(schema, "type");
  if (isSeq(typed?.value)) {
    const added = JSON.stringify(type);
    return [...addedValue, afterLast(text, typed.value, (block) => (block ? `- ${added}` : added))];
  }
  if (!typed || !isScalar(typed.value)) return byHand;
  const known = String(typed.value.value);
  const list =
    known === "integer" && type === "number" ? '"number"' : JSON.stringify([known, type]).replace(",", ", ");
  return [...addedValue, instead(typed, `${quotedAs(text, typed)("type")}: ${list}`)];
}

/** Takes a name from the list of required fields. */
export function noLongerRequired(text: string, schema: YAMLMap, name: string): Insertions {
  const required = schema.get("required", true);
  const items = isSeq(required) ? required.items : [];
  const index = items.findIndex((item) => isScalar(item) && item.value === name);
  const item = items[index];
  if (!isSeq(required) || !isScalar(item) || !item.range || (required.flow !== true && items.length === 1))
    return { byHand: `"${name}" is not always there` };
  let [from, to] = item.range;
  if (required.flow !== true) {
    // The whole line of the list.
    from = text.lastIndexOf("\n", from);
    const end = text.indexOf("\n", to);
    to = end < 0 ? text.length : end;
  } else if (index < items.length - 1) to += /^\s*,\s*/.exec(text.slice(to))?.[0].length ?? 0;
  else from -= /,?\s*$/.exec(text.slice(0, from))?.[0].length ?? 0;
  return [{ offset: from, remove: to - from, text: "" }];
}

function pair(schema: YAMLMap, name: string): Pair | undefined {
  return schema.items.find(({ key }) => isScalar(key) && key.value === name);
}

/** A key is quoted where the one it stands for is. */
function quotedAs(text: string, { key }: Pair): (name: string) => string {
  const isQuoted = isScalar(key) && text[key.range?.[0] ?? 0] === '"';
  return (name) => (isQuoted ? JSON.stringify(name) : name);
}

function instead({ key, value }: Pair, text: string): Insertion {
  const from = (isScalar(key) && key.range?.[0]) || 0;
  const to = isScalar(value) || isMap(value) || isSeq(value) ? (value.range?.[1] ?? from) : from;
  return { offset: from, remove: to - from, text };
}
