import { inbound, outbound } from "../../../contract/direction.ts";
import type { Component, Components, Shape } from "../../../contract/shape.ts";
import type { Part } from "../../surface/surface.ts";

/** A shape together with the components it refers to, both read in the same way. */
export interface Reading {
  readonly shape: Shape;
  readonly components: Components;
}

/** The ways a message of one side is read. */
export interface Readings {
  /** By the letter of the spec. */
  readonly strict: Reading;
  /** By the letter, and no field that it does not list. */
  readonly closed: Reading;
  /** As an installed package reads it. */
  readonly installed: Reading;
}

export function readings({ shape, travel }: Part, components: Components): Readings {
  if (travel === "sent") {
    const closed = read(shape, components, outbound);
    return { strict: { shape, components }, closed, installed: closed };
  }
  return {
    strict: read(shape, components, inclusive),
    closed: read(shape, components, (each) => inclusive(outbound(each))),
    installed: read(shape, components, (each) => inbound(each, components)),
  };
}

/** A message that is two variants at once says what is listed all the same: nobody who receives it minds. */
function inclusive(shape: Shape): Shape {
  switch (shape.kind) {
    case "array":
      return { ...shape, items: inclusive(shape.items) };
    case "tuple":
      return { ...shape, items: shape.items.map(inclusive), rest: shape.rest && inclusive(shape.rest) };
    case "union":
      return { ...shape, variants: shape.variants.map(inclusive), exclusive: false };
    case "object":
      return {
        ...shape,
        properties: shape.properties.map((property) => ({ ...property, shape: inclusive(property.shape) })),
        additional: typeof shape.additional === "string" ? shape.additional : inclusive(shape.additional),
      };
    default:
      return shape;
  }
}

function read(shape: Shape, components: Components, change: (shape: Shape) => Shape): Reading {
  const changed = new Map<string, Component>();
  for (const [name, component] of components)
    changed.set(name, { ...component, shape: change(component.shape) });
  return { shape: change(shape), components: changed };
}
