import { propertyAccess } from "../contract/names.ts";
import type { Shape, Test } from "../contract/shape.ts";

/** TypeScript expressions that hold when a value or an object answers a question, and the words for it. */

/** An expression that is true when `value` is of the leaf or list shape. */
export function fits(shape: Shape, value: string): string {
  switch (shape.kind) {
    case "any":
      return "true";
    case "null":
      return `${value} === null`;
    case "boolean":
      return `typeof ${value} === "boolean"`;
    case "const":
      return `${value} === ${literal(shape.value)}`;
    case "enum":
      if (shape.open) return `typeof ${value} === "string"`;
      return `(${shape.values.map((known) => `${value} === ${literal(known)}`).join(" || ")})`;
    case "number":
      return all([
        shape.integer ? `Number.isInteger(${value})` : `Number.isFinite(${value})`,
        ...numberLimits(shape, value),
      ]);
    case "string":
      return all([`typeof ${value} === "string"`, ...stringLimits(shape, value).map(([holds]) => holds)]);
    case "array":
      return all([`Array.isArray(${value})`, ...listLimits(shape, value).map(([holds]) => holds)]);
    default:
      throw new Error(`no expression for a shape of kind ${shape.kind}`);
  }
}

/** The opposite of such an expression. */
export function negated(expression: string): string {
  const simple = /^((?:typeof )?\S+) (===|!==) (\S+|"[^"]*")$/.exec(expression);
  if (simple) return `${simple[1]} ${simple[2] === "===" ? "!==" : "==="} ${simple[3]}`;
  return /^[\w.]+\([^()]*\)$/.test(expression) ? `!${expression}` : `!(${expression})`;
}

/** What a fault says was expected. */
export function expected(shape: Shape): string {
  switch (shape.kind) {
    case "any":
      return "any value";
    case "null":
    case "boolean":
      return shape.kind;
    case "const":
      return literal(shape.value);
    case "enum":
      return shape.open ? "string" : `one of ${shape.values.map(literal).join(", ")}`;
    case "number":
      return [shape.integer ? "integer" : "number", ...numberWords(shape)].join(" ");
    case "tuple":
      return "array";
    case "union":
      return shape.variants.map(expected).join(" or ");
    case "ref":
      return shape.name;
    default:
      return shape.kind;
  }
}

export function numberLimits(shape: Extract<Shape, { kind: "number" }>, value: string): string[] {
  const conditions: string[] = [];
  if (shape.minimum !== undefined) conditions.push(`${value} >= ${shape.minimum}`);
  if (shape.maximum !== undefined) conditions.push(`${value} <= ${shape.maximum}`);
  if (shape.exclusiveMinimum !== undefined) conditions.push(`${value} > ${shape.exclusiveMinimum}`);
  if (shape.exclusiveMaximum !== undefined) conditions.push(`${value} < ${shape.exclusiveMaximum}`);
  if (shape.multipleOf !== undefined) conditions.push(`Number.isInteger(${value} / ${shape.multipleOf})`);
  return conditions;
}

function numberWords(shape: Extract<Shape, { kind: "number" }>): string[] {
  const words: string[] = [];
  if (shape.minimum !== undefined) words.push(`from ${shape.minimum}`);
  if (shape.exclusiveMinimum !== undefined) words.push(`above ${shape.exclusiveMinimum}`);
  if (shape.maximum !== undefined) words.push(`to ${shape.maximum}`);
  if (shape.exclusiveMaximum !== undefined) words.push(`below ${shape.exclusiveMaximum}`);
  if (shape.multipleOf !== undefined) words.push(`in steps of ${shape.multipleOf}`);
  return words;
}

