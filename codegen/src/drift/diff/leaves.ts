import type { EnumShape, Json, NumberShape, Shape, StringShape } from "../../contract/shape.ts";
import type { RuleName } from "../rules.ts";
import type { Travel } from "../verdict.ts";
import { compareCounts, compareHighest, compareLowest, compareSteps } from "./limits.ts";
import { compareFormats, comparePatterns, fitsKnownFormat, type Inclusion } from "./texts.ts";

type Report = (rule: RuleName, values?: { readonly before?: Json; readonly after?: Json }) => void;

interface Context {
  readonly travel: Travel;
  readonly fix: boolean;
}

const LIMITS = { grown: "limit loosened", shrunk: "limit tightened", other: "limit moved" } as const;

/** FIX decoders leave lengths and numbers of entries to whoever wrote the message. */
export function limitRule(inclusion: Exclude<Inclusion, "same">, { fix, travel }: Context): RuleName {
  if (fix && travel === "received" && inclusion !== "shrunk") return "unchecked limit loosened";
  return LIMITS[inclusion];
}
const FORMATS = { grown: "format loosened", shrunk: "format tightened", other: "format changed" } as const;

/** Compares two shapes that are not both objects or both lists. */
export function compareLeaves(before: Shape, after: Shape, report: Report, context: Context): void {
  const pair = `${before.kind} ${after.kind}`;
  if (before.kind === "number" && after.kind === "number") compareNumbers(before, after, report);
  else if (before.kind === "string" && after.kind === "string")
    compareStrings(before, after, report, context);
  else if (before.kind === "enum" && after.kind === "enum") compareValues(before, after, report, context);
  else if (before.kind === "const" && after.kind === "const") {
    if (before.value !== after.value)
      report("constant changed", { before: before.value, after: after.value });
  } else if (before.kind === "const" && after.kind === "enum") {
    const kept = after.values.includes(before.value as string);
    report(kept ? "constant opened" : "type changed", { before: before.value, after: after.values });
  } else if (before.kind === "enum" && after.kind === "const") {
    const kept = before.values.includes(after.value as string);
    report(kept ? "constant closed" : "type changed", { before: before.values, after: after.value });
  } else if (pair === "string enum" && isText((after as EnumShape).values[0])) {
    report("values closed", { after: (after as EnumShape).values });
    if (before.kind === "string" && after.kind === "enum") widenedText(before, after.values, report);
  } else if (pair === "enum string" && isText((before as EnumShape).values[0])) {
    report("values opened", { before: (before as EnumShape).values });
    if (before.kind === "enum" && after.kind === "string") narrowedText(before.values, after, report);
  } else if (before.kind === "string" && after.kind === "const" && isText(after.value)) {
    report("constant closed", { after: after.value });
    widenedText(before, [String(after.value)], report);
  } else if (before.kind === "const" && after.kind === "string" && isText(before.value)) {
    report("constant opened", { before: before.value });
  } else if (before.kind === "boolean" && after.kind === "const" && typeof after.value === "boolean") {
    report("constant closed", { after: after.value });
  } else if (before.kind === "const" && after.kind === "boolean" && typeof before.value === "boolean") {
    report("constant opened", { before: before.value });
  } else if (context.fix && before.kind === "number" && after.kind === "string") {
    report(takesNumbers(after) ? "type widened" : "type changed", { before: "number", after: "string" });
  } else if (context.fix && before.kind === "string" && after.kind === "number") {
    report(takesNumbers(before) ? "type narrowed" : "type changed", { before: "string", after: "number" });
  } else if (before.kind === after.kind) return;
  else if (after.kind === "any") report("type opened", { before: before.kind });
  else report("type changed", { before: before.kind, after: after.kind });
}

/** FIX: a number is text on the wire, which stands wherever text of its form may. */
function takesNumbers({ pattern, maxLength = Number.POSITIVE_INFINITY }: StringShape): boolean {
  return maxLength > 15 && (pattern === undefined || new RegExp(pattern, "u").test("-12"));
}

function isText(value: unknown): boolean {
  return typeof value === "string";
}

/** Values were listed, and the text that takes their place may not allow all of them. */
function narrowedText(values: readonly (string | number)[], after: StringShape, report: Report): void {
  const lost = values.filter(
    (value) => !fitsLimits(after, String(value)) || !fitsFormat(after, String(value)),
  );
  if (lost.length > 0) report("value removed", { before: lost });
}

/** Values are listed that the text they take the place of did not allow. */
function widenedText(before: StringShape, values: readonly (string | number)[], report: Report): void {
  if (values.some((value) => !fitsLimits(before, String(value)))) report("limit loosened");
  else if (values.some((value) => !fitsFormat(before, String(value)))) report("format loosened");
}

function fitsLimits(
  { pattern, minLength = 0, maxLength = Number.POSITIVE_INFINITY }: StringShape,
  text: string,
): boolean {
  const { length } = [...text];
  return (
    length >= minLength &&
    length <= maxLength &&
    (pattern === undefined || new RegExp(pattern, "u").test(text))
  );
}

function fitsFormat({ format }: StringShape, text: string): boolean {
  return format === undefined || fitsKnownFormat(format, text);
}

function compareNumbers(before: NumberShape, after: NumberShape, report: Report): void {
  if (before.integer !== after.integer)
    report(after.integer ? "number became integer" : "integer became number");
  tell(compareLowest(before, after), report, LIMITS);
  tell(compareHighest(before, after), report, LIMITS);
  if (before.integer === after.integer) tell(compareSteps(before, after), report, LIMITS);
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

/** An enum of texts is open where it is received; one of numbers is not. */
function compareValues(before: EnumShape, after: EnumShape, report: Report, { travel }: Context): void {
  const gone = before.values.filter((value) => !after.values.includes(value));
  const come = after.values.filter((value) => !before.values.includes(value));
  if (gone.length === before.values.length) {
    report("type changed", { before: before.values, after: after.values });
    return;
  }
  const closed = travel === "received" && !isText(before.values[0]);
  if (gone.length > 0) report(closed ? "closed value removed" : "value removed", { before: gone });
  if (come.length > 0) report(closed ? "closed value added" : "value added", { after: come });
}
