import { Claim } from "./claim.ts";
import { type Corpus, type Mutant, type Site, spread } from "./corpus.ts";
import { Undecided } from "./undecided.ts";

/**
 * Mutants that together decide every verdict of the rule table: each meets a cell whose change it would show. They are
 * chosen by what the table says of them; whether that is true is for compiler and messages to say. Every operator has
 * its turn, so that none is without effect.
 *
 * @param times how many mutants should decide each verdict, as far as there are so many.
 */
export function cover(corpus: Corpus, sites: readonly Site[], times: number): Mutant[] {
  const chosen: Mutant[] = [];
  const undecided = new Undecided(times);
  const idle = new Set(sites.map(({ operator }) => operator));
  for (const site of spread(sites, sites.length)) {
    if (undecided.left.length === 0 && idle.size === 0) break;
    if (undecided.left.length === 0 && !idle.has(site.operator)) continue;
    const mutant = corpus.mutant([site]);
    if (mutant === undefined) continue;
    const claim = new Claim(mutant);
    const struck = undecided.strike(claim, claim.verdicts);
    if (idle.delete(site.operator) || struck > 0) chosen.push(mutant);
  }
  return chosen;
}
