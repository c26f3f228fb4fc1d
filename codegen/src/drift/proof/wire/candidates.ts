import type { Components, Json, NumberShape, Shape, StringShape } from "../../../contract/shape.ts";
import { textsOf } from "../../diff/texts.ts";

/**
 * Values worth trying where a shape stands: every value it lists, and those at its limits, one inside and one outside.
 * What only one side's shape allows is found among both sides' candidates.
 */
export function candidates(shape: Shape, components: Components): Json[] {
  switch (shape.kind) {
    case "ref": {
      const component = components.get(shape.name);
      return component ? candidates(component.shape, components) : [];
    }
    case "union":
      return shape.variants.flatMap((variant) => candidates(variant, components));
    case "null":
      return [null];
    case "boolean":
      return [true, false];
    case "const":
      return [shape.value];
    case "enum":
      return [...shape.values, ...(typeof shape.values[0] === "string" ? ["unlisted"] : [])];
    case "number":
      return numbers(shape);
    case "string":
      return texts(shape);
    default:
      return [];
  }
}

function numbers({
  integer,
  minimum,
  maximum,
  exclusiveMinimum,
  exclusiveMaximum,
  multipleOf,
}: NumberShape): Json[] {
  const bounds = [minimum, maximum, exclusiveMinimum, exclusiveMaximum].filter(
    (bound) => bound !== undefined,
  );
  const step = multipleOf ?? 1;
  const near = bounds.flatMap((bound) => {
    const below = Math.floor(bound / step) * step;
    return [bound - step, bound - 0.5, bound, bound + 0.5, bound + step, below, below + step];
  });
  const steps =
    multipleOf === undefined ? [] : [multipleOf, 2 * multipleOf, 3 * multipleOf, multipleOf * 1.5];
  const low = minimum ?? exclusiveMinimum ?? 0;
  return [
    0,
    1,
    2,
    -1,
    low + 3,
    low + 4,
    ...near,
    ...steps,
    ...(integer ? [] : [low + 1.5, low + 0.25, 1e-7]),
  ];
}

function texts({ minLength, maxLength, pattern, format, doc }: StringShape): Json[] {
  const lengths = [minLength, maxLength].filter((length) => length !== undefined);
  const sized = lengths
    .flatMap((length) => [length - 1, length, length + 1])
    .filter((length) => length >= 0 && length < 10_000)
    .flatMap((length) => ["a".repeat(length), "1".repeat(length), "A".repeat(length)]);
  return [
    "",
    "abc",
    " ",
    "_/#",
    "\u0001",
    "\u00fc",
    "\u{1F40D}",
    "a".repeat(300),
    "12",
    "-12",
    "1.5",
    "Y",
    "2026-01-02T03:04:05Z",
    "1b4e28ba-2fa1-41d2-883f-0016d3cca427",
    "20260102-03:04:05.000",
    ...sized,
    ...(pattern === undefined ? [] : textsOf(pattern, doc.examples).slice(0, 80)),
    ...(doc.examples ?? []).filter((example) => typeof example === "string"),
    ...(format === undefined ? [] : [`not ${format}`]),
  ];
}
