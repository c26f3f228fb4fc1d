import { isNullable } from "../../contract/direction.ts";
import type { Components, NumberShape, Property, Shape } from "../../contract/shape.ts";
import type { Step } from "../change.ts";
import type { RuleName } from "../rules.ts";
import { fits } from "./conditions.ts";
import { resolve, type ShapeContext, type Side } from "./context.ts";
import { compareFormats } from "./texts.ts";
import { shapeText, tellingField } from "./variants.ts";

/**
 * What a difference in one variant is to whoever reads the union.
 *
 * @param pair the variant on both sides, which the path leads to.
 */
export function inUnion(
  [old, next]: readonly [Shape, Shape],
  before: readonly Shape[],
  after: readonly Shape[],
  path: readonly Step[],
  { components, travel, report }: ShapeContext,
): ShapeContext["report"] {
  const telling = tellingField(before, components.before);
  const siblings = travel === "received" ? before.filter((shape) => shape !== old) : [];
  const grows = growsAlone(
    resolve(old, components.before),
    resolve(next, components.after),
    resolved(siblings, components.before),
  );
  return (found) => {
    const step = found.path[path.length];
    if (step === undefined) {
      if (found.rule === "row of another length" && grows) {
        report({ ...found, rule: "optional item appended" });
        return;
      }
      const [was, is] = [resolved(before, components.before), resolved(after, components.after)];
      const isNumber = next.kind === "number" && isCovered(found.rule, was, is);
      report(isNumber ? { ...found, rule: "documentation changed" } : found);
      return;
    }
    const field = step.kind === "field" ? step.name : undefined;
    // A reader takes a variant of another constant for one it does not know yet; a type of its own has a name to close over.
    const isTeller = field === telling && found.path.length === path.length + 1;
    const isOther =
      (found.rule === "constant opened" && (travel === "received" || next.kind !== "ref")) ||
      (found.rule === "constant changed" && travel === "received");
    if (isTeller && isOther) report({ ...found, rule: "told constant opened" });
    else if (
      found.rule === "field became optional" &&
      isTeller &&
      travel === "received" &&
      next.kind !== "ref"
    )
      report({ ...found, rule: "told constant became optional" });
    else if (field !== undefined && siblings.some((sibling) => takes(sibling, next, field, components)))
      report({ ...found, isTaken: true });
    else report(found);
  };
}

/** Whether a row may still have each length it had, and whoever takes a longer one for another row reads the same in it. */
function growsAlone(old: Shape, next: Shape, siblings: readonly Shape[]): boolean {
  if (old.kind !== "tuple" || next.kind !== "tuple") return false;
  const items = next.items.map(shapeText);
  const isLonger = next.minItems <= old.minItems && items.length > old.items.length;
  return (
    isLonger &&
    siblings.every(
      (shape) =>
        shape.kind !== "tuple" || shape.items.every((item, position) => shapeText(item) === items[position]),
    )
  );
}

/** Whether a message of one variant, leniently read, is one of another too, whatever one field of it holds. */
function takes(sibling: Shape, variant: Shape, field: string, components: Side): boolean {
  const [taker, given] = [resolve(sibling, components.before), resolve(variant, components.after)];
  if (taker.kind !== "object" || given.kind !== "object") return false;
  if (taker.additional !== "open" || taker.rules.length > 0) return false;
  const isSure = ({ required, shape }: Property, known: Components): boolean =>
    required && !isNullable(shape, known);
  return taker.properties.every((own) => {
    const same = given.properties.find(({ name }) => name === own.name);
    if (own.name === field) return false;
    if (same === undefined) return !isSure(own, components.before);
    const isThere = !isSure(own, components.before) || isSure(same, components.after);
    const asRead = readText(own.shape, components.before) === readText(same.shape, components.after);
    return isThere && asRead;
  });
}

/** What a field is to a reader, to whom a list of texts is open. */
function readText(shape: Shape, components: Components): string {
  const target = resolve(shape, components);
  return target.kind === "enum" && typeof target.values[0] === "string" ? "a text" : shapeText(target);
}

const LEAVES: ReadonlySet<Shape["kind"]> = new Set(["boolean", "number", "string", "const", "enum"]);

/** Whether a variant is a value without parts that a side has as well: nothing comes or goes with it. */
export function isAmong(variant: Shape, variants: readonly Shape[]): boolean {
  if (!LEAVES.has(variant.kind)) return false;
  return variants.some(
    (other) =>
      meaningText(other) === meaningText(variant) || (variant.kind === "number" && isAnyNumber(other)),
  );
}

function isAnyNumber({ source: _source, doc: _doc, ...rest }: Shape): boolean {
  return (
    rest.kind === "number" &&
    !rest.integer &&
    Object.keys(rest).every((key) => /^(kind|integer|format)$/.test(key))
  );
}

/** What a shape allows. A format that no check knows allows every text. */
function meaningText(shape: Shape): string {
  if (shape.kind !== "string" || compareFormats(shape.format, undefined) !== "same") return shapeText(shape);
  const { format: _words, ...rest } = shape;
  return shapeText(rest);
}

function resolved(shapes: readonly Shape[], components: Components): Shape[] {
  return shapes.map((shape) => resolve(shape, components));
}

const LOOSER: ReadonlySet<RuleName> = new Set(["limit loosened", "integer became number"]);
const TIGHTER: ReadonlySet<RuleName> = new Set(["limit tightened", "number became integer"]);

/**
 * Whether a union allows the same numbers as before although a limit of one of its variants moved: what that one wins or
 * loses, another allows on both sides.
 */
function isCovered(rule: RuleName, before: readonly Shape[], after: readonly Shape[]): boolean {
  const looser = LOOSER.has(rule);
  if (!looser && !TIGHTER.has(rule)) return false;
  const all = [...before, ...after].filter((shape) => shape.kind === "number");
  if (all.some(({ multipleOf }) => multipleOf !== undefined)) return false;
  const [wide, narrow] = looser ? [after, before] : [before, after];
  return all.flatMap(near).every((value) => !allows(wide, value) || allows(narrow, value));
}

/** Numbers about each limit, whole and not. */
function near({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: NumberShape): number[] {
  return [0, minimum, maximum, exclusiveMinimum, exclusiveMaximum]
    .filter((bound) => bound !== undefined)
    .flatMap((bound) => [bound - 1, bound - 0.5, bound, bound + 0.5, bound + 1]);
}

function allows(variants: readonly Shape[], value: number): boolean {
  return variants.some(
    (shape) => ["number", "const", "enum", "any"].includes(shape.kind) && fits(shape, value),
  );
}
