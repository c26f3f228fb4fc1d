import type { Source } from "./source.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** What the spec says to people about a node, and its `x-…` keywords. */
export interface Doc {
  readonly title?: string;
  readonly description?: string;
  readonly deprecated?: boolean;
  readonly default?: Json;
  readonly examples?: readonly Json[];
  readonly notes: { readonly [keyword: string]: Json };
}

interface Node {
  readonly source: Source;
  readonly doc: Doc;
}

/** The values one place on a wire may take. The only form of a schema that emitters, checks and drift rules read. */
export type Shape =
  | AnyShape
  | NullShape
  | BooleanShape
  | NumberShape
  | StringShape
  | EnumShape
  | ConstShape
  | ArrayShape
  | TupleShape
  | ObjectShape
  | UnionShape
  | RefShape;

export interface AnyShape extends Node {
  readonly kind: "any";
}

export interface NullShape extends Node {
  readonly kind: "null";
}

export interface BooleanShape extends Node {
  readonly kind: "boolean";
}

export interface NumberShape extends Node {
  readonly kind: "number";
  readonly integer: boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly format?: string;
}

export interface StringShape extends Node {
  readonly kind: "string";
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
}

export interface EnumShape extends Node {
  readonly kind: "enum";
  /** All strings or all numbers, in the spec's order. */
  readonly values: readonly (string | number)[];
  /** Values the spec does not list are accepted and reported as drift. Only in inbound shapes. */
  readonly open: boolean;
}

/** One fixed value: what tells messages and variants apart. Never open. */
export interface ConstShape extends Node {
  readonly kind: "const";
  readonly value: string | number | boolean;
}

export interface ArrayShape extends Node {
  readonly kind: "array";
  readonly items: Shape;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
}

export interface TupleShape extends Node {
  readonly kind: "tuple";
  readonly items: readonly Shape[];
  /** What further items are; `undefined` when there may be none. */
  readonly rest: Shape | undefined;
  readonly minItems: number;
  readonly maxItems?: number;
}

export interface ObjectShape extends Node {
  readonly kind: "object";
  readonly properties: readonly Property[];
  /** `open`: unknown fields are kept; `closed`: they are faults; a shape: what the values of free keys are. */
  readonly additional: "open" | "closed" | Shape;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly rules: readonly Rule[];
}

export interface Property {
  readonly name: string;
  readonly required: boolean;
  readonly shape: Shape;
  /** FIX: what stands on the wire instead of the name. */
  readonly tag?: number;
  /** Where it is written that the field may or must be there, if not where its shape is. */
  readonly source?: Source;
}

/** Any one of the variants. A nullable shape is a union with a null variant, which then stands last. */
export interface UnionShape extends Node {
  readonly kind: "union";
  readonly variants: readonly Shape[];
  /** `oneOf`: exactly one variant fits. */
  readonly exclusive: boolean;
  /** Variants the spec does not list are accepted and reported as drift. Only in inbound shapes. */
  readonly open: boolean;
}

/** A component of the same contract, by its name. */
export interface RefShape extends Node {
  readonly kind: "ref";
  readonly name: string;
}

/** A condition between the fields of one object. */
export type Rule =
  | {
      readonly kind: "if";
      readonly source: Source;
      readonly test: Test;
      readonly whenTrue?: Test;
      readonly whenFalse?: Test;
    }
  | { readonly kind: "must"; readonly source: Source; readonly test: Test };

/**
 * A yes/no question about an object. JSON Schema's reading: a field test holds where the field is absent; `present`
 * asks for it.
 */
export type Test =
  | { readonly kind: "present"; readonly field: string }
  | { readonly kind: "field"; readonly field: string; readonly shape: Shape }
  | { readonly kind: "not"; readonly test: Test }
  | { readonly kind: "all"; readonly tests: readonly Test[] }
  | { readonly kind: "any"; readonly tests: readonly Test[] }
  | { readonly kind: "one"; readonly tests: readonly Test[] };

export interface Component {
  readonly name: string;
  readonly shape: Shape;
}

export type Components = ReadonlyMap<string, Component>;
