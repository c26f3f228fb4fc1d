import { propertyAccess } from "../contract/names.ts";
import type { Components, Shape, TupleShape, UnionShape } from "../contract/shape.ts";
import { discriminators, tellingFields } from "./discriminator.ts";
import { expected, fits, literal } from "./predicate.ts";

/** What the union writer needs of the writer of the whole check. */
export interface Statements<Path> {
  readonly options: { readonly components: Components };
  /** What the statements need from @x/core. */
  readonly imports: Set<string>;
  value(shape: Shape, v: string, path: Path): void;
  /** The same of the items of a list whose length is right. */
  items(shape: TupleShape, v: string, path: Path): void;
  attempt(shape: Shape, v: string): string;
  fail(condition: string, path: Path, want: string, v: string): void;
  /** Returns a fault found below the value at `path`. */
  failWithin(path: Path, fault: string): void;
  line(text: string): void;
  block(head: string, tail: string, body: () => void): void;
  variable(prefix: string): string;
  below(path: Path, key: string): Path;
}

/** Statements that return a fault unless the value in `v` fits a variant. */
export function writeUnion<Path>(writer: Statements<Path>, shape: UnionShape, v: string, path: Path): void {
  const variants = shape.variants.filter((variant) => variant.kind !== "null");
  const check = (): void => writeVariants(writer, shape, variants, v, path);
  if (variants.length < shape.variants.length) writer.block(`if (${v} !== null) {`, "}", check);
  else check();
}

function writeVariants<Path>(
  writer: Statements<Path>,
  shape: UnionShape,
  variants: readonly Shape[],
  v: string,
  path: Path,
): void {
  const [only] = variants;
  if (variants.length === 1 && only) {
    writer.value(only, v, path);
    return;
  }
  if (variants.every(isLeaf) && !shape.exclusive) {
    writer.fail(`!(${variants.map((variant) => fits(variant, v)).join(" || ")})`, path, expected(shape), v);
    return;
  }
  const lengths = tellingLengths(variants);
  if (lengths) {
    writeLengths(writer, lengths, v, path);
    return;
  }
  const [discriminator] = discriminators(variants, writer.options.components);
  if (discriminator === undefined) writeAttempts(writer, shape, variants, v, path);
  else writeSwitch(writer, shape, variants, discriminator.field, v, path);
}

/** A constant tells which variant is meant, so only that one is checked and its fault is the one reported. */
function writeSwitch<Path>(
  writer: Statements<Path>,
  shape: UnionShape,
  variants: readonly Shape[],
  field: string,
  v: string,
  path: Path,
): void {
  const { components } = writer.options;
  const byValue = new Map<string | number | boolean, Shape[]>();
  for (const variant of variants) {
    const value = discriminators([variant], components).find((candidate) => candidate.field === field)
      ?.values[0];
    if (value !== undefined) byValue.set(value, [...(byValue.get(value) ?? []), variant]);
  }
  const tell = v + propertyAccess(field);
  const at = writer.below(path, field);
  writer.fail(`typeof ${v} !== "object" || ${v} === null || Array.isArray(${v})`, path, "object", v);
  writer.block(`switch (${tell}) {`, "}", () => {
    for (const [value, meant] of byValue) {
      writer.block(`case ${literal(value)}: {`, "}", () => {
        const [only] = meant;
        if (meant.length === 1 && only) writer.value(only, v, path);
        else writeAttempts(writer, shape, meant, v, path);
        writer.line("break;");
      });
    }
    writer.block("default:", "", () => {
      if (shape.open) writer.fail(`typeof ${tell} !== "string"`, at, "string", tell);
      else writer.fail("true", at, `one of ${[...byValue.keys()].map(literal).join(", ")}`, tell);
    });
  });
}

interface Lengths {
  readonly tuple: TupleShape;
  readonly lengths: readonly number[];
}

/** Which lengths each variant may have, if all are tuples and no length is of two of them. */
function tellingLengths(variants: readonly Shape[]): readonly Lengths[] | undefined {
  const tuples = variants.flatMap((variant): Lengths[] => {
    if (variant.kind !== "tuple" || variant.rest) return [];
    const most = Math.min(variant.maxItems ?? variant.items.length, variant.items.length);
    const lengths = Array.from({ length: most - variant.minItems + 1 }, (_, n) => variant.minItems + n);
    return [{ tuple: variant, lengths }];
  });
  const all = tuples.flatMap(({ lengths }) => lengths);
  return tuples.length === variants.length && new Set(all).size === all.length ? tuples : undefined;
}

/** The length tells which variant is meant. */
function writeLengths<Path>(
  writer: Statements<Path>,
  variants: readonly Lengths[],
  v: string,
  path: Path,
): void {
  writer.fail(`!Array.isArray(${v})`, path, "array", v);
  writer.block(`switch (${v}.length) {`, "}", () => {
    for (const { tuple, lengths } of variants) {
      writer.block(`${lengths.map((length) => `case ${length}:`).join(" ")} {`, "}", () => {
        writer.items(tuple, v, path);
        writer.line("break;");
      });
    }
    const all = variants.flatMap(({ lengths }) => lengths).join(" or ");
    writer.block("default:", "", () => writer.fail("true", path, `${all} items`, v));
  });
}

/** Tries the variants in turn and reports the fault that lies deepest: that of the variant that was probably meant. */
function writeAttempts<Path>(
  writer: Statements<Path>,
  shape: UnionShape,
  variants: readonly Shape[],
  v: string,
  path: Path,
): void {
  const deepest = writer.variable("d");
  const matches = writer.variable("n");
  const label = writer.variable("u");
  // A variant whose own field is absent cannot be meant, and need not be tried.
  const telling = tellingFields(variants, writer.options.components);
  writer.line(`let ${deepest}: Fault | undefined;`);
  writer.imports.add("deeper");
  if (shape.exclusive) writer.line(`let ${matches} = 0;`);
  writer.block(`${label}: {`, "}", () => {
    variants.forEach((variant, index) => {
      const tryIt = (): void => {
        const found = writer.attempt(variant, v);
        writer.line(`if (${found} === undefined) ${shape.exclusive ? `${matches}++` : `break ${label}`};`);
        writer.line(`else ${deepest} = deeper(${deepest}, ${found});`);
      };
      const own = telling?.[index];
      if (own === undefined) tryIt();
      else writer.block(`if (${v}?.${propertyAccess(own).replace(/^\./, "")} !== undefined) {`, "}", tryIt);
    });
    if (shape.exclusive) writer.line(`if (${matches} > 0) break ${label};`);
    if (telling) {
      const want = `an object with ${telling.map(literal).join(" or ")}`;
      writer.fail(`${deepest} === undefined`, path, want, v);
    }
    writer.failWithin(path, `${deepest}${telling ? "" : "!"}`);
  });
  if (shape.exclusive) writer.fail(`${matches} > 1`, path, "a value that fits one variant only", v);
}

function isLeaf(shape: Shape): boolean {
  return (
    ["const", "enum", "boolean", "number"].includes(shape.kind) || (shape.kind === "string" && !shape.format)
  );
}
