import { propertyAccess } from "../contract/names.ts";
import type { Components, ObjectShape, Property, Rule, Shape, Test, TupleShape } from "../contract/shape.ts";
import { formatCheck } from "./formats.ts";
import { type Path, pathText } from "./path.ts";
import { expected, fits, holds, listLimits, literal, negated, stringLimits, words } from "./predicate.ts";
import { type Statements, writeUnion } from "./union.ts";

export interface CheckOptions {
  /** Text formats are held to for what we send; what we receive is kept as it came. */
  readonly formats: boolean;
  readonly components: Components;
  /** The check function of a component. */
  readonly nameOf: (component: string) => string;
}

/** Writes the statements of one check function. */
export class CheckWriter implements Statements<Path> {
  readonly lines: string[] = [];
  readonly calls = new Set<string>();
  readonly imports = new Set<string>();
  readonly options: CheckOptions;
  #depth = 1;
  #variables = 0;

  constructor(options: CheckOptions) {
    this.options = options;
  }

  /** Statements that return a fault unless the value in variable `v` fits. */
  value(shape: Shape, v: string, path: Path): void {
    switch (shape.kind) {
      case "any":
        return;
      case "string":
        this.fail(`typeof ${v} !== "string"`, path, "string", v);
        for (const [holds, want] of stringLimits(shape, v)) this.fail(`!(${holds})`, path, want, v);
        if (this.options.formats && shape.format) this.#format(shape.format, v, path);
        return;
      case "array":
        this.#array(shape, v, path);
        return;
      case "tuple":
        this.#tuple(shape, v, path);
        return;
      case "object":
        this.#object(shape, v, path);
        return;
      case "union":
        writeUnion(this, shape, v, path);
        return;
      case "ref":
        this.calls.add(shape.name);
        this.#call(`${this.options.nameOf(shape.name)}(${v})`, path);
        return;
      default:
        this.fail(negated(fits(shape, v)), path, expected(shape), v);
    }
  }

