import { fieldsOf } from "../../contract/reach.ts";
import type { Json, ObjectShape, Rule, Shape, Test } from "../../contract/shape.ts";
import type { Source } from "../../contract/source.ts";
import { seeded } from "../random.ts";
import { textsOf } from "./texts.ts";

/** How the conditions between an object's fields changed, and where. */
export interface ConditionChange {
  readonly kind: "tightened" | "loosened" | "changed" | "reworded";
  readonly source: Source;
  readonly fields: readonly string[];
}

/** More combinations of values than this are sampled instead of all tried. */
const MOST = 20_000;
/** `undefined` where the field is absent. */
type Value = Json | undefined;
type Assignment = { [field: string]: Value };

/**
 * Decides by trial what a change of the conditions does: every combination of values that the changed conditions
 * mention, and of absence, is held against the conditions of both sides.
 */
export function compareConditions(before: ObjectShape, after: ObjectShape): ConditionChange | undefined {
  const old = before.rules.flatMap(split);
  const next = after.rules.flatMap(split);
  const [oldTexts, nextTexts] = [old, next].map((rules) => new Set(rules.map(ruleText)));
  const gone = old.filter((rule) => !nextTexts?.has(ruleText(rule)));
  const come = next.filter((rule) => !oldTexts?.has(ruleText(rule)));
  const changed = [...come, ...gone];
  const [first] = changed;
  if (first === undefined) return undefined;
  const fields = [...new Set(changed.flatMap((rule) => [...fieldsOf(rule)]))].sort();
  const related = (rules: readonly Rule[]): Rule[] =>
    rules.filter((rule) => [...fieldsOf(rule)].every((field) => fields.includes(field)));
  const [held, holds] = [related(old), related(next)];
  let [lost, won] = [false, false];
  for (const values of assignments(fields, changed, [before, after])) {
    const was = held.every((rule) => obeys(rule, values)) && complete(before, values);
    const is = holds.every((rule) => obeys(rule, values)) && complete(after, values);
    lost ||= was && !is && complete(after, values);
    won ||= is && !was && complete(before, values);
    if (lost && won) break;
  }
  const kind = lost ? (won ? "changed" : "tightened") : won ? "loosened" : "reworded";
  return { kind, source: first.source, fields };
}

/** The conditions of a list of demands, one by one, so that their order and grouping say nothing. */
export function split(rule: Rule): Rule[] {
  if (rule.kind === "must") return demands(rule.test).map((test) => ({ ...rule, test }));
  const { source, test, whenTrue, whenFalse } = rule;
  return [
    ...demands(whenTrue).map((demand): Rule => ({ kind: "if", source, test, whenTrue: demand })),
    ...demands(whenFalse).map((demand): Rule => ({ kind: "if", source, test, whenFalse: demand })),
  ];
}

function demands(test: Test | undefined): Test[] {
  if (test === undefined) return [];
  return test.kind === "all" ? test.tests.flatMap(demands) : [test];
}

/** The same text for the same condition, whatever it is written next to and in whatever order. */
export function ruleText(rule: Rule): string {
  const parts = rule.kind === "must" ? [rule.test] : [rule.test, rule.whenTrue, rule.whenFalse];
  return JSON.stringify([rule.kind, ...parts.map((test) => test && testText(test))]);
}

function testText(test: Test): string {
  switch (test.kind) {
    case "present":
      return `has ${test.field}`;
    case "field":
      return `${test.field} ${leafText(test.shape)}`;
    case "not":
      return `not(${testText(test.test)})`;
    default:
      return `${test.kind}(${test.tests.map(testText).sort().join(",")})`;
  }
}

function leafText({ source: _source, doc: _doc, ...rest }: Shape): string {
  const plain = rest as { readonly [key: string]: unknown };
  if (rest.kind === "array") return JSON.stringify({ ...plain, items: rest.items.kind });
  if (rest.kind === "enum") return JSON.stringify({ ...plain, values: [...rest.values].sort() });
  return JSON.stringify(Object.fromEntries(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1))));
}

/** Whether an object has all it must have; what only the other side lists cannot stand in it. */
function complete({ properties }: ObjectShape, values: Assignment): boolean {
  const listed = new Set(properties.map(({ name }) => name));
  return (
    properties.every(({ name, required }) => !required || !(name in values) || values[name] !== undefined) &&
    Object.entries(values).every(([name, value]) => value === undefined || listed.has(name))
  );
}

