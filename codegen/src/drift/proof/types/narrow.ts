import { isNullable } from "../../../contract/direction.ts";
import type { Components, ObjectShape, Property, Shape, TupleShape } from "../../../contract/shape.ts";
import { discriminators } from "../../../emit/discriminator.ts";
import { resolve } from "../../diff/context.ts";

/** Writes expressions that hold for one variant of a union and narrow its type to that one. */
export class Narrowing {
  readonly #components: Components;
  readonly #isSent: boolean;
  readonly #byAbsence: boolean;

  /** @param byAbsence whether variants are told by what they lack, as in the last branch of a chain. */
  constructor(components: Components, isSent: boolean, byAbsence: boolean) {
    this.#components = components;
    this.#isSent = isSent;
    this.#byAbsence = byAbsence;
  }

  /**
   * The expression for one of the variants, where there is one.
   *
   * @param sure whether what is left of the type where it does not hold must be free of the variant.
   */
  test(variants: readonly Shape[], chosen: Shape, v: string, sure: boolean): string | undefined {
    const told = discriminators(variants, this.#components)[0];
    const own = told && discriminators([chosen], this.#components).find(({ field }) => field === told.field);
    if (own === undefined) return this.#untold(variants, chosen, v, sure);
    const [value] = own.values;
    const test = `${v}[${JSON.stringify(own.field)}] === ${JSON.stringify(value)}`;
    const alike = variants.filter((variant) =>
      discriminators([variant], this.#components).some(
        ({ field, values }) => field === own.field && values[0] === value,
      ),
    );
    if (alike.length === 1) return test;
    const more = this.#untold(alike, chosen, v, sure);
    return more && `${test} && ${more}`;
  }

  #untold(variants: readonly Shape[], chosen: Shape, v: string, sure: boolean): string | undefined {
    const shape = resolve(chosen, this.#components);
    const kinds = variants.map((variant) => typeText(resolve(variant, this.#components)));
    const kind = typeText(shape);
    // Neither what may be anything nor a union inside a union has a test of its own.
    if (kind === "any" || kind === "union") return undefined;
    const alone = kindTest(kind, v, sure);
    const alike = variants
      .filter((_, index) => kinds[index] === kind)
      .map((variant) => resolve(variant, this.#components));
    if (alike.length === 1) return alone;
    const among = this.#amongAlike(alike, shape, v, sure);
    return among && alike.length < variants.length ? `${alone} && ${among}` : among;
  }

  #amongAlike(variants: readonly Shape[], shape: Shape, v: string, sure: boolean): string | undefined {
    if (shape.kind === "object") return this.#fieldTest(variants, shape, v, sure);
    if (shape.kind !== "tuple") return undefined;
    const others = variants.flatMap((other) =>
      other.kind === "tuple" && other !== shape ? lengthsOf(other) : [],
    );
    const asked = sure ? lengthsOf(shape) : [shape.items.length];
    if (asked.some((length) => others.includes(length))) return undefined;
    if (sure) return `(${asked.map((length) => `${v}.length === ${length}`).join(" || ")})`;
    if (!this.#byAbsence) return `${v}.length === ${shape.items.length}`;
    return [...new Set(others)].map((length) => `${v}.length !== ${length}`).join(" && ") || undefined;
  }

  /** By a field that no other variant has, or by the absence of those that the others have. */
  #fieldTest(variants: readonly Shape[], shape: ObjectShape, v: string, sure: boolean): string | undefined {
    const others = variants.filter((other) => other.kind === "object" && other !== shape) as ObjectShape[];
    const lists = (object: ObjectShape, name: string): boolean =>
      object.properties.some((property) => property.name === name);
    const owned = shape.properties.filter(({ name }) => !others.some((other) => lists(other, name)));
    const own = owned.find((property) => this.#isSure(property)) ?? (sure ? undefined : owned[0]);
    if (own !== undefined && !this.#byAbsence) return `${JSON.stringify(own.name)} in ${v}`;
    // What lacks a field that the type lists may still have it.
    if (sure) return undefined;
    const absent = others.map((other) =>
      other.properties.find((property) => this.#isSure(property) && !lists(shape, property.name)),
    );
    if (absent.some((property) => property === undefined)) return undefined;
    return [...new Set(absent.map((property) => `!(${JSON.stringify(property?.name)} in ${v})`))].join(
      " && ",
    );
  }

  /** Whether the type has it that the field is there. */
  #isSure({ required, shape }: Property): boolean {
    return required && (this.#isSent || !isNullable(shape, this.#components));
  }
}

/** @param last whether arrays are asked for before. */
function kindTest(kind: string, v: string, last: boolean): string {
  if (kind === "array") return `Array.isArray(${v})`;
  if (kind === "object" && !last) return `typeof ${v} === "object" && !Array.isArray(${v})`;
  return `typeof ${v} === ${JSON.stringify(kind)}`;
}

/** How many items a row may have. */
export function lengthsOf({ items, minItems }: TupleShape): number[] {
  return Array.from({ length: items.length - minItems + 1 }, (_, more) => minItems + more);
}

function typeText(shape: Shape): string {
  switch (shape.kind) {
    case "const":
      return typeof shape.value;
    case "enum":
      return typeof shape.values[0];
    case "tuple":
      return "array";
    default:
      return shape.kind;
  }
}
