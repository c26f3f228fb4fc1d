import { beforeAll, describe, expect, it } from "vitest";
import { cellText } from "../../mutants/claim.ts";
import { Corpus } from "../../mutants/corpus.ts";
import { cover } from "../../mutants/cover.ts";
import { complaint, isAlarm, isInexact, isMissed } from "../../mutants/report.ts";
import { tableMutations, unmet } from "../../mutants/table.ts";
import { type Outcome, truths } from "../../mutants/truth.ts";
import { Undecided } from "../../mutants/undecided.ts";
import { repository } from "./edit.ts";

/** The rule table is itself mutated: whatever is changed in it, compiler or messages contradict it. */
describe("the rule table", () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    const specimens = Corpus.specimens(repository);
    const mutants = cover(specimens, await specimens.sites(1), 1);
    for await (const outcome of truths(mutants)) outcomes.push(outcome);
  }, 280_000);

  it("has no row that no changed spec meets", () => {
    expect(unmet(outcomes.map(({ claim }) => claim)).map(cellText)).toEqual([]);
  });

  it("cannot lose a row, nor say anything else in one, unnoticed", () => {
    const undecided = new Undecided();
    expect(undecided.left).toHaveLength(tableMutations().length);
    for (const { claim, truth } of outcomes) undecided.strike(claim, truth);
    const unnoticed = undecided.left.map((mutation) => `${cellText(mutation)} ${mutation.change}`);
    expect(unnoticed).toEqual([]);
  });

  it("agrees with compiler and messages on each spec that decides it", () => {
    const wrong = outcomes.filter((outcome) => isMissed(outcome) || isAlarm(outcome) || isInexact(outcome));
    expect(wrong.map(complaint)).toEqual([]);
  });
});
