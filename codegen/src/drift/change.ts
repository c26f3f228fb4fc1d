import type { Json } from "../contract/shape.ts";
import type { Source } from "../contract/source.ts";
import type { RuleName } from "./rules.ts";
import type { Bump, Travel, TypesVerdict, WireVerdict } from "./verdict.ts";

/** A step from a message towards a place in it. */
export type Step =
  | { readonly kind: "field"; readonly name: string }
  /** An item of a list, or of a fixed position. */
  | { readonly kind: "item"; readonly position: number | undefined }
  /** The value of a free key. */
  | { readonly kind: "value" }
  /** A variant of a union, by its position before and after; `undefined` where there is none. */
  | { readonly kind: "variant"; readonly before: number | undefined; readonly after: number | undefined };

/** Where in a subject: the part, and the way from its root. */
export interface Place {
  /** Name of the subject before and after; either is `undefined` where it does not exist. */
  readonly subject: { readonly before: string | undefined; readonly after: string | undefined };
  /** `params`, `result`, … or empty for what belongs to the subject as a whole. */
  readonly role: string;
  readonly path: readonly Step[];
}

/** One elementary difference, before it is judged. */
export interface Difference {
  readonly rule: RuleName;
  readonly travel: Travel;
  readonly source: Source;
  readonly place: Place;
  /** Which of the subject's facts, if it is one of those. */
  readonly fact?: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** A judged difference, once for all messages that share the place it is written at. */
export interface Change extends Difference {
  readonly target: string;
  readonly package: string;
  /** The generated symbols it reaches: descriptors, or a type. */
  readonly symbols: readonly string[];
  readonly says: string;
  readonly types: TypesVerdict;
  readonly wire: WireVerdict;
  readonly bump: Bump;
}

/** `orders[].price` */
export function pathText(path: readonly Step[]): string {
  return path.map(stepText).join("").replace(/^\./, "");
}

function stepText(step: Step): string {
  switch (step.kind) {
    case "field":
      return `.${step.name}`;
    case "item":
      return step.position === undefined ? "[]" : `[${step.position}]`;
    case "value":
      return ".*";
    case "variant":
      return "";
  }
}
