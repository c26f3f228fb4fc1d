import type { Shape } from "../../contract/shape.ts";
import type { RuleName } from "../rules.ts";
import { resolve, type ShapeContext } from "./context.ts";
import { compareLeaves } from "./leaves.ts";
import { isAmong } from "./union.ts";

type Change = "come" | "gone";

const NOTHING: readonly RuleName[] = ["documentation changed"];

/** What of a difference between two texts, or two numbers, one of them allows beside the other. */
const MORE: { readonly [rule in RuleName]?: { readonly [change in Change]?: RuleName } } = {
  "limit loosened": { come: "limit loosened" },
  "limit tightened": { gone: "limit tightened" },
  "limit moved": { come: "limit loosened", gone: "limit tightened" },
  "format loosened": { come: "format loosened" },
  "format tightened": { gone: "format tightened" },
  "format changed": { come: "format loosened", gone: "format tightened" },
  "integer became number": { come: "integer became number" },
  "number became integer": { gone: "number became integer" },
};

/**
 * What comes or goes with a text that stands in a union beside another text, or a number beside a number: no type does,
 * only what the other one does not allow.
 *
 * @param variants those of the side that does not have the variant.
 * @param isExclusive whether a value must not fit two variants: one more then takes something from the other.
 * @returns the rules that say so; `undefined` where there is no such other.
 */
export function besideAnother(
  variant: Shape,
  variants: readonly Shape[],
  change: Change,
  isExclusive: boolean,
  context: ShapeContext,
): readonly RuleName[] | undefined {
  if (isAmong(variant, variants)) return NOTHING;
  if (isExclusive && context.travel === "sent") return undefined;
  const { before, after } = context.components;
  const [own, others] = change === "come" ? [after, before] : [before, after];
  const shape = resolve(variant, own);
  if (shape.kind !== "string" && shape.kind !== "number") return undefined;
  const found = variants
    .map((other) => resolve(other, others))
    .filter(({ kind }) => kind === shape.kind)
    .map((other) => {
      const rules = new Set<RuleName>();
      const report = (rule: RuleName): void => {
        const more = MORE[rule]?.[change];
        if (more !== undefined) rules.add(more);
      };
      if (change === "come") compareLeaves(other, shape, report, context);
      else compareLeaves(shape, other, report, context);
      return [...rules];
    });
  const [least] = found.sort((a, b) => a.length - b.length);
  return least?.length === 0 ? NOTHING : least;
}
