import type {
  Components,
  Json,
  NumberShape,
  ObjectShape,
  Shape,
  StringShape,
} from "../../../contract/shape.ts";
import type { Step } from "../../change.ts";
import { resolve } from "../../diff/context.ts";
import { textsOf } from "../../diff/texts.ts";
import { pick, type Random } from "../../random.ts";
import { FREE_KEY } from "../paths.ts";
import { type Fields, settle } from "./settle.ts";

/** What an instance must hold. */
export interface Wish {
  /** The way to a place that must be there. */
  readonly path: readonly Step[];
  /** Which side the path's variants are counted on. */
  readonly side: "before" | "after";
  /** How likely an optional field is to be there. */
  readonly optional: number;
  /** What stands at the end of the path. */
  readonly value?: Json;
}

/** Makes values of shapes: always the same for the same numbers. */
export class Instances {
  readonly #components: Components;
  readonly #random: Random;

  constructor(components: Components, random: Random) {
    this.#components = components;
    this.#random = random;
  }

  make(shape: Shape, wish: Wish): Json {
    const [step, ...rest] = wish.path;
    if (step === undefined && wish.value !== undefined) return wish.value;
    const inner: Wish = { ...wish, path: rest };
    const free: Wish = { side: wish.side, optional: wish.optional, path: [] };
    switch (shape.kind) {
      case "any":
        return pick(this.#random, ["any", 7, true]);
      case "null":
        return null;
      case "boolean":
        return this.#random() < 0.5;
      case "const":
        return shape.value;
      case "enum":
        return pick(this.#random, shape.values);
      case "number":
        return this.#number(shape);
      case "string":
        return this.#string(shape);
      case "ref":
        return this.make(this.#component(shape.name), wish);
      case "array": {
        const least = Math.max(
          shape.minItems ?? 0,
          step === undefined && wish.optional < this.#random() ? 0 : 1,
        );
        const count = Math.min(least, shape.maxItems ?? least);
        const items = Array.from({ length: count }, (_, index) =>
          this.make(shape.items, index === 0 && step?.kind === "item" ? inner : free),
        );
        return shape.uniqueItems ? distinct(items) : items;
      }
      case "tuple": {
        const wanted = step?.kind === "item" ? (step.position ?? shape.items.length) : 0;
        const count = Math.min(
          Math.max(shape.minItems, wanted + 1, wish.optional > this.#random() ? shape.items.length : 0),
          shape.items.length,
        );
        const items = shape.items
          .slice(0, count)
          .map((item, index) =>
            this.make(item, step?.kind === "item" && step.position === index ? inner : free),
          );
        const isRest = step?.kind === "item" && step.position === undefined && shape.rest !== undefined;
        return isRest && shape.rest ? [...items, this.make(shape.rest, inner)] : items;
      }
      case "union": {
        const values = shape.variants.filter(({ kind }) => kind !== "null");
        const chosen = step?.kind === "variant" ? values[step[wish.side] ?? -1] : undefined;
        if (step?.kind === "variant")
          return this.make(chosen ?? pick(this.#random, values), chosen ? inner : free);
        return this.make(
          values.length === 0 ? (shape.variants[0] as Shape) : pick(this.#random, values),
          wish,
        );
      }
      case "object":
        return this.#object(shape, step, inner, free);
    }
  }

  #component(name: string): Shape {
    const component = this.#components.get(name);
    if (component === undefined) throw new Error(`no component is called ${name}`);
    return component.shape;
  }

  #object(shape: ObjectShape, step: Step | undefined, inner: Wish, free: Wish): Json {
    const value: Fields = {};
    const kept = new Set<string>();
    for (const { name, required, shape: field } of shape.properties) {
      const wanted = step?.kind === "field" && step.name === name;
      if (wanted) kept.add(name);
      if (wanted || required || this.#random() < free.optional)
        set(value, name, this.make(field, wanted ? inner : free));
    }
    if (typeof shape.additional === "object" && (step?.kind === "value" || this.#random() < free.optional))
      set(value, FREE_KEY, this.make(shape.additional, step?.kind === "value" ? inner : free));
    if (shape.rules.length === 0) return value;
    const properties = shape.properties.map((property) => ({
      ...property,
      shape: resolve(property.shape, this.#components),
    }));
    return settle(value, { ...shape, properties }, kept, (field) => this.make(field, free), this.#random);
  }

  #number({ integer, minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf }: NumberShape): Json {
    const step = multipleOf ?? (integer ? 1 : 0.5);
    const low = Math.max(
      minimum ?? Number.NEGATIVE_INFINITY,
      (exclusiveMinimum ?? Number.NEGATIVE_INFINITY) + step,
    );
    const high = Math.min(
      maximum ?? Number.POSITIVE_INFINITY,
      (exclusiveMaximum ?? Number.POSITIVE_INFINITY) - step,
    );
    const from = Number.isFinite(low) ? low : Number.isFinite(high) ? high - 10 * step : 1;
    const most = Math.min(20, Math.floor(((Number.isFinite(high) ? high : from + 20 * step) - from) / step));
    const value = from + step * Math.floor(this.#random() * (Math.max(0, most) + 1));
    return multipleOf === undefined ? value : Math.ceil(from / multipleOf) * multipleOf;
  }

  #string(shape: StringShape): Json {
    const { minLength = 0, maxLength = Number.POSITIVE_INFINITY } = shape;
    const candidates = samples(shape).filter((text) => {
      const { length } = [...text];
      return length >= minLength && length <= maxLength;
    });
    if (candidates.length > 0) return pick(this.#random, candidates);
    return "a".repeat(Math.max(minLength, Math.min(3, maxLength)));
  }
}

const FORMATS: { readonly [format: string]: readonly string[] } = {
  "date-time": ["2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456Z"],
  uuid: ["1b4e28ba-2fa1-41d2-883f-0016d3cca427"],
  decimal: ["1.5", "0.00010000", "64000.1"],
};

const known = new Map<string, readonly string[]>();

/** Texts that are known to fit, if it is known of any. */
function samples(shape: StringShape): readonly string[] {
  const { pattern, format, doc } = shape;
  if (pattern !== undefined) {
    const key = `${pattern} ${JSON.stringify(doc.examples ?? [])}`;
    const texts = known.get(key) ?? textsOf(pattern, doc.examples).slice(0, 40);
    known.set(key, texts);
    return texts;
  }
  return FORMATS[format ?? ""] ?? ["abc", "XBT", "a b"];
}

function distinct(items: readonly Json[]): Json[] {
  const seen = new Set<string>();
  return items.filter((item) => {
    const text = JSON.stringify(item);
    return seen.has(text) ? false : seen.add(text);
  });
}

/** `__proto__` must become a field like any other. */
function set(value: Fields, name: string, field: Json): void {
  Object.defineProperty(value, name, { value: field, enumerable: true, writable: true, configurable: true });
}
