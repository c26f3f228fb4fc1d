import type {
  BooleanShape,
  ConstShape,
  EnumShape,
  Json,
  NumberShape,
  Shape,
  StringShape,
} from "../../contract/shape.ts";
import type { RuleName } from "../rules.ts";
import type { Travel } from "../verdict.ts";
import { fits } from "./conditions.ts";
import { fitsKnownFormat } from "./texts.ts";

export type Report = (rule: RuleName, values?: { readonly before?: Json; readonly after?: Json }) => void;

export interface Context {
  readonly travel: Travel;
  readonly fix: boolean;
}

type Listed = ConstShape | EnumShape;
type Free = BooleanShape | NumberShape | StringShape;
type Value = string | number | boolean;

/** Compares two shapes of which at least one lists its values; false, and nothing said, where neither does or they are of different types. */
export function compareListed(before: Shape, after: Shape, report: Report, context: Context): boolean {
  if (isListed(before) && isListed(after)) compareLists(before, after, report, context);
  else if (isListed(before) && isFree(after) && areOf(after, before, context))
    opened(before, after, report, context);
  else if (isFree(before) && isListed(after) && areOf(before, after, context)) closed(before, after, report);
  else return false;
  return true;
}

function isListed(shape: Shape): shape is Listed {
  return shape.kind === "const" || shape.kind === "enum";
}

function isFree(shape: Shape): shape is Free {
  return shape.kind === "boolean" || shape.kind === "number" || shape.kind === "string";
}

function valuesOf(shape: Listed): readonly Value[] {
  return shape.kind === "const" ? [shape.value] : shape.values;
}

/** As the spec writes it: one value, or a list. */
function said(shape: Listed): Json {
  return shape.kind === "const" ? shape.value : shape.values;
}

/** Whether listed values are of the type of what may be any. FIX: a number is text on the wire. */
function areOf({ kind }: Free, listed: Listed, { fix }: Context): boolean {
  const type = typeof valuesOf(listed)[0];
  return type === kind || (fix && type === "string" && kind === "number");
}

function compareLists(before: Listed, after: Listed, report: Report, context: Context): void {
  const [old, next] = [valuesOf(before), valuesOf(after)];
  if (before.kind === "enum" && after.kind === "enum") compareValues(before, after, report, context);
  else if (before.kind === after.kind) {
    if (old[0] !== next[0]) report("constant changed", { before: said(before), after: said(after) });
  } else if (typeof old[0] !== typeof next[0]) {
    report("type changed", { before: said(before), after: said(after) });
  } else {
    const rule = before.kind === "const" ? "constant opened" : "constant closed";
    report(rule, { before: said(before), after: said(after) });
    if (old.some((value) => next.includes(value))) return;
    // Nothing of what was listed is left: each side has values that the other has not.
    if (before.kind === "const") report("value removed", { before: said(before) });
    else report(isClosed(before, context) ? "closed value added" : "value added", { after: said(after) });
  }
}

/** An enum of texts is open where it is received; one of numbers is not. */
function isClosed({ values }: EnumShape, { travel }: Context): boolean {
  return travel === "received" && typeof values[0] !== "string";
}

function compareValues(before: EnumShape, after: EnumShape, report: Report, context: Context): void {
  const gone = before.values.filter((value) => !after.values.includes(value));
  const come = after.values.filter((value) => !before.values.includes(value));
  if (typeof before.values[0] !== typeof after.values[0]) {
    report("type changed", { before: before.values, after: after.values });
    return;
  }
  const closed = isClosed(before, context);
  if (gone.length > 0) report(closed ? "closed value removed" : "value removed", { before: gone });
  if (come.length > 0) report(closed ? "closed value added" : "value added", { after: come });
}

/** Values were listed, and any of the type may take their place. */
function opened(before: Listed, after: Free, report: Report, { travel }: Context): void {
  const values = valuesOf(before);
  const told = { before: said(before) };
  if (after.kind === "string") {
    report(before.kind === "const" ? "constant opened" : "values opened", told);
    const lost = values.filter((value) => !fitsLimits(after, String(value)) || !fitsFormat(after, value));
    if (lost.length > 0) report("value removed", { before: lost });
  } else if (!values.every((value) => fits(after, asNumber(value)))) report("type changed", told);
  else if (before.kind === "const") report("constant opened", told);
  else if (typeof values[0] === "number") report("numbers opened", told);
  else if (travel === "sent") report("type widened", told);
  else {
    // What is read is another number than those listed, and no text any more.
    report("values opened", told);
    report("type narrowed", told);
  }
}

/** Any of the type was allowed, and values are listed in its place. */
function closed(before: Free, after: Listed, report: Report): void {
  const values = valuesOf(after);
  const told = { after: said(after) };
  if (before.kind === "string") {
    report(after.kind === "const" ? "constant closed" : "values closed", told);
    if (values.some((value) => !fitsLimits(before, String(value)))) report("limit loosened");
    else if (values.some((value) => !fitsFormat(before, value))) report("format loosened");
  } else if (!values.every((value) => fits(before, asNumber(value)))) report("type changed", told);
  else report(after.kind === "const" ? "constant closed" : "type narrowed", told);
}

/** FIX: the number that a text is, if it is one. */
function asNumber(value: Value): Json {
  return typeof value === "string" && /^-?\d+$/.test(value) ? Number(value) : value;
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

function fitsFormat({ format }: StringShape, value: Value): boolean {
  return format === undefined || fitsKnownFormat(format, String(value));
}
