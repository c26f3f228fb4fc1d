import { isNullable } from "../contract/direction.ts";
import type { Components, Shape } from "../contract/shape.ts";

export interface Discriminator {
  readonly field: string;
  /** The constants the spec lists, each once, in the variants' order. */
  readonly values: readonly (string | number | boolean)[];
}

/**
 * Fields that are required and hold one constant in every variant: what tells the variants of a union apart. The field
 * that tells the most of them apart comes first.
 */
export function discriminators(variants: readonly Shape[], components: Components): Discriminator[] {
  const tables = variants.map((variant) => constants(variant, components));
  const [first, ...others] = tables;
  if (first === undefined) return [];
  return [...first.keys()]
    .filter((field) => others.every((table) => table.has(field)))
    .map((field) => ({ field, values: [...new Set(tables.flatMap((table) => table.get(field) ?? []))] }))
    .sort((a, b) => b.values.length - a.values.length);
}

/** For each variant a field that it requires and no other does, or nothing where one has no such field. */
export function tellingFields(
  variants: readonly Shape[],
  components: Components,
): readonly string[] | undefined {
  const objects = variants.map((variant) => resolved(variant, components));
  const fields = objects.map((object, index) => {
    if (object?.kind !== "object") return undefined;
    const others = objects.filter((_, other) => other !== index);
    const telling = object.properties.find(
      ({ name, required, shape: field }) =>
        required &&
        // What is received may leave such a field out.
        !isNullable(field, components) &&
        !(name in Object.prototype) &&
        others.every(
          (other) =>
            other?.kind === "object" &&
            !other.properties.some((property) => property.name === name && property.required),
        ),
    );
    return telling?.name;
  });
  return fields.every((field) => field !== undefined) ? fields : undefined;
}

function resolved(shape: Shape, components: Components): Shape | undefined {
  return shape.kind === "ref" ? components.get(shape.name)?.shape : shape;
}

function constants(shape: Shape, components: Components): Map<string, string | number | boolean> {
  const object = resolved(shape, components);
  if (object?.kind !== "object") return new Map();
  return new Map(
    object.properties.flatMap(({ name, required, shape: field }) =>
      required && field.kind === "const" ? [[name, field.value] as const] : [],
    ),
  );
}
