import fc from "fast-check";
import type { Components, Shape, StringShape } from "../../src/contract/shape.ts";

/**
 * Values that fit a shape, or nearly: now and then any part of one is replaced by something of another kind, a limit is
 * missed by one, a required field is left out or a field nobody knows is added. Both halves of an oracle test need both.
 */
export function instances(shape: Shape, components: Components, depth = 0): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 24, arbitrary: fitting(shape, components, depth) },
    { weight: 1, arbitrary: junk },
  );
}

const junk: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(null, true, false, 0, -1, 1.5, "", "x", [], {}),
  fc.string(),
  fc.double({ min: -1e9, max: 1e9, noNaN: true }),
);

function fitting(shape: Shape, components: Components, depth: number): fc.Arbitrary<unknown> {
  const part = (inner: Shape): fc.Arbitrary<unknown> => instances(inner, components, depth + 1);
  switch (shape.kind) {
    case "any":
      return junk;
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "const":
      return fc.constant(shape.value);
    case "enum":
      return fc.oneof(
        { weight: 12, arbitrary: fc.constantFrom(...shape.values) },
        { weight: 1, arbitrary: fc.constant("somethingNew") },
      );
    case "number": {
      const bounds = [shape.minimum, shape.maximum, shape.exclusiveMinimum, shape.exclusiveMaximum].filter(
        (bound) => bound !== undefined,
      );
      const near = bounds.flatMap((bound) => [bound, bound - 1, bound + 1, bound + 0.5]);
      return fc.oneof(
        fc.integer({ min: -10, max: 100 }),
        fc.double({ min: -10, max: 100, noNaN: true }),
        fc.constantFrom(0, ...near),
      );
    }
    case "string":
      return strings(shape);
    case "array": {
      const most = shape.maxItems === undefined ? (shape.minItems ?? 0) + 3 : shape.maxItems + 1;
      const least = Math.max(0, (shape.minItems ?? 0) - 1);
      return fc.array(part(shape.items), {
        minLength: least,
        maxLength: Math.min(most, least + 60),
        size: "max",
      });
    }
    case "tuple":
      return fc.oneof(
        { weight: 8, arbitrary: fc.tuple(...shape.items.map(part)) },
        { weight: 1, arbitrary: fc.tuple(...shape.items.slice(0, -1).map(part)) },
        { weight: 1, arbitrary: fc.tuple(...shape.items.map(part), junk) },
      );
    case "union":
      return fc.oneof(...shape.variants.map(part));
    case "ref": {
      const component = components.get(shape.name);
      if (!component) throw new Error(`no component ${shape.name}`);
      return fitting(component.shape, components, depth + 1);
    }
    case "object": {
      const model = Object.fromEntries(shape.properties.map(({ name, shape: field }) => [name, part(field)]));
      const names = shape.properties.map(({ name }) => name);
      const required = shape.properties.filter((property) => property.required).map(({ name }) => name);
      const known = fc.oneof(
        { weight: 10, arbitrary: fc.record(model, { requiredKeys: required }) },
        { weight: 2, arbitrary: fc.record(model) },
        { weight: 1, arbitrary: fc.record(model, { requiredKeys: [] }) },
      );
      if (typeof shape.additional === "object") {
        return fc
          .tuple(
            known,
            fc.dictionary(fc.constantFrom("a", "b", "A-1"), part(shape.additional), { maxKeys: 2 }),
          )
          .map(([a, b]) => ({ ...b, ...a }));
      }
      return fc
        .tuple(known, fc.nat(14))
        .map(([value, dice]) => (dice === 0 && !names.includes("zzz") ? { ...value, zzz: 1 } : value));
    }
  }
}

function strings(shape: StringShape): fc.Arbitrary<unknown> {
  if (shape.pattern !== undefined)
    return fc.oneof(matching(shape.pattern, shape.doc.examples ?? []), fc.string());
  if (shape.format === "decimal")
    return fc.constantFrom("1", "-0.50", "64000.10000000", "1e5", ".5", "1.", "");
  if (shape.format === "date-time")
    return fc.constantFrom("2026-01-02T03:04:05Z", "2026-01-02T03:04:05.123456+01:00", "2026-01-02", "now");
  if (shape.format === "uuid") return fc.constantFrom("1b4e28ba-2fa1-41d2-883f-0016d3cca427", "1b4e28ba");
  const lengths = [shape.minLength, shape.maxLength].flatMap((length) =>
    length === undefined ? [] : [length - 1, length, length + 1],
  );
  // A character outside the Basic Multilingual Plane is one character and two UTF-16 units.
  const exact = lengths
    .filter((length) => length >= 0)
    .flatMap((length) => ["a".repeat(length), "\u{1F40D}".repeat(length)]);
  return exact.length === 0 ? fc.string({ maxLength: 8 }) : fc.constantFrom(...exact, "x");
}

/** Text of a pattern. Where the pattern looks ahead, which no generator here can follow, the spec's examples and near misses. */
function matching(pattern: string, examples: readonly unknown[]): fc.Arbitrary<unknown> {
  if (!/\(\?[=!<]/.test(pattern)) return fc.stringMatching(new RegExp(pattern, "u"));
  return fc.constantFrom(...examples, "1", "+1", "-2.5%", "#3", "++1", "1e5", "%");
}