  #array(shape: Extract<Shape, { kind: "array" }>, v: string, path: Path): void {
    this.fail(`!Array.isArray(${v})`, path, "array", v);
    for (const [holds, want] of listLimits(shape, v)) this.fail(`!(${holds})`, path, want, v);
    if (shape.uniqueItems) this.fail(`new Set(${v}).size !== ${v}.length`, path, "items that all differ", v);
    if (shape.items.kind === "any") return;
    const index = this.variable("i");
    const item = this.variable("v");
    this.block(`for (let ${index} = 0; ${index} < ${v}.length; ${index}++) {`, "}", () => {
      this.line(`const ${item} = ${v}[${index}];`);
      this.value(shape.items, item, [...path, { variable: index, holds: "index" }]);
    });
  }

  #tuple(shape: TupleShape, v: string, path: Path): void {
    this.fail(`!Array.isArray(${v})`, path, "array", v);
    const limits = {
      minItems: shape.minItems,
      ...(shape.maxItems !== undefined && { maxItems: shape.maxItems }),
    };
    for (const [holds, want] of listLimits(limits, v)) this.fail(`!(${holds})`, path, want, v);
    if (!shape.rest && (shape.maxItems === undefined || shape.maxItems > shape.items.length)) {
      this.fail(`${v}.length > ${shape.items.length}`, path, `at most ${shape.items.length} items`, v);
    }
    this.items(shape, v, path);
  }

  items(shape: TupleShape, v: string, path: Path): void {
    shape.items.forEach((part, position) => {
      const item = this.variable("v");
      this.line(`const ${item} = ${v}[${position}];`);
      const at: Path = [...path, { key: String(position) }];
      if (position < shape.minItems) this.value(part, item, at);
      else this.block(`if (${v}.length > ${position}) {`, "}", () => this.value(part, item, at));
    });
    if (shape.rest && shape.rest.kind !== "any") {
      const rest = shape.rest;
      const index = this.variable("i");
      const item = this.variable("v");
      this.block(
        `for (let ${index} = ${shape.items.length}; ${index} < ${v}.length; ${index}++) {`,
        "}",
        () => {
          this.line(`const ${item} = ${v}[${index}];`);
          this.value(rest, item, [...path, { variable: index, holds: "index" }]);
        },
      );
    }
  }

  #object(shape: ObjectShape, v: string, path: Path): void {
    this.fail(`typeof ${v} !== "object" || ${v} === null || Array.isArray(${v})`, path, "object", v);
    if (shape.minProperties) {
      this.fail(
        `Object.keys(${v}).length < ${shape.minProperties}`,
        path,
        `at least ${shape.minProperties} fields`,
        v,
      );
    }
    if (shape.maxProperties !== undefined) {
      this.fail(
        `Object.keys(${v}).length > ${shape.maxProperties}`,
        path,
        `at most ${shape.maxProperties} fields`,
        v,
      );
    }
    for (const property of shape.properties) {
      if (!property.required && property.shape.kind === "any") continue;
      const at: Path = [...path, { key: property.name }];
      const field = this.#field(property, v);
      if (property.required && property.shape.kind === "any")
        this.fail(`${field} === undefined`, at, "any value", field);
      else if (property.required) this.value(property.shape, field, at);
      else this.block(`if (${field} !== undefined) {`, "}", () => this.value(property.shape, field, at));
    }
    for (const rule of shape.rules) this.#rule(rule, v, path);
    this.#additional(shape, v, path);
  }

  /** What the value of a field is called: a variable, or where it stands, if its check looks there only once. */
  #field({ name, shape }: Property, v: string): string {
    if (!isEverywhere(name) && this.#looksOnce(shape)) return v + propertyAccess(name);
    const field = this.variable("v");
    this.line(`const ${field} = ${read(v, name)};`);
    return field;
  }

  #looksOnce(shape: Shape): boolean {
    if (shape.kind === "ref") return true;
    if (!LEAVES.has(shape.kind)) return false;
    const hasFormat = shape.kind === "string" && this.options.formats && shape.format !== undefined;
    return !hasFormat && fits(shape, "\0").split("\0").length === 2;
  }

  #additional(shape: ObjectShape, v: string, path: Path): void {
    const { additional, properties } = shape;
    if (additional === "open") return;
    if (additional === "closed") {
      this.imports.add("stray");
      this.#call(`stray(${v}, [${properties.map(({ name }) => literal(name)).join(", ")}])`, path);
      return;
    }
    const key = this.variable("k");
    const known = properties.map(({ name }) => `${key} === ${literal(name)}`).join(" || ");
    this.block(`for (const ${key} in ${v}) {`, "}", () => {
      if (known !== "") this.line(`if (${known}) continue;`);
      const field = this.variable("v");
      this.line(`const ${field} = ${v}[${key}];`);
      this.value(additional, field, [...path, { variable: key, holds: "key" }]);
    });
  }

  #rule(rule: Rule, v: string, path: Path): void {
    if (rule.kind === "must") {
      this.#demand(rule.test, v, path, "");
      return;
    }
    const condition = holds(rule.test, v);
    const why = words(rule.test);
    const { whenTrue, whenFalse } = rule;
    if (whenTrue)
      this.block(`if (${condition}) {`, "}", () => this.#demand(whenTrue, v, path, ` because ${why}`));
    if (whenFalse)
      this.block(`if (!(${condition})) {`, "}", () =>
        this.#demand(whenFalse, v, path, ` because not (${why})`),
      );
  }

  /** A test that must hold. A demand on one field is reported at that field, one on several at the object. */
  #demand(test: Test, v: string, path: Path, because: string): void {
    if (test.kind === "all") {
      for (const part of test.tests) this.#demand(part, v, path, because);
      return;
    }
    const field =
      test.kind === "not" && test.test.kind === "present"
        ? test.test.field
        : "field" in test
          ? test.field
          : undefined;
    const want =
      test.kind === "present"
        ? "a value"
        : test.kind === "field"
          ? expected(test.shape)
          : field !== undefined
            ? "no value"
            : words(test);
    const at = field === undefined ? path : [...path, { key: field }];
    this.fail(
      negated(holds(test, v)),
      at,
      want + because,
      field === undefined ? v : v + propertyAccess(field),
    );
  }

  /** The fault of a value that need not be of this shape: the check of a component is called, others are written in place. */
  attempt(shape: Shape, v: string): string {
    const found = this.variable("f");
    if (shape.kind === "ref") {
      this.calls.add(shape.name);
      this.line(`const ${found} = ${this.options.nameOf(shape.name)}(${v});`);
      return found;
    }
    this.block(`const ${found} = ((): Fault | undefined => {`, "})();", () => {
      this.value(shape, v, []);
      this.line("return undefined;");
    });
    return found;
  }

  #format(format: string, v: string, path: Path): void {
    const check = formatCheck(format);
    if (check) this.fail(`!${check.pattern}.test(${v})`, path, check.words, v);
  }

  #call(call: string, path: Path): void {
    const found = this.variable("f");
    this.line(`const ${found} = ${call};`);
    this.failWithin(path, found, `if (${found}) `);
  }

  failWithin(path: Path, found: string, condition = ""): void {
    if (path.length > 0) this.imports.add("within");
    this.line(`${condition}return ${path.length === 0 ? found : `within(${pathText(path)}, ${found})`};`);
  }

  below(path: Path, key: string): Path {
    return [...path, { key }];
  }

  fail(condition: string, path: Path, want: string, v: string): void {
    this.imports.add("fault");
    const test = condition === "true" ? "" : `if (${condition}) `;
    this.line(`${test}return fault(${pathText(path)}, ${literal(want)}, ${v});`);
  }

  block(head: string, tail: string, body: () => void): void {
    this.line(head);
    this.#depth++;
    const before = this.lines.length;
    body();
    this.#depth--;
    // A block that checks nothing is not written at all.
    if (this.lines.length === before) this.lines.pop();
    else if (tail !== "") this.line(tail);
  }

  line(text: string): void {
    this.lines.push("  ".repeat(this.#depth) + text);
  }

  variable(prefix: string): string {
    return `${prefix}${++this.#variables}`;
  }
}

const LEAVES: ReadonlySet<Shape["kind"]> = new Set(["boolean", "const", "enum", "number", "string"]);

/** `__proto__`, `constructor` and the like exist on every object; only an own field of that name counts. */
function isEverywhere(name: string): boolean {
  return name in Object.prototype;
}

function read(v: string, name: string): string {
  const access = v + propertyAccess(name);
  return isEverywhere(name) ? `Object.hasOwn(${v}, ${literal(name)}) ? ${access} : undefined` : access;
}
