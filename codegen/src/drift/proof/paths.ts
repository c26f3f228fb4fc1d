import type { Components, Json, Shape } from "../../contract/shape.ts";
import type { Step } from "../change.ts";

/** The key of the value that an instance of a map holds. */
export const FREE_KEY = "KEY";

/** The part of a path that exists on a side. */
export function prefix(
  { shape, components }: { readonly shape: Shape; readonly components: Components },
  path: readonly Step[],
  side: "before" | "after",
): readonly Step[] {
  for (let length = path.length; length > 0; length--) {
    const part = path.slice(0, length);
    if (shapeAt({ shape, components }, part, side) !== undefined) return part;
  }
  return [];
}

export function shapeAt(
  { shape, components }: { readonly shape: Shape; readonly components: Components },
  path: readonly Step[],
  side: "before" | "after",
): Shape | undefined {
  let at: Shape | undefined = shape;
  for (const step of path) {
    if (at === undefined) return undefined;
    at = below(at, step, components, side);
  }
  return at;
}

function below(
  shape: Shape,
  step: Step,
  components: Components,
  side: "before" | "after",
): Shape | undefined {
  if (shape.kind === "ref") {
    const component = components.get(shape.name);
    return component && below(component.shape, step, components, side);
  }
  if (shape.kind === "union") {
    const values = shape.variants.filter(({ kind }) => kind !== "null");
    if (step.kind === "variant") return values[step[side] ?? -1];
    const [only] = values;
    return values.length === 1 && only ? below(only, step, components, side) : undefined;
  }
  if (step.kind === "variant") return step[side] === 0 ? shape : undefined;
  if (step.kind === "field" && shape.kind === "object")
    return shape.properties.find(({ name }) => name === step.name)?.shape;
  if (step.kind === "value" && shape.kind === "object")
    return typeof shape.additional === "object" ? shape.additional : undefined;
  if (step.kind === "item" && shape.kind === "array") return shape.items;
  if (step.kind === "item" && shape.kind === "tuple")
    return step.position === undefined ? shape.rest : shape.items[step.position];
  return undefined;
}

/** The last component on a way, and what is left of the way inside it. */
export function lastComponent(
  shape: Shape,
  components: Components,
  path: readonly Step[],
  side: "before" | "after",
): { readonly name: string; readonly path: readonly Step[] } | undefined {
  for (let length = path.length; length >= 0; length--) {
    const at = shapeAt({ shape, components }, path.slice(0, length), side);
    const named = at && namedIn(at);
    if (named !== undefined) return { name: named, path: path.slice(length) };
  }
  return undefined;
}

/** The component that a shape is, or is when it is not null. */
function namedIn(shape: Shape): string | undefined {
  if (shape.kind === "ref") return shape.name;
  if (shape.kind !== "union") return undefined;
  const [only, ...others] = shape.variants.filter(({ kind }) => kind !== "null");
  return only?.kind === "ref" && others.length === 0 ? only.name : undefined;
}

type Key = string | number;

function keysOf(path: readonly Step[]): Key[] {
  const keys: Key[] = [];
  for (const step of path) {
    if (step.kind === "field") keys.push(step.name);
    else if (step.kind === "item") keys.push(step.position ?? 0);
    else if (step.kind === "value") keys.push(FREE_KEY);
  }
  return keys;
}

export function valueAt(message: Json, path: readonly Step[]): Json | undefined {
  let at: unknown = message;
  for (const key of keysOf(path)) {
    if (typeof at !== "object" || at === null) return undefined;
    at = (at as { readonly [key: Key]: unknown })[key];
  }
  return at as Json | undefined;
}

export function replaced(message: Json, path: readonly Step[], value: Json): Json {
  return edited(
    message,
    keysOf(path),
    (parent, key) => {
      (parent as { [key: Key]: Json })[key] = value;
    },
    value,
  );
}

export function without(message: Json, path: readonly Step[]): Json {
  return edited(
    message,
    keysOf(path),
    (parent, key) => {
      delete (parent as { [key: Key]: Json })[key];
    },
    message,
  );
}

function edited(
  message: Json,
  keys: readonly Key[],
  edit: (parent: object, key: Key) => void,
  root: Json,
): Json {
  const last = keys.at(-1);
  if (last === undefined) return root;
  const copy = structuredClone(message) as Json;
  let at: unknown = copy;
  for (const key of keys.slice(0, -1)) at = (at as { readonly [key: Key]: unknown } | undefined)?.[key];
  if (typeof at === "object" && at !== null) edit(at, last);
  return copy;
}
