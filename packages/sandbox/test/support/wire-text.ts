type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/** Parses JSON with every number as the text it was written as: trailing zeros count in checksums. */
export function parseTexts(json: string): unknown {
  const keepText: Reviver = (_key, value, { source }) => (typeof value === "number" ? source : value);
  return JSON.parse(json, keepText as (key: string, value: unknown) => unknown);
}
