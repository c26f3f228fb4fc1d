import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { type Direction, directed } from "../../contract/direction.ts";
import type { Components, Rule, Shape, Test } from "../../contract/shape.ts";

const COMPONENTS = "spec:components";

// biome-ignore lint/suspicious/noExplicitAny: a JSON Schema on its way to the validator
type Schema = { [keyword: string]: any };

/** Tells why a value is not what a shape says, or nothing: what an installed package of this contract would say. */
export type Validator = (value: unknown) => string | undefined;

/** Makes the validators of one contract. The components are compiled when the first value asks for them, and once. */
export function validators(components: Components, direction: Direction): (shape: Shape) => Validator {
  let ajv: Ajv2020 | undefined;
  return (shape) => {
    let test: ValidateFunction | undefined;
    return (value) => {
      ajv ??= withComponents(components, direction);
      test ??= ajv.compile(schemaOf(directed(shape, direction, components)));
      return test(value) ? undefined : deepest(test.errors ?? []);
    };
  };
}

function withComponents(components: Components, direction: Direction): Ajv2020 {
  const definitions = [...components].map(([name, { shape }]) => [
    name,
    schemaOf(directed(shape, direction, components)),
  ]);
  return new Ajv2020({ strict: false, validateFormats: false }).addSchema({
    $id: COMPONENTS,
    $defs: Object.fromEntries(definitions),
  });
}

function deepest(errors: readonly ErrorObject[]): string {
  const depth = ({ instancePath }: ErrorObject): number => instancePath.split("/").length;
  const [first] = errors.toSorted((one, other) => depth(other) - depth(one));
  return first ? `${first.instancePath || "/"}: ${first.message ?? first.keyword}` : "is refused";
}

/** The shape with all its conditions as JSON Schema. */
function schemaOf(shape: Shape): Schema {
  switch (shape.kind) {
    case "any":
      return {};
    case "null":
    case "boolean":
      return { type: shape.kind };
    case "number":
    case "string": {
      const { kind, source, doc, format, ...limits } = shape;
      const type = shape.kind === "number" && shape.integer ? "integer" : kind;
      return { ...limits, integer: undefined, type };
    }
    case "const":
      return { const: shape.value };
    case "enum":
      return shape.open ? { type: typeof shape.values[0] } : { enum: [...shape.values] };
    case "array": {
      const { kind, source, doc, items, ...limits } = shape;
      return { type: kind, items: schemaOf(items), ...limits };
    }
    case "tuple":
      return {
        type: "array",
        prefixItems: shape.items.map(schemaOf),
        items: shape.rest ? schemaOf(shape.rest) : false,
        minItems: shape.minItems,
        ...(shape.maxItems !== undefined && { maxItems: shape.maxItems }),
      };
    case "union":
      return { [shape.exclusive ? "oneOf" : "anyOf"]: shape.variants.map(schemaOf) };
    case "ref":
      return { $ref: `${COMPONENTS}#/$defs/${shape.name}` };
    case "object":
      return {
        type: "object",
        properties: Object.fromEntries(
          shape.properties.map(({ name, shape: part }) => [name, schemaOf(part)]),
        ),
        required: shape.properties.filter(({ required }) => required).map(({ name }) => name),
        ...(shape.additional !== "open" && {
          additionalProperties: shape.additional === "closed" ? false : schemaOf(shape.additional),
        }),
        ...(shape.minProperties !== undefined && { minProperties: shape.minProperties }),
        ...(shape.maxProperties !== undefined && { maxProperties: shape.maxProperties }),
        ...(shape.rules.length > 0 && { allOf: shape.rules.map(ruleSchema) }),
      };
  }
}

function ruleSchema(rule: Rule): Schema {
  if (rule.kind === "must") return testSchema(rule.test);
  return {
    if: testSchema(rule.test),
    ...(rule.whenTrue && { then: testSchema(rule.whenTrue) }),
    ...(rule.whenFalse && { else: testSchema(rule.whenFalse) }),
  };
}

function testSchema(test: Test): Schema {
  switch (test.kind) {
    case "present":
      return { required: [test.field] };
    case "field":
      return { properties: { [test.field]: schemaOf(test.shape) } };
    case "not":
      return { not: testSchema(test.test) };
    case "all":
      return { allOf: test.tests.map(testSchema) };
    case "any":
      return { anyOf: test.tests.map(testSchema) };
    case "one":
      return { oneOf: test.tests.map(testSchema) };
  }
}
