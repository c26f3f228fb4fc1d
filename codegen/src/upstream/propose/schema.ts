import { isMap, isScalar, isSeq, parseDocument } from "yaml";
import type { Outline } from "../outline/outline.ts";
import type { Edit } from "./edits.ts";
import type { Insertions } from "./insertion.ts";
import { afterLast } from "./list-text.ts";
import { noLongerRequired, widened } from "./widen.ts";

/** Puts a property or an enum's value into a schema, or lets it take more, in a YAML or JSON file, in the way the file is written. */
export function schemaInsertions(text: string, { place, addition, because }: Edit): Insertions {
  const pointer = place.slice(place.indexOf("#") + 1);
  const node = nodeAt(text, pointer);
  if (!isMap(node)) return { byHand: "no schema stands there" };
  if (addition.what === "type") return widened(text, node, addition.type);
  if (addition.what === "optional") return noLongerRequired(text, node, addition.name);
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
