/** `sent`: by the client; `received`: by it; `none`: neither, such as a generated name. */
export type Travel = "sent" | "received" | "none";

/**
 * Who of those who compile against the generated types stops compiling. `any`: a plain reader, writer or import;
 * `exhaustive`: only code that closes over a union; `fixture`: only code that builds answers itself; `none`: nobody.
 */
export type TypesVerdict = "any" | "exhaustive" | "fixture" | "none";

/**
 * What happens to a program that already runs with the packages of before. `breaks`: a message is refused; `strict`: only
 * where the receiver accepts nothing unlisted; `meaning`: accepted, and means something else; `fine`: nothing.
 */
export type WireVerdict = "breaks" | "strict" | "meaning" | "fine";

export type Bump = "major" | "minor" | "patch" | "none";

const TYPES: readonly TypesVerdict[] = ["none", "fixture", "exhaustive", "any"];
const WIRE: readonly WireVerdict[] = ["fine", "strict", "meaning", "breaks"];
const BUMPS: readonly Bump[] = ["none", "patch", "minor", "major"];

/** The verdict that reaches the most programs; `none` of none. */
export function gravest(verdicts: Iterable<TypesVerdict>): TypesVerdict {
  return last(TYPES, verdicts);
}

/** The verdict that harms a running program the most; `fine` of none. */
export function worst(verdicts: Iterable<WireVerdict>): WireVerdict {
  return last(WIRE, verdicts);
}

/** `none` of none. */
export function largest(bumps: Iterable<Bump>): Bump {
  return last(BUMPS, bumps);
}

function last<T>(order: readonly T[], values: Iterable<T>): T {
  let found = 0;
  for (const value of values) found = Math.max(found, order.indexOf(value));
  return order[found] as T;
}
