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
  const closed = read(shape, components, outbound);
  return {
    strict: { shape, components },
    closed,
    installed: travel === "sent" ? closed : read(shape, components, (each) => inbound(each, components)),
  };
}

function read(shape: Shape, components: Components, change: (shape: Shape) => Shape): Reading {
  const changed = new Map<string, Component>();
  for (const [name, component] of components)
    changed.set(name, { ...component, shape: change(component.shape) });
  return { shape: change(shape), components: changed };
}
