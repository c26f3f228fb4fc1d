import type { Components, Rule, Shape, Test } from "./shape.ts";

/** The shapes directly inside a shape, rules' tests included. */
export function parts(shape: Shape): Shape[] {
  switch (shape.kind) {
    case "array":
      return [shape.items];
    case "tuple":
      return shape.rest ? [...shape.items, shape.rest] : [...shape.items];
    case "union":
      return [...shape.variants];
    case "object": {
      const values = shape.properties.map((property) => property.shape);
      return typeof shape.additional === "string" ? values : [...values, shape.additional];
    }
    default:
      return [];
  }
}

/** Names of the components a shape mentions itself, in the order of first mention. */
export function mentions(shape: Shape): Set<string> {
  const names = new Set<string>();
  const visit = (part: Shape): void => {
    if (part.kind === "ref") names.add(part.name);
    parts(part).forEach(visit);
  };
  visit(shape);
  return names;
}

/** Names of all components that the shapes reach, through other components too. */
export function reach(shapes: Iterable<Shape>, components: Components): Set<string> {
  const reached = new Set<string>();
  const visit = (shape: Shape): void => {
    for (const name of mentions(shape)) {
      if (reached.has(name)) continue;
      reached.add(name);
      const component = components.get(name);
      if (component) visit(component.shape);
    }
  };
  for (const shape of shapes) visit(shape);
  return reached;
}

/** Every field test inside a rule, for readers that must check what a rule mentions. */
export function fieldsOf(rule: Rule): Set<string> {
  const fields = new Set<string>();
  const visit = (test: Test | undefined): void => {
    if (test === undefined) return;
    if (test.kind === "present" || test.kind === "field") fields.add(test.field);
    else if (test.kind === "not") visit(test.test);
    else test.tests.forEach(visit);
  };
  visit(rule.test);
  if (rule.kind === "if") {
    visit(rule.whenTrue);
    visit(rule.whenFalse);
  }
  return fields;
}
