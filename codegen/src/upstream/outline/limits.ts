/** What a text says of a value beside its type, as far as pages, OpenAPI files and our specs can all say it. */
export interface Limits {
  /** As text: `false`, `10`, `gtc`. */
  readonly default?: string;
  readonly deprecated?: true;
  readonly minimum?: number;
  readonly exclusiveMinimum?: number;
  readonly maximum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: true;
  readonly minProperties?: number;
  readonly maxProperties?: number;
}

export type LimitName = keyof Limits;

export const LIMIT_NAMES: readonly LimitName[] = [
  "default",
  "deprecated",
  "minimum",
  "exclusiveMinimum",
  "maximum",
  "exclusiveMaximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "pattern",
  "minItems",
  "maxItems",
  "uniqueItems",
  "minProperties",
  "maxProperties",
];

const NUMBERS = ["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"] as const;
const COUNTS = ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"] as const;

/** Formats of numbers are their range. */
const FORMATS: ReadonlyMap<unknown, readonly [number, number]> = new Map([
  ["int32", [-(2 ** 31), 2 ** 31 - 1]],
  ["uint32", [0, 2 ** 32 - 1]],
]);

/**
 * The limits of a schema's keywords, each said in one way: OpenAPI 3.0's flags for exclusive bounds are numbers, an
 * exclusive bound of whole numbers is the next one, and what excludes nothing is not said.
 */
export function limitsOf(
  schema: { readonly [keyword: string]: unknown },
  types: { has(type: string): boolean } | undefined,
): Limits {
  const said: { -readonly [Name in LimitName]?: Limits[Name] | undefined } = {};
  for (const name of NUMBERS) said[name] = numberOf(schema[name]);
  for (const name of COUNTS) {
    const count = numberOf(schema[name]);
    // At least none is no limit.
    if (count !== 0 || name.startsWith("max")) said[name] = count;
  }
  const [lowest, highest] = FORMATS.get(schema.format) ?? [];
  said.minimum ??= lowest;
  said.maximum ??= highest;
  if (schema.exclusiveMinimum === true) [said.exclusiveMinimum, said.minimum] = [said.minimum, undefined];
  if (schema.exclusiveMaximum === true) [said.exclusiveMaximum, said.maximum] = [said.maximum, undefined];
  if (types?.has("integer") && !types.has("number")) {
    if (said.exclusiveMinimum !== undefined) said.minimum ??= Math.floor(said.exclusiveMinimum) + 1;
    if (said.exclusiveMaximum !== undefined) said.maximum ??= Math.ceil(said.exclusiveMaximum) - 1;
    said.exclusiveMinimum = said.exclusiveMaximum = undefined;
  }
  if (typeof schema.pattern === "string") said.pattern = schema.pattern;
  if (schema.uniqueItems === true) said.uniqueItems = true;
  if (schema.deprecated === true) said.deprecated = true;
  if (schema.default !== undefined && schema.default !== null) said.default = defaultText(schema.default);
  return said as Limits;
}

/** Both together; where both say something, what the second says. */
export function withLimits(one: Limits | undefined, other: Limits | undefined): Limits | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  const said = Object.entries(other).filter(([, value]) => value !== undefined);
  return { ...one, ...Object.fromEntries(said) };
}

/** What all of them say alike. */
export function commonLimits(all: readonly Limits[]): Limits {
  const [first, ...others] = all;
  const common = LIMIT_NAMES.filter((name) => others.every((other) => other[name] === first?.[name]));
  return Object.fromEntries(common.map((name) => [name, first?.[name]]));
}

function numberOf(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}

function defaultText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
