import { inbound, outbound } from "../../../contract/direction.ts";
import type { Component, Components, ObjectShape, Rule, Shape, Test } from "../../../contract/shape.ts";
import type { Part } from "../../surface/surface.ts";

/** A shape together with the components it refers to, both read in the same way. */
export interface Reading {
  readonly shape: Shape;
  readonly components: Components;
}

/** The ways a message of one side is read. */
export interface Readings {
  /** By the letter of the spec. */
  readonly strict: Reading;
  /** By the letter, and no field that it does not list. */
  readonly closed: Reading;
  /** As an installed package reads it. */
  readonly installed: Reading;
}

export function readings(part: Part, components: Components): Readings {
  const shape = part.fix ? textShape(part.shape) : part.shape;
  const closed = read(shape, components, outbound);
  const lenient = part.fix
    ? read(shape, components, decoded)
    : read(shape, components, (each) => inbound(each, components));
  return {
    strict: { shape, components },
    closed,
    installed: part.travel === "sent" ? closed : lenient,
  };
}

function read(shape: Shape, components: Components, change: (shape: Shape) => Shape): Reading {
  const changed = new Map<string, Component>();
  for (const [name, component] of components)
    changed.set(name, { ...component, shape: change(component.shape) });
  return { shape: change(shape), components: changed };
}

/** On the wire of FIX every value is text. */
function textShape(shape: Shape): Shape {
  const { source, doc } = shape;
  switch (shape.kind) {
    case "number": {
      const pattern =
        shape.minimum === undefined ? "^-?\\d+$" : shape.minimum > 0 ? "^0*[1-9]\\d*$" : "^\\d+$";
      return { kind: "string", source, doc, pattern };
    }
    case "boolean":
      return { kind: "enum", source, doc, values: ["Y", "N"], open: false };
    case "const":
      return {
        ...shape,
        value: typeof shape.value === "boolean" ? (shape.value ? "Y" : "N") : String(shape.value),
      };
    case "array":
      return { ...shape, items: textShape(shape.items) };
    case "object":
      return {
        ...shape,
        properties: shape.properties.map((property) => ({ ...property, shape: textShape(property.shape) })),
        rules: shape.rules.map(textRule),
      };
    default:
      return shape;
  }
}

function textRule(rule: Rule): Rule {
  if (rule.kind === "must") return { ...rule, test: textTest(rule.test) };
  const { whenTrue, whenFalse } = rule;
  return {
    ...rule,
    test: textTest(rule.test),
    ...(whenTrue && { whenTrue: textTest(whenTrue) }),
    ...(whenFalse && { whenFalse: textTest(whenFalse) }),
  };
}

function textTest(test: Test): Test {
  if (test.kind === "present") return test;
  if (test.kind === "field") return { ...test, shape: textShape(test.shape) };
  if (test.kind === "not") return { ...test, test: textTest(test.test) };
  return { ...test, tests: test.tests.map(textTest) };
}

/** A decoder keeps what it does not know, and leaves lengths, lists of values and conditions to whoever wrote the message. */
function decoded(shape: Shape): Shape {
  const { source, doc } = shape;
  switch (shape.kind) {
    case "enum":
      return isFlag(shape.values) ? shape : { kind: "string", source, doc, minLength: 1 };
    case "string": {
      const { maxLength: _longest, pattern, ...rest } = shape;
      return { ...rest, ...(pattern !== undefined && !pattern.startsWith("^(?:") && { pattern }) };
    }
    case "array": {
      const { maxItems: _most, ...rest } = shape;
      return { ...rest, items: decoded(shape.items) };
    }
    case "object":
      return decodedObject(shape);
    default:
      return shape;
  }
}

function isFlag(values: readonly (string | number)[]): boolean {
  return values.length === 2 && values.includes("Y") && values.includes("N");
}

function decodedObject(shape: ObjectShape): ObjectShape {
  const properties = shape.properties.map((property) => ({ ...property, shape: decoded(property.shape) }));
  return { ...shape, properties, additional: "open", rules: [] };
}
