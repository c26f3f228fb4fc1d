import type { Components, Json, Shape } from "../../contract/shape.ts";
import { discriminators } from "../../emit/discriminator.ts";

export interface Variants {
  readonly nullable: boolean;
  /** All but null. */
  readonly variants: readonly Shape[];
}

/** A shape as the list of what it may be. */
export function variantsOf(shape: Shape, components: Components): Variants {
  if (shape.kind === "ref") {
    const component = components.get(shape.name);
    if (component?.shape.kind === "union") return variantsOf(component.shape, components);
    return { nullable: false, variants: [shape] };
  }
  if (shape.kind === "null") return { nullable: true, variants: [] };
  if (shape.kind !== "union") return { nullable: false, variants: [shape] };
  const values = shape.variants.filter(({ kind }) => kind !== "null");
  // A variant that may be null itself lets the whole be null.
  const inner = values.map((value) => (value.kind === "union" ? variantsOf(value, components) : undefined));
  const isHoisted = (one: Variants | undefined): one is Variants =>
    one?.nullable === true && one.variants.length === 1;
  return {
    nullable: values.length < shape.variants.length || inner.some(isHoisted),
    variants: values.map((value, index) => {
      const own = inner[index];
      return isHoisted(own) ? (own.variants[0] as Shape) : value;
    }),
  };
}

/** The field by whose constant a reader tells the variants apart, if there is one. */
export function tellingField(variants: readonly Shape[], components: Components): string | undefined {
  return variants.length > 1 ? discriminators(variants, components)[0]?.field : undefined;
}

/** Whether a constant tells a variant from its siblings and from all variants of the other side. */
export function isToldBy(
  variant: Shape,
  siblings: readonly Shape[],
  components: Components,
  others: readonly Shape[],
  otherComponents: Components,
): boolean {
  const field = tellingField(siblings, components);
  if (field === undefined) return false;
  // Who tells the others by another field cannot tell this one.
  if (others.length > 1 && tellingField(others, otherComponents) !== field) return false;
  const own = constantOf(variant, siblings, components);
  return !others.some(
    (other) => constantOf(other, others.length > 1 ? others : [other], otherComponents) === own,
  );
}

type Key = (shape: Shape, all: readonly Shape[], components: Components) => string | undefined;

function within(outer: Key, inner: Key): Key {
  return (shape, all, components) => {
    const [a, b] = [outer(shape, all, components), inner(shape, all, components)];
    return a === undefined || b === undefined ? undefined : `${a} ${b}`;
  };
}

export interface Paired {
  readonly pairs: readonly (readonly [Shape, Shape])[];
  readonly gone: readonly Shape[];
  readonly come: readonly Shape[];
}

/** Finds for each variant the one it was: of the same name, the same constant, or the same make. */
export function pairVariants(
  before: readonly Shape[],
  after: readonly Shape[],
  components: { readonly before: Components; readonly after: Components },
): Paired {
  const pairs: [Shape, Shape][] = [];
  let gone = [...before];
  let come = [...after];
  const field = tellingField(before, components.before);
  const told = field !== undefined && field === tellingField(after, components.after);
  const all: readonly Key[] = [
    constantOf,
    (shape) => (shape.kind === "ref" ? shape.name : undefined),
    (shape, _all, known) => exactText(shape, known),
    (shape, siblings, known) => fieldsText(shape, siblings, known),
    (shape, _all, known) => typeOnWire(target(shape, known)),
  ];
  // A variant with another constant is another variant. Several may have the same one.
  const keys = told
    ? all
        .slice(1, 4)
        .map((key) => within(constantOf, key))
        .concat(constantOf)
    : all;
  for (const key of keys) {
    for (const old of [...gone]) {
      const wanted = key(old, before, components.before);
      const found =
        wanted === undefined ? undefined : come.find((next) => key(next, after, components.after) === wanted);
      if (found === undefined) continue;
      pairs.push([old, found]);
      gone = gone.filter((shape) => shape !== old);
      come = come.filter((shape) => shape !== found);
    }
  }
  const [old, next] = [gone[0], come[0]];
  // What may be anything now is what the one that went was.
  if (old && next?.kind === "any" && gone.length === 1 && come.length === 1)
    return { pairs: [...pairs, [old, next]], gone: [], come: [] };
  return { pairs, gone, come };
}

function constantOf(shape: Shape, all: readonly Shape[], components: Components): string | undefined {
  const [told] = discriminators(all, components);
  const own = told && discriminators([shape], components).find(({ field }) => field === told.field);
  return own === undefined ? undefined : JSON.stringify([own.field, own.values]);
}

function target(shape: Shape, components: Components): Shape {
  const component = shape.kind === "ref" ? components.get(shape.name) : undefined;
  return component ? target(component.shape, components) : shape;
}

/** What listed values are of, for those; a list and a row are both arrays, but nothing of one is like anything of the other. */
function typeOnWire(shape: Shape): string {
  if (shape.kind === "const") return typeof shape.value;
  return shape.kind === "enum" ? typeof shape.values[0] : shape.kind;
}

function exactText(shape: Shape, components: Components): string {
  return shapeText(target(shape, components));
}

function fieldsText(shape: Shape, all: readonly Shape[], components: Components): string | undefined {
  const object = target(shape, components);
  if (object.kind === "object" && all.length > 1)
    return object.properties
      .filter(({ required }) => required)
      .map(({ name }) => name)
      .sort()
      .join(" ");
  return object.kind === "tuple" ? `tuple ${object.items.length}` : undefined;
}

/** What a shape says, without where it is written and what it says to people. */
export function shapeText(shape: Shape): string {
  return JSON.stringify(shape, (key, value) => (key === "source" || key === "doc" ? undefined : value));
}

/** Whether two JSON values are the same, whatever the order of their keys. */
export function alike(a: Json, b: Json): boolean {
  return a === b || canonical(a) === canonical(b);
}

function canonical(value: Json): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
