import type { LimitName } from "./outline/limits.ts";
import type { Outline, WireType } from "./outline/outline.ts";

/** One thing the exchange's text says otherwise than our spec. */
export interface Difference {
  readonly kind: DifferenceKind;
  /** Steps from the message's root: `/params/orders/*`. */
  readonly path: string;
  readonly theirs: string;
  readonly ours: string;
  /** Where the exchange's text says it. */
  readonly theirPlace: string;
  /** Where our spec says it, or the place it would have to stand in. */
  readonly ourPlace: string;
  /** What the spec would have to gain, where it can be said without judgement. */
  readonly addition?: Addition;
}

export type DifferenceKind =
  | "field missing from the spec"
  | "field missing upstream"
  | "type"
  | "value missing from the spec"
  | "value missing upstream"
  | "required"
  | "condition"
  | LimitName;

export type Addition =
  | { readonly what: "field"; readonly name: string; readonly outline: Outline; readonly required: boolean }
  | { readonly what: "value"; readonly value: string }
  /** Another type that may stand there. */
  | { readonly what: "type"; readonly type: WireType }
  /** A field that need not be there. */
  | { readonly what: "optional"; readonly name: string };
