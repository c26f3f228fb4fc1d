import { fieldsOf } from "./reach.ts";
import type { ArrayShape, Components, ObjectShape, Property, Shape } from "./shape.ts";

/** The object a shape is or refers to, or nothing. */
export function objectOf(shape: Shape, components: Components): ObjectShape | undefined {
  if (shape.kind === "object") return shape;
  const component = shape.kind === "ref" ? components.get(shape.name) : undefined;
  return component && objectOf(component.shape, components);
}

/**
 * What a caller sees of a message: without the fields the client fills in or reads itself (`x-supplied`) and those that
 * repeat another (`x-alias-of`), and with the fields of an `x-inline` object in its place.
 */
export function callerView(message: ObjectShape, components: Components): ObjectShape {
  const properties: Property[] = [];
  const rules = [...message.rules];
  for (const property of message.properties) {
    const { notes } = property.shape.doc;
    if (notes["x-supplied"] !== undefined || notes["x-alias-of"] !== undefined) continue;
    const inner = notes["x-inline"] === true ? objectOf(property.shape, components) : undefined;
    if (inner === undefined) properties.push(property);
    else {
      const view = callerView(inner, components);
      properties.push(...view.properties);
      rules.push(...view.rules);
    }
  }
  const names = new Set(properties.map((property) => property.name));
  // A condition on a field the caller does not see is the client's to keep.
  const visible = rules.filter((rule) => [...fieldsOf(rule)].every((field) => names.has(field)));
  return { ...message, properties, rules: visible };
}

/** What a caller gets of an answer: its view of the fields, or the list that stands in their place. */
export function resultView(answer: ObjectShape, components: Components): ObjectShape | ArrayShape {
  const view = callerView(answer, components);
  const [only] = view.properties;
  const isList = view.properties.length === 1 && only?.shape.doc.notes["x-inline"] === true;
  return isList && only.shape.kind === "array" ? only.shape : view;
}

/** The properties that carry a keyword, by name. */
export function marked(shape: ObjectShape, keyword: string): Property[] {
  return shape.properties.filter((property) => property.shape.doc.notes[keyword] === true);
}

/**
 * The keys that lead to the field with a keyword, through objects and fixed positions. Variants must agree, or else
 * there is no one way.
 */
export function wayTo(
  shape: Shape,
  keyword: string,
  components: Components,
): readonly (string | number)[] | undefined {
  if (shape.doc.notes[keyword] === true) return [];
  const below = (key: string | number, part: Shape): readonly (string | number)[] | undefined => {
    const way = wayTo(part, keyword, components);
    return way && [key, ...way];
  };
  switch (shape.kind) {
    case "ref": {
      const component = components.get(shape.name);
      return component && wayTo(component.shape, keyword, components);
    }
    case "object":
      return first(shape.properties.map(({ name, shape: field }) => below(name, field)));
    case "tuple":
      return first(shape.items.map((item, index) => below(index, item)));
    case "union": {
      const ways = shape.variants.map((variant) => wayTo(variant, keyword, components));
      return new Set(ways.map((way) => JSON.stringify(way))).size === 1 ? ways[0] : undefined;
    }
    default:
      return undefined;
  }
}

function first<T>(values: readonly (T | undefined)[]): T | undefined {
  return values.find((value) => value !== undefined);
}

/** The first property of a message, or of an object inlined into it, that the client supplies in the given role. */
export function supplied(message: ObjectShape, role: string, components: Components): Property | undefined {
  for (const property of message.properties) {
    if (property.shape.doc.notes["x-supplied"] === role) return property;
    const inner =
      property.shape.doc.notes["x-inline"] === true ? objectOf(property.shape, components) : undefined;
    const found = inner && supplied(inner, role, components);
    if (found) return found;
  }
  return undefined;
}
