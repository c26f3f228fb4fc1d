import type { Rule, Shape, Test } from "../../../contract/shape.ts";

/** On the wire of FIX every value is text. */
export function textShape(shape: Shape): Shape {
  const { source, doc } = shape;
  switch (shape.kind) {
    case "number": {
      const pattern =
        shape.minimum === undefined
          ? "^-?\\d{1,15}$"
          : shape.minimum > 0
            ? "^[1-9]\\d{0,14}$"
            : "^\\d{1,15}$";
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
