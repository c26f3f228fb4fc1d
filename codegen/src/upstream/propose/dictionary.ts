import { parseXml, XmlElement } from "@rgrove/parse-xml";
import type { WireType } from "../outline/outline.ts";
import type { Edit } from "./edits.ts";
import type { Insertion, Insertions } from "./insertion.ts";

/** Puts a field into a message of a FIX dictionary or a value into a field, or lets a field be absent or of another type. */
export function dictionaryInsertions(text: string, { place, addition, because }: Edit): Insertions {
  const { root } = parseXml(text, { includeOffsets: true });
  const steps = [...place.slice(place.indexOf("#")).matchAll(/\/(\w+)(?:\[@name='([^']*)'\])?/g)].map(
    ([, element, name]) => ({
      element,
      name,
    }),
  );
  const fields = root && below(root, "fields");
  if (!fields) return { byHand: "the dictionary has no fields" };
  const named = elements(fields).find((element) => element.attributes.name === steps.at(-1)?.name);
  if (addition.what === "type") {
    const type = fixType(new Set([addition.type]));
    const found = named && attributeInsertion(text, named, "type", type);
    return found ? [found] : { byHand: `take values of type ${type}` };
  }
  if (addition.what === "value") {
    const field = named;
    const last = field && elements(field).at(-1);
    if (!last) return { byHand: `add the value ${addition.value}` };
    const value = `<value enum="${escaped(addition.value)}" description="VALUE_${addition.value.replaceAll(/\W/g, "_")}" meaning="to be described; seen in ${escaped(because)}"/>`;
    return [afterElement(text, last, value)];
  }
  const [, tag = "", name = ""] = /^(\d+) - (\w+)$/.exec(addition.name) ?? [];
  const message = steps
    .slice(1)
    .reduce<XmlElement | undefined>(
      (inner, step) =>
        inner &&
        elements(inner).find(
          (element) => element.name === step.element && element.attributes.name === step.name,
        ),
      root ?? undefined,
    );
  if (addition.what === "optional") {
    const found = message && attributeInsertion(text, message, "required", "N");
    return found ? [found] : { byHand: "it is not always there" };
  }
  const last = message && elements(message).at(-1);
  if (tag === "" || !last) return { byHand: `add the field ${addition.name}` };
  if (addition.outline.fields) return { byHand: `add the group ${addition.name}` };
  const defined = elements(fields).find((element) => element.attributes.number === tag);
  const insertions: Insertion[] = [
    afterElement(
      text,
      last,
      `<field name="${defined?.attributes.name ?? name}" required="${addition.required ? "Y" : "N"}"/>`,
    ),
  ];
  if (defined === undefined) {
    const lastField = elements(fields).at(-1);
    const definition = `<field number="${tag}" name="${name}" type="${fixType(addition.outline.types)}" meaning="To be described. Seen in ${escaped(because)}"/>`;
    if (lastField) insertions.push(afterElement(text, lastField, definition));
  }
  return insertions;
}

function fixType(types: ReadonlySet<WireType> | undefined): string {
  if (types?.has("integer")) return "INT";
  if (types?.has("number")) return "PRICE";
  return types?.has("boolean") ? "BOOLEAN" : "STRING";
}

/** Another value of an attribute that the element's tag has. */
function attributeInsertion(
  text: string,
  { start, end, attributes }: XmlElement,
  name: string,
  value: string,
): Insertion | undefined {
  const known = attributes[name];
  if (known === undefined) return undefined;
  const from = new RegExp(`\\s${name}="`).exec(text.slice(start, end));
  return from
    ? { offset: start + from.index + from[0].length, remove: known.length, text: value }
    : undefined;
}

function afterElement(text: string, element: XmlElement, addition: string): Insertion {
  const lineStart = text.lastIndexOf("\n", element.start - 1) + 1;
  const indent = text.slice(lineStart, element.start).replace(/\S.*$/, "");
  return { offset: element.end, text: `\n${indent}${addition}` };
}

function below(element: XmlElement, name: string): XmlElement | undefined {
  return elements(element).find((child) => child.name === name);
}

function elements(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => child instanceof XmlElement);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
