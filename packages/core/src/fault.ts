/** Why a value does not fit its schema: where it is, what was wanted and what was there. */
export interface Fault {
  /** JSON pointer into the checked value; `""` is the value itself. */
  readonly path: string;
  /** What the schema asks for, in words: `string`, `at least 2 items`, `one of "buy", "sell"`. */
  readonly expected: string;
  /** A short rendering of what was found. Never more than 60 characters. */
  readonly actual: string;
}

/** A generated check: returns the first {@link Fault} in document order, or nothing when the value fits. */
export type Check = (value: unknown) => Fault | undefined;

/** Makes a {@link Fault}. Generated checks call this on their failing path only. */
export function fault(path: string, expected: string, value: unknown): Fault {
  return { path, expected, actual: render(value) };
}

/** Moves a fault found in a part to its place in the whole. */
export function within(prefix: string, inner: Fault): Fault {
  return { path: prefix + inner.path, expected: inner.expected, actual: inner.actual };
}

/** The fault with more steps in its path: of a union's variants, the one it belongs to was probably meant. */
export function deeper(found: Fault | undefined, other: Fault): Fault {
  return found && found.path.split("/").length >= other.path.split("/").length ? found : other;
}

/**
 * The first field that is none of the listed, or holds `undefined`: dropped in silence, it would turn "cancel the orders
 * of this symbol" into "cancel all orders".
 */
export function stray(
  value: { readonly [name: string]: unknown },
  fields: readonly string[],
): Fault | undefined {
  for (const name in value) {
    const listed = fields.includes(name);
    if (!listed || value[name] === undefined)
      return fault(
        `/${pointerStep(name)}`,
        listed ? "a value, or no such field" : "no field of this name",
        value[name],
      );
  }
  return undefined;
}

/** A key as one step of a JSON pointer. */
export function pointerStep(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** `/orders: expected at least 2 items, got 1 item`. */
export function describeFault(found: Fault): string {
  return `${found.path || "/"}: expected ${found.expected}, got ${found.actual}`;
}

function render(value: unknown): string {
  if (value === undefined) return "nothing";
  if (Array.isArray(value)) return value.length === 1 ? "1 item" : `${value.length} items`;
  if (typeof value === "object" && value !== null) return "object";
  if (typeof value === "string") return JSON.stringify(value.length > 56 ? `${value.slice(0, 55)}…` : value);
  return String(value);
}