/** Pairs of a condition and the words for it. Lengths count characters, not UTF-16 units, as JSON Schema does. */
export function stringLimits(shape: Extract<Shape, { kind: "string" }>, value: string): [string, string][] {
  const { minLength, maxLength, pattern } = shape;
  const conditions: [string, string][] = [];
  if (minLength === 1) conditions.push([`${value} !== ""`, "at least 1 character"]);
  else if (minLength)
    conditions.push([`[...${value}].length >= ${minLength}`, `at least ${minLength} characters`]);
  if (maxLength !== undefined) {
    conditions.push([
      `(${value}.length <= ${maxLength} || [...${value}].length <= ${maxLength})`,
      `at most ${maxLength} characters`,
    ]);
  }
  if (pattern !== undefined)
    conditions.push([
      `${regExp(pattern)}.test(${value})`,
      pattern.length > 80 ? "text of the documented form" : `text matching ${pattern}`,
    ]);
  return conditions;
}

export function listLimits(
  shape: { readonly minItems?: number; readonly maxItems?: number },
  value: string,
): [string, string][] {
  const conditions: [string, string][] = [];
  const items = (count: number): string => `${count} item${count === 1 ? "" : "s"}`;
  if (shape.minItems)
    conditions.push([`${value}.length >= ${shape.minItems}`, `at least ${items(shape.minItems)}`]);
  if (shape.maxItems !== undefined)
    conditions.push([`${value}.length <= ${shape.maxItems}`, `at most ${items(shape.maxItems)}`]);
  return conditions;
}

/** An expression that is true when the object in variable `object` answers the test. */
export function holds(test: Test, object: string): string {
  switch (test.kind) {
    case "present":
      return given(object, test.field);
    case "field": {
      const value = object + propertyAccess(test.field);
      if (test.field in Object.prototype)
        return `(!${given(object, test.field)} || ${fits(test.shape, value)})`;
      return `(${value} === undefined || ${fits(test.shape, value)})`;
    }
    case "not":
      return test.test.kind === "present" && !(test.test.field in Object.prototype)
        ? `${object}${propertyAccess(test.test.field)} === undefined`
        : `!(${holds(test.test, object)})`;
    case "all":
      return all(
        narrowed(test.tests).map((part) =>
          isFact(part) ? fits(part.shape, object + propertyAccess(part.field)) : holds(part, object),
        ),
      );
    case "any":
      return `(${test.tests.map((part) => holds(part, object)).join(" || ")})`;
    case "one":
      return `[${test.tests.map((part) => holds(part, object)).join(", ")}].filter(Boolean).length === 1`;
  }
}

/** Every object has a `constructor` and the like; only a field of its own counts. */
function given(object: string, field: string): string {
  return field in Object.prototype
    ? `Object.hasOwn(${object}, ${literal(field)})`
    : `${object}${propertyAccess(field)} !== undefined`;
}

/** The test in words: `order_type is "limit" and price is given`. */
export function words(test: Test): string {
  switch (test.kind) {
    case "present":
      return `${test.field} is given`;
    case "field":
      return `${test.field} is ${expected(test.shape)}`;
    case "not":
      return test.test.kind === "present" ? `${test.test.field} is not given` : `not (${words(test.test)})`;
    case "all":
      return narrowed(test.tests).map(words).join(" and ");
    case "any":
      return test.tests.map(words).join(" or ");
    case "one":
      return `exactly one of: ${test.tests.map(words).join("; ")}`;
  }
}

type Fact = Extract<Test, { kind: "field" }> & { readonly fact: true };

function isFact(test: Test): test is Fact {
  return test.kind === "field" && "fact" in test;
}

/** `present(x)` and `field(x, shape)` together simply say that x is of the shape. */
function narrowed(tests: readonly Test[]): Test[] {
  const present = new Set(tests.flatMap((test) => (test.kind === "present" ? [test.field] : [])));
  const asked = new Set(tests.flatMap((test) => (test.kind === "field" ? [test.field] : [])));
  return tests
    .filter((test) => !(test.kind === "present" && asked.has(test.field)))
    .map((test) => (test.kind === "field" && present.has(test.field) ? { ...test, fact: true } : test));
}

export function literal(value: string | number | boolean): string {
  // Line separators are legal in JSON text and were not always in source text.
  return JSON.stringify(value).replaceAll("\u2028", "\\u2028").replaceAll("\u2029", "\\u2029");
}

export function regExp(pattern: string): string {
  return `/${new RegExp(pattern, "u").source}/u`;
}

function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? "true" : conditions.join(" && ");
}
