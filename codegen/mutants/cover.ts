import { Claim } from "./claim.ts";
import { type Corpus, type Mutant, type Site, spread } from "./corpus.ts";
import { Undecided } from "./undecided.ts";

/**
 * Mutants that together decide every verdict of the rule table: each meets a cell whose change it would show. They are
 * chosen by what the table says of them; whether that is true is for compiler and messages to say.
 *
 * @param times how many mutants should decide each verdict, as far as there are so many.
 */
export function cover(corpus: Corpus, sites: readonly Site[], times: number): Mutant[] {
  const chosen: Mutant[] = [];
  const undecided = new Undecided(times);
  for (const site of spread(sites, sites.length)) {
    if (undecided.left.length === 0) break;
    const mutant = corpus.mutant([site]);
    if (mutant === undefined) continue;
    const claim = new Claim(mutant);
    if (undecided.strike(claim, claim.verdicts) > 0) chosen.push(mutant);
  }
  return chosen;
}
