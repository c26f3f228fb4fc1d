import type { FieldIs } from "./outline/condition.ts";
import type { Outline } from "./outline/outline.ts";

/** What a text says of when a field is there. */
export interface Circumstances {
  readonly all: readonly FieldIs[];
  /** It must be there then, rather than may. */
  readonly isDemand: boolean;
}

/** `order_type` is ..., `MassCancelRequestType` = ... */
const COMPARISON =
  /^[`"']?([\w.]+)[`"']?\s*(?:==?|\bis one of\b|\bis set to\b|\bequals\b|\bis\b|\bin\b)\s*(.+)$/i;
const BETWEEN_COMPARISONS =
  /\s*(?:,\s*and\b|\band\b|,|&&?)\s*(?=[`"']?[\w.]+[`"']?\s*(?:=|is\b|equals\b|in\b))/i;
const BETWEEN_VALUES = /\s*(?:,\s*or\b|\bor\b|,|\/|\|)\s*/i;
const QUOTES = /^[`"']|[`"']$/g;

/**
 * Reads circumstances as pages write them (`if success is true`, `OrdType = 3, 4`), if every word of them is understood:
 * fields must be fields of the object, and values those that our spec lists for them. Otherwise nothing.
 */
export function readCondition(text: string, parent: Outline): Circumstances | undefined {
  const [, demand = "", , expression = ""] =
    /^(required:?\s*)?((?:only\s+)?(?:if|when|where)\s+)?(.+?)\.?$/i.exec(text.trim()) ?? [];
  const all = expression.split(BETWEEN_COMPARISONS).map((part) => comparison(part, parent));
  const fields = new Set(all.map((test) => test?.field));
  if (all.includes(undefined) || fields.size < all.length) return undefined;
  return { all: all as FieldIs[], isDemand: demand !== "" };
}

function comparison(text: string, parent: Outline): FieldIs | undefined {
  const [, name = "", list = ""] = COMPARISON.exec(text.trim()) ?? [];
  // FIX fields go by their name and by their tag.
  const field = [...(parent.fields?.keys() ?? [])].find(
    (key) => key === name || (/^\d+ - /.test(key) && key.split(" - ").includes(name)),
  );
  if (field === undefined) return undefined;
  const known = valuesOf(parent.fields?.get(field)?.outline);
  const values = list
    .replaceAll(/^\[|\]$/g, "")
    .split(BETWEEN_VALUES)
    .map((value) => value.trim().replaceAll(QUOTES, ""));
  if (known === undefined || !values.every((value) => known.has(value))) return undefined;
  return { field, values: new Set(values) };
}

function valuesOf(outline: Outline | undefined): ReadonlySet<string> | undefined {
  return outline?.types?.has("boolean") ? new Set(["true", "false"]) : outline?.values;
}
