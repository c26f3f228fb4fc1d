/** Something two engines do together. `Place` is what a run gives each. */
export interface Scenario<Place> {
  readonly name: string;
  /** Throws where the two sides do not do as FIX says. */
  run(place: Place): Promise<void>;
}

/** @throws Error when two values differ */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, got ${left}`);
}
