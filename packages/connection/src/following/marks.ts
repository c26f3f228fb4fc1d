/** What the messages of a subscription repeat of its parameters, and so tell it from others of the same item by. */
export interface Marks {
  readonly values: ReadonlyMap<string, unknown>;
  /** Whether no message is for both. A parameter left to the exchange may have any value. */
  apart(other: Marks | undefined): boolean;
  /** Whether a message may be for it. One that does not say concerns all. */
  fit(told: (param: string) => readonly unknown[]): boolean;
}

/** @param repeated parameters that messages repeat; those are marks that the end of a subscription names too. */
export function marksOf(
  repeated: readonly string[],
  unsubscribe: readonly string[],
  params: object,
): Marks | undefined {
  const given = params as { readonly [param: string]: unknown };
  const values = new Map(
    repeated
      .filter((param) => unsubscribe.includes(param) && given[param] !== undefined)
      .map((param) => [param, given[param]]),
  );
  if (values.size === 0) return undefined;
  const all = [...values];
  return {
    values,
    apart: (other) =>
      all.some(([param, value]) => other?.values.has(param) && other.values.get(param) !== value),
    fit: (told) =>
      all.every(([param, value]) => {
        const said = told(param);
        return said.length === 0 || said.includes(value);
      }),
  };
}
