import type { Rule, Shape, Test } from "../../contract/shape.ts";

/** A circumstance in which a field must be there, may be there, or must not be. */
export interface When {
  readonly kind: "required" | "allowed" | "absent";
  /** All of these hold. */
  readonly all: readonly FieldIs[];
}

/** A field has one of the values, as text; without values: it is there. */
export interface FieldIs {
  readonly field: string;
  readonly values?: ReadonlySet<string>;
  /** Or has none of them, or is not there. */
  readonly not?: true;
}

/**
 * What rules say of the fields of their object. Nothing for a field of which they say something else besides: that
 * this or another must be there, or under circumstances of another form.
 */
export function whenOf(rules: readonly Rule[]): Map<string, readonly When[] | undefined> {
  const found = new Map<string, readonly When[] | undefined>();
  const put = (field: string, when: When | undefined): void => {
    const known = found.has(field) ? found.get(field) : [];
    found.set(field, when && known && [...known, when]);
  };
  const add = (demand: Test | undefined, all: readonly FieldIs[] | undefined): void => {
    if (demand === undefined) return;
    const forbidden = demand.kind === "not" ? demand.test : undefined;
    if (demand.kind === "all") for (const part of demand.tests) add(part, all);
    else if (demand.kind === "present") put(demand.field, all && { kind: "required", all });
    else if (forbidden?.kind === "present") put(forbidden.field, all && { kind: "absent", all });
    else for (const field of fieldsIn(demand)) put(field, undefined);
  };
  for (const rule of rules) {
    if (rule.kind === "must") add(rule.test, undefined);
    else {
      const all = conjunction(rule.test);
      add(rule.whenTrue, all);
      add(rule.whenFalse, all && opposite(all));
    }
  }
  return found;
}

/** Fields of which a test asks whether they are there. */
function fieldsIn(test: Test): string[] {
  if (test.kind === "present") return [test.field];
  if (test.kind === "not") return fieldsIn(test.test);
  return "tests" in test ? test.tests.flatMap(fieldsIn) : [];
}

function conjunction(test: Test): readonly FieldIs[] | undefined {
  switch (test.kind) {
    case "present":
      return [{ field: test.field }];
    case "field": {
      const values = valuesOf(test.shape);
      return values && [{ field: test.field, values }];
    }
    case "all":
      return merged(test.tests.map(conjunction));
    case "not": {
      const inner = conjunction(test.test);
      return inner && opposite(inner);
    }
    default:
      return undefined;
  }
}

/** That a field is there goes without saying where its value is asked for. */
function merged(parts: readonly (readonly FieldIs[] | undefined)[]): readonly FieldIs[] | undefined {
  const all: FieldIs[] = [];
  for (const part of parts) {
    if (part === undefined) return undefined;
    all.push(...part);
  }
  return all.filter(
    ({ field, values, not }) =>
      values || not || !all.some((other) => other.field === field && other.values && !other.not),
  );
}

function opposite(all: readonly FieldIs[]): readonly FieldIs[] | undefined {
  const [only] = all;
  if (only === undefined || all.length > 1) return undefined;
  const { not, ...rest } = only;
  return [not ? rest : { ...rest, not: true }];
}

function valuesOf(shape: Shape): ReadonlySet<string> | undefined {
  if (shape.kind === "const") return new Set([String(shape.value)]);
  return shape.kind === "enum" ? new Set(shape.values.map(String)) : undefined;
}
