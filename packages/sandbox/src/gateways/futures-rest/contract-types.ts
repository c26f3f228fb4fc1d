const FUTURES = ["flexible_futures", "futures_inverse", "futures_vanilla"];

/** The types a list asks for; without one, every type of future. */
export function contractTypes(asked: readonly string[] | undefined): ReadonlySet<string> {
  if (asked === undefined) return new Set(FUTURES);
  return new Set(asked.flatMap((type) => (type === "all" ? [...FUTURES, "options"] : [type])));
}
