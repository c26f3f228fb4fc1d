import type { Components, Shape } from "../contract/shape.ts";

export interface Discriminator {
  readonly field: string;
  /** The constants the spec lists, each once, in the variants' order. */
  readonly values: readonly (string | number | boolean)[];
}

/** Fields that are required and hold one constant in every variant: what tells the variants of a union apart. */
export function discriminators(variants: readonly Shape[], components: Components): Discriminator[] {
  const tables = variants.map((variant) => constants(variant, components));
  const [first, ...others] = tables;
  if (first === undefined) return [];
  return [...first.keys()]
    .filter((field) => others.every((table) => table.has(field)))
    .map((field) => ({ field, values: [...new Set(tables.flatMap((table) => table.get(field) ?? []))] }));
}

function constants(shape: Shape, components: Components): Map<string, string | number | boolean> {
  const object = shape.kind === "ref" ? components.get(shape.name)?.shape : shape;
  if (object?.kind !== "object") return new Map();
  return new Map(
    object.properties.flatMap(({ name, required, shape: field }) =>
      required && field.kind === "const" ? [[name, field.value] as const] : [],
    ),
  );
}