/** All combinations, or, where there are too many, a sample that is always the same. */
function* assignments(
  fields: readonly string[],
  rules: readonly Rule[],
  shapes: readonly ObjectShape[],
): Generator<Assignment> {
  const domains = fields.map((field) => domain(field, rules, shapes));
  const total = domains.reduce((product, values) => product * values.length, 1);
  const random = seeded(1);
  for (let n = 0; n < Math.min(total, MOST); n++) {
    let rest = n;
    const values: Assignment = {};
    domains.forEach((candidates, index) => {
      const chosen = total > MOST ? Math.floor(random() * candidates.length) : rest % candidates.length;
      values[fields[index] as string] = candidates[chosen] as Value;
      rest = Math.floor(rest / candidates.length);
    });
    yield values;
  }
}

/** What a field may be as far as the conditions can tell: absent, each value they mention, and one they do not. */
function domain(field: string, rules: readonly Rule[], shapes: readonly ObjectShape[]): Value[] {
  const found = new Set<Value>();
  for (const rule of rules) {
    const tests = rule.kind === "must" ? [rule.test] : [rule.test, rule.whenTrue, rule.whenFalse];
    for (const test of tests) if (test) mentioned(test, field, found);
  }
  for (const shape of shapes) {
    const own = shape.properties.find(({ name }) => name === field)?.shape;
    if (own?.kind === "enum") {
      const other = own.values.find((value) => !found.has(value));
      if (other !== undefined) found.add(other);
    } else if (own?.kind === "boolean") found.add(true).add(false);
    else if (own?.kind === "const") found.add(own.value);
    else if (own?.kind === "number") found.add(1);
    else found.add("other");
  }
  return [undefined, ...found];
}

function mentioned(test: Test, field: string, found: Set<Value>): void {
  if (test.kind === "not") mentioned(test.test, field, found);
  else if (test.kind === "field") {
    if (test.field === field) for (const value of samples(test.shape)) found.add(value);
  } else if (test.kind !== "present") for (const part of test.tests) mentioned(part, field, found);
}

function samples(shape: Shape): Json[] {
  switch (shape.kind) {
    case "const":
      return [shape.value];
    case "enum":
      return [...shape.values];
    case "number":
      return [shape.minimum, shape.maximum, shape.exclusiveMinimum, shape.exclusiveMaximum]
        .filter((bound) => bound !== undefined)
        .flatMap((bound) => [bound - 1, bound, bound + 1]);
    case "string":
      return shape.pattern === undefined ? [] : textsOf(shape.pattern).slice(0, 3);
    case "array":
      return [shape.minItems, shape.maxItems]
        .filter((count) => count !== undefined)
        .flatMap((count) => [Math.max(0, count - 1), count, count + 1])
        .map((count) => Array.from({ length: count }, () => 0));
    case "boolean":
      return [true, false];
    default:
      return [];
  }
}

function obeys(rule: Rule, values: Assignment): boolean {
  if (rule.kind === "must") return holds(rule.test, values);
  const demand = holds(rule.test, values) ? rule.whenTrue : rule.whenFalse;
  return demand === undefined || holds(demand, values);
}

export function holds(test: Test, values: Assignment): boolean {
  switch (test.kind) {
    case "present":
      return values[test.field] !== undefined;
    case "field": {
      const value = values[test.field];
      return value === undefined || fits(test.shape, value);
    }
    case "not":
      return !holds(test.test, values);
    case "all":
      return test.tests.every((part) => holds(part, values));
    case "any":
      return test.tests.some((part) => holds(part, values));
    case "one":
      return test.tests.filter((part) => holds(part, values)).length === 1;
  }
}

export function fits(shape: Shape, value: Json): boolean {
  switch (shape.kind) {
    case "const":
      return value === shape.value;
    case "enum":
      return shape.values.includes(value as string);
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "number":
      return (
        typeof value === "number" &&
        (!shape.integer || Number.isInteger(value)) &&
        value >= (shape.minimum ?? value) &&
        value <= (shape.maximum ?? value) &&
        (shape.exclusiveMinimum === undefined || value > shape.exclusiveMinimum) &&
        (shape.exclusiveMaximum === undefined || value < shape.exclusiveMaximum)
      );
    case "string":
      return (
        typeof value === "string" &&
        (shape.pattern === undefined || new RegExp(shape.pattern, "u").test(value))
      );
    case "array":
      return (
        Array.isArray(value) &&
        value.length >= (shape.minItems ?? 0) &&
        value.length <= (shape.maxItems ?? Number.POSITIVE_INFINITY)
      );
    default:
      return true;
  }
}
