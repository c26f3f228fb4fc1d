import type { Json, ObjectShape, Rule, Shape, Test } from "../../../contract/shape.ts";
import { fits, holds } from "../../diff/conditions.ts";
import { pick, type Random } from "../../random.ts";

export type Fields = { [name: string]: Json };

const ROUNDS = 12;

/**
 * Changes an object until its conditions hold: adds what they require, takes out what they forbid. Leaves the fields of
 * `kept` as they are.
 */
export function settle(
  value: Fields,
  { rules, properties }: ObjectShape,
  kept: ReadonlySet<string>,
  make: (shape: Shape) => Json,
  random: Random,
): Fields {
  const shapes = new Map(properties.map(({ name, shape }) => [name, shape]));
  const required = new Set(properties.filter((property) => property.required).map(({ name }) => name));
  const changed: Fields = { ...value };
  const add = (name: string): void => {
    const shape = shapes.get(name);
    if (shape !== undefined && !Object.hasOwn(changed, name)) changed[name] = make(shape);
  };
  // A condition may speak of values that the field itself does not list.
  const replace = (name: string, value: Json): void => {
    const shape = shapes.get(name);
    if (shape === undefined || fits(shape, value)) changed[name] = value;
  };
  const remove = (name: string): void => {
    if (!required.has(name) && !kept.has(name)) delete changed[name];
  };
  const enforce = (test: Test): void => {
    switch (test.kind) {
      case "present":
        add(test.field);
        return;
      case "field":
        if (kept.has(test.field)) return;
        if (Object.hasOwn(changed, test.field) && !fits(test.shape, changed[test.field] as Json))
          replace(test.field, make(test.shape));
        return;
      case "not":
        refute(test.test);
        return;
      case "all":
        test.tests.forEach(enforce);
        return;
      case "any":
        if (!test.tests.some((part) => holds(part, changed))) enforce(pick(random, test.tests));
        return;
      case "one": {
        const chosen = pick(random, test.tests);
        for (const part of test.tests) if (part !== chosen) refute(part);
        enforce(chosen);
      }
    }
  };
  const refute = (test: Test): void => {
    switch (test.kind) {
      case "present":
        remove(test.field);
        return;
      case "field":
        remove(test.field);
        if (!Object.hasOwn(changed, test.field)) add(test.field);
        return;
      case "not":
        enforce(test.test);
        return;
      case "all":
        refute(pick(random, test.tests));
        return;
      default:
        test.tests.forEach(refute);
    }
  };
  for (let round = 0; round < ROUNDS; round++) {
    const broken = rules.find((rule) => !obeyed(rule, changed));
    if (broken === undefined) break;
    const demand = demanded(broken, changed);
    if (demand && random() < 0.85) enforce(demand);
    else if (broken.kind === "if") (broken.whenTrue ? refute : enforce)(broken.test);
  }
  return changed;
}

function demanded(rule: Rule, value: Fields): Test | undefined {
  if (rule.kind === "must") return rule.test;
  return holds(rule.test, value) ? rule.whenTrue : rule.whenFalse;
}

function obeyed(rule: Rule, value: Fields): boolean {
  const demand = demanded(rule, value);
  return demand === undefined || holds(demand, value);
}
