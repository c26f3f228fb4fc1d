import type { PageField } from "../page/page.ts";
import { type LimitName, type Limits, limitsOf } from "./limits.ts";
import type { Outline, OutlineField, WireType } from "./outline.ts";

/** A type of a page that says nothing we know. */
export interface UnknownType {
  readonly path: string;
  readonly type: string;
  readonly line: number;
}

/** The outline of a list of fields, and the types that were not understood. */
export function pageOutline(
  page: string,
  fields: readonly PageField[],
): { readonly outline: Outline; readonly unknown: readonly UnknownType[] } {
  const unknown: UnknownType[] = [];
  // A list in which nothing is marked as required is silent about what is.
  const marks = fields.some(isMarked);
  const outline = objectOutline(page, fields, marks, "", fields[0]?.line ?? 1, unknown);
  return { outline, unknown };
}

function isMarked(field: PageField): boolean {
  return field.required || field.fields.some(isMarked);
}

function objectOutline(
  page: string,
  fields: readonly PageField[],
  marks: boolean,
  path: string,
  line: number,
  unknown: UnknownType[],
): Outline {
  const entries = fields.map((field): [string, OutlineField] => {
    const inside = `${path}/${field.name}`;
    const required = marks ? requirement(field) : undefined;
    const { conditions } = field.stated;
    return [
      field.name,
      {
        ...(required !== undefined && { required }),
        ...(conditions.length > 0 && { said: conditions }),
        outline: fieldOutline(page, field, marks, inside, unknown),
      },
    ];
  });
  return { at: `${page}:${line}`, types: new Set<WireType>(["object"]), fields: new Map(entries) };
}

/** An object that is not marked although parts of it are required is not said to be optional. */
function requirement(field: PageField): OutlineField["required"] {
  if (field.conditional) return "conditional";
  if (field.required) return true;
  return field.fields.some(isMarked) ? undefined : false;
}

function fieldOutline(
  page: string,
  field: PageField,
  marks: boolean,
  path: string,
  unknown: UnknownType[],
): Outline {
  const at = `${page}:${field.line}`;
  const type = readType(field.type);
  if (type === undefined) unknown.push({ path, type: field.type, line: field.line });
  // An object without parts has lost them, or never told them: both are seen against the spec.
  const isObject = field.fields.length > 0 || type?.types?.has("object");
  const inner = isObject ? objectOutline(page, field.fields, marks, path, field.line, unknown) : undefined;
  const booleans = type?.types?.has("boolean") ?? false;
  const values = field.values.filter((value) => !(booleans && /^(true|false)$/.test(value)));
  const listed = values.length > 0 ? { values: new Set(values) } : {};
  const limits = limitsFor(field, type);
  if (type?.list) {
    return {
      at,
      types: new Set<WireType>(["array"]),
      limits,
      items: {
        at,
        ...(type.types && { types: type.types }),
        ...listed,
        ...(inner?.fields && { fields: inner.fields }),
      },
    };
  }
  return {
    at,
    ...(type?.types && { types: type.types }),
    limits,
    ...listed,
    ...(inner?.fields && { fields: inner.fields }),
  };
}

const OF_NUMBERS: readonly LimitName[] = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];
const OF_TEXTS: readonly LimitName[] = ["minLength", "maxLength"];
const OF_LISTS: readonly LimitName[] = ["minItems", "maxItems"];

/** What the text says and a value of the field's type can have. */
function limitsFor({ stated: { limits } }: PageField, type: PageType | undefined): Limits {
  const only = type?.types?.size === 1 ? [...type.types][0] : undefined;
  const isNumber = only === "integer" || only === "number";
  const names: readonly LimitName[] = [
    "deprecated",
    ...(type?.list ? OF_LISTS : isNumber ? OF_NUMBERS : only === "string" ? OF_TEXTS : []),
  ];
  const kept = names.filter((name) => limits[name] !== undefined).map((name) => [name, limits[name]]);
  const fallback = type?.list ? undefined : defaultOf(limits.default, only);
  const said: Limits = Object.fromEntries(fallback === undefined ? kept : [...kept, ["default", fallback]]);
  return limitsOf(said as { readonly [name: string]: unknown }, type?.types);
}

/** The default as a value of the type; nothing where it is words about it. */
function defaultOf(text: string | undefined, type: WireType | undefined): unknown {
  if (text === undefined || type === "string") return text?.replaceAll(/^"(.*)"$/g, "$1");
  if (type === "boolean") return text === "true" || text === "false" ? text : undefined;
  if (type === "integer" || type === "number")
    return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : undefined;
  return undefined;
}

interface PageType {
  readonly list: boolean;
  /** Absent where the type is left empty. */
  readonly types?: ReadonlySet<WireType>;
}

/** `array of string`, `string[]`, `float`, `integer or string`; nothing where a word is not understood. */
export function readType(text: string): PageType | undefined {
  const words = text.trim().toLowerCase().replaceAll(/\s+/g, " ");
  const [, inner] =
    /^(?:array|list) of (.+)$/.exec(words) ??
    /^(?:array|list)<(.+)>$/.exec(words) ??
    /^(.+)\[\]$/.exec(words) ??
    [];
  if (inner !== undefined) {
    const item = readType(inner);
    return item && (item.list ? { list: true } : { ...item, list: true });
  }
  if (words === "array" || words === "list") return { list: true };
  if (words === "" || words === "any") return { list: false };
  const types = words.split(/ ?[|/,] ?| or /).map((word) => TYPES[word]);
  if (types.includes(undefined)) return undefined;
  return { list: false, types: new Set(types as WireType[]) };
}

const TYPES: { readonly [word: string]: WireType | undefined } = Object.assign(Object.create(null), {
  string: "string",
  strings: "string",
  text: "string",
  char: "string",
  uuid: "string",
  timestamp: "string",
  integer: "integer",
  integers: "integer",
  int: "integer",
  int32: "integer",
  int64: "integer",
  long: "integer",
  number: "number",
  numbers: "number",
  float: "number",
  floats: "number",
  double: "number",
  decimal: "number",
  boolean: "boolean",
  booleans: "boolean",
  bool: "boolean",
  object: "object",
  objects: "object",
  map: "object",
  null: "null",
});
