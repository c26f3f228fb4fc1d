import type { Components, Json, ObjectShape, Property, Shape } from "../../contract/shape.ts";
import type { Source } from "../../contract/source.ts";
import type { Step } from "../change.ts";
import type { RuleName } from "../rules.ts";
import type { Travel } from "../verdict.ts";

/** What the comparison tells of each difference it finds. */
export interface Found {
  readonly rule: RuleName;
  readonly source: Source;
  readonly path: readonly Step[];
  /** Which of the subject's facts, if it is one of those. */
  readonly fact?: string;
  readonly before?: Json;
  readonly after?: Json;
  /** No reader refuses it: it takes the message for another variant. */
  readonly isTaken?: boolean;
}

export interface Side {
  readonly before: Components;
  readonly after: Components;
}

export interface ShapeContext {
  readonly components: Side;
  readonly travel: Exclude<Travel, "none">;
  readonly fix: boolean;
  readonly report: (found: Found) => void;
  /** FIX: the objects that the place stands in, before. */
  readonly around?: readonly ObjectShape[];
  /** Pairs of components already compared in this direction. */
  readonly seen: Set<string>;
}

/** The shape itself, behind any references. */
export function resolve(shape: Shape, components: Components): Shape {
  if (shape.kind !== "ref") return shape;
  const component = components.get(shape.name);
  if (component === undefined) throw new Error(`no component is called ${shape.name}`);
  return resolve(component.shape, components);
}

/** What holds where the place is left out: said at the place itself, or of the component that stands there. */
export function defaultOf(shape: Shape, components: Components): Json | undefined {
  return shape.doc.default ?? resolve(shape, components).doc.default;
}

/** Where it is written that a field may or must be there. */
export function placeOf({ source, shape }: Property): Source {
  return source ?? shape.source;
}
