import type { NumberShape, Shape, StringShape } from "../../contract/shape.ts";
import type { RuleName } from "../rules.ts";
import { compareCounts, compareHighest, compareLowest, compareSteps } from "./limits.ts";
import { type Context, compareListed, type Report } from "./listed.ts";
import { compareFormats, comparePatterns, type Inclusion } from "./texts.ts";

const LIMITS = { grown: "limit loosened", shrunk: "limit tightened", other: "limit moved" } as const;

/** FIX decoders leave lengths and numbers of entries to whoever wrote the message. */
export function limitRule(inclusion: Exclude<Inclusion, "same">, { fix, travel }: Context): RuleName {
  if (fix && travel === "received" && inclusion !== "shrunk") return "unchecked limit loosened";
  return LIMITS[inclusion];
}
const FORMATS = { grown: "format loosened", shrunk: "format tightened", other: "format changed" } as const;

/** Compares two shapes that are not both objects or both lists. */
export function compareLeaves(before: Shape, after: Shape, report: Report, context: Context): void {
  if (before.kind === "number" && after.kind === "number") compareNumbers(before, after, report);
  else if (before.kind === "string" && after.kind === "string")
    compareStrings(before, after, report, context);
  else if (compareListed(before, after, report, context)) return;
  else if (context.fix && before.kind === "number" && after.kind === "string")
    report(takesNumbers(after) ? "type widened" : "type changed", { before: "number", after: "string" });
  else if (context.fix && before.kind === "string" && after.kind === "number")
    report(takesNumbers(before) ? "type narrowed" : "type changed", { before: "string", after: "number" });
  else if (before.kind === after.kind) return;
  else if (after.kind === "any") report("type opened", { before: before.kind });
  else report("type changed", { before: before.kind, after: after.kind });
}

/** FIX: a number is text on the wire, which stands wherever text of its form may. */
function takesNumbers({ pattern, maxLength = Number.POSITIVE_INFINITY }: StringShape): boolean {
  return maxLength > 15 && (pattern === undefined || new RegExp(pattern, "u").test("-12"));
}

/** A number in whole steps has no fraction either. */
function isWhole({ integer, multipleOf }: NumberShape): boolean {
  return integer || (multipleOf !== undefined && Number.isInteger(multipleOf));
}

function compareNumbers(before: NumberShape, after: NumberShape, report: Report): void {
  const [was, is] = [isWhole(before), isWhole(after)];
  if (was !== is) report(is ? "number became integer" : "integer became number");
  tell(compareLowest(before, after), report, LIMITS);
  tell(compareHighest(before, after), report, LIMITS);
  if (was === is) tell(compareSteps(before, after), report, LIMITS);
  if (before.format !== after.format) report("documentation changed");
}

function compareStrings(before: StringShape, after: StringShape, report: Report, context: Context): void {
  const limit = (inclusion: Inclusion): void => {
    if (inclusion !== "same") report(limitRule(inclusion, context));
  };
  limit(compareCounts(before.minLength, after.minLength, -1));
  limit(compareCounts(before.maxLength, after.maxLength, 1));
  const pattern = comparePatterns(before, after);
  // The form of a kind of FIX value is checked, whoever reads it.
  if (before.format === after.format) limit(pattern);
  else tell(pattern, report, LIMITS);
  const format = compareFormats(before.format, after.format);
  if (format === "same" && before.format !== after.format) report("documentation changed");
  tell(format, report, FORMATS);
}

function tell(inclusion: Inclusion, report: Report, rules: typeof LIMITS | typeof FORMATS): void {
  if (inclusion !== "same") report(rules[inclusion]);
}
