import { fieldsOf } from "./reach.ts";
import type { Components, ObjectShape, Property, Shape } from "./shape.ts";

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
