/** Something to measure: one turn does a fixed amount of work and gives what it cost. */
export interface Subject<Cost> {
  readonly name: string;
  readonly turn: () => Promise<Cost>;
}

/**
 * Measures subjects side by side: in each round every subject has one turn, and each round begins with another one, so
 * that whatever else the machine does falls on all of them alike. One round beforehand warms up and is not counted.
 *
 * @returns the costs of each subject, one a round
 */
export async function interleave<Cost>(
  subjects: readonly Subject<Cost>[],
  rounds: number,
): Promise<Map<string, readonly Cost[]>> {
  const costs = new Map<string, Cost[]>(subjects.map(({ name }) => [name, []]));
  for (const { turn } of subjects) await turn();
  for (let round = 0; round < rounds; round++) {
    const first = round % subjects.length;
    for (const { name, turn } of [...subjects.slice(first), ...subjects.slice(0, first)]) {
      costs.get(name)?.push(await turn());
    }
  }
  return costs;
}

/** One figure against another, round by round: two turns of the same round had the same machine. */
export function against(
  costs: readonly number[],
  baseline: readonly number[],
  compare: (cost: number, base: number) => number,
): number[] {
  if (costs.length !== baseline.length) throw new RangeError("compared rounds must be the same rounds");
  return costs.map((cost, round) => compare(cost, baseline[round] ?? Number.NaN));
}
