import type { Components, ObjectShape, Shape } from "./shape.ts";

/** `outbound`: what a client sends, held to the spec to the letter. `inbound`: what it receives, read leniently. */
export type Direction = "outbound" | "inbound";

/**
 * The shape as a receiver must read it: an enum or union accepts what the spec does not list yet, and a field that is both
 * required and nullable may be absent (Kraken's own examples leave such fields out). Nothing else is loosened.
 */
export function inbound(shape: Shape, components: Components): Shape {
  const loosen = (part: Shape): Shape => inbound(part, components);
  switch (shape.kind) {
    case "enum":
      return typeof shape.values[0] === "string" ? { ...shape, open: true } : shape;
    case "array":
      return { ...shape, items: loosen(shape.items) };
    case "tuple":
      return { ...shape, items: shape.items.map(loosen), rest: shape.rest && loosen(shape.rest) };
    case "union":
      return { ...shape, variants: shape.variants.map(loosen), exclusive: false, open: true };
    case "object":
      return loosenObject(shape, components);
    default:
      return shape;
  }
}

/**
 * The shape a caller's parameters are held to: as written, and closed. A misspelt optional field that is silently
 * dropped can turn "cancel the orders of this symbol" into "cancel everything".
 */
export function outbound(shape: Shape): Shape {
  switch (shape.kind) {
    case "array":
      return { ...shape, items: outbound(shape.items) };
    case "tuple":
      return { ...shape, items: shape.items.map(outbound), rest: shape.rest && outbound(shape.rest) };
    case "union":
      return { ...shape, variants: shape.variants.map(outbound) };
    case "object":
      return {
        ...shape,
        properties: shape.properties.map((property) => ({ ...property, shape: outbound(property.shape) })),
        additional: typeof shape.additional === "string" ? "closed" : outbound(shape.additional),
      };
    default:
      return shape;
  }
}

export function directed(shape: Shape, direction: Direction, components: Components): Shape {
  return direction === "inbound" ? inbound(shape, components) : outbound(shape);
}

function loosenObject(shape: ObjectShape, components: Components): ObjectShape {
  return {
    ...shape,
    properties: shape.properties.map((property) => ({
      ...property,
      required: property.required && !isNullable(property.shape, components),
      shape: inbound(property.shape, components),
    })),
    additional:
      typeof shape.additional === "string" ? shape.additional : inbound(shape.additional, components),
  };
}

export function isNullable(shape: Shape, components: Components): boolean {
  if (shape.kind === "null") return true;
  if (shape.kind === "union") return shape.variants.some((variant) => isNullable(variant, components));
  if (shape.kind === "ref") {
    const component = components.get(shape.name);
    return component !== undefined && isNullable(component.shape, components);
  }
  return false;
}
