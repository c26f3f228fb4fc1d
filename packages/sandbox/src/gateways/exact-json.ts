import { type Decimal, parseJsonNumber } from "../engine/decimal.ts";

declare const exact: unique symbol;

/** A number that is written to the wire digit by digit, trailing zeros included. */
export interface ExactNumber {
  readonly [exact]: true;
}

/** The shape of a message in which any number may be exact. */
export type Exact<T> = T extends number
  ? number | ExactNumber
  : T extends string
    ? T
    : T extends readonly (infer Item)[]
      ? Exact<Item>[]
      : T extends object
        ? { [Key in keyof T]: Exact<T[Key]> }
        : T;

interface SourceTextJson {
  rawJSON(text: string): ExactNumber;
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown,
  ): unknown;
}

// Both are in the language since ES2026; the compiler's library does not list them yet.
const sourceTextJson = JSON as unknown as SourceTextJson;

/** `text` is a decimal in plain notation. */
export function exactNumber(text: string): ExactNumber {
  return sourceTextJson.rawJSON(text);
}

/**
 * Parses a message with every number as the exact decimal that was written, in place of the nearest double. A text
 * instead names the field of a number that no price or quantity can be, for its exponent or its length.
 */
export function parseExact(text: string): { readonly message: unknown } | string {
  let unreadable: string | undefined;
  const message = sourceTextJson.parse(text, (key, value, { source }) => {
    if (typeof value !== "number" || source === undefined) return value;
    const decimal = parseJsonNumber(source);
    if (decimal === undefined) unreadable = key;
    return decimal;
  });
  return unreadable ?? { message };
}

/** The decimal at a path of a message from {@link parseExact}, if there is one. */
export function decimalAt(message: unknown, ...path: readonly string[]): Decimal | undefined {
  let value = message;
  for (const key of path) {
    if (typeof value !== "object" || value === null) return undefined;
    value = (value as Record<string, unknown>)[key];
  }
  return typeof value === "string" ? value : undefined;
}
