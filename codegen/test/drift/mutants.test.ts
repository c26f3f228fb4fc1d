import { beforeAll, describe, expect, it } from "vitest";
import { Corpus, spread } from "../../mutants/corpus.ts";
import { complaint, isAlarm, isInexact, isMissed } from "../../mutants/report.ts";
import { type Outcome, truths } from "../../mutants/truth.ts";
import { repository } from "./edit.ts";

/** A sample of what `npm run mutants` does in full. */
describe("two hundred changed specs", () => {
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    const corpus = Corpus.specs(repository);
    const sites = spread(await corpus.sites(2), 230);
    const mutants = sites.flatMap((site) => corpus.mutant([site]) ?? []).slice(0, 200);
    for await (const outcome of truths(mutants)) outcomes.push(outcome);
  }, 280_000);

  it("are as many as announced", () => {
    expect(outcomes).toHaveLength(200);
  });

  it("break nothing that the rules do not announce", () => {
    expect(outcomes.filter(isMissed).map(complaint)).toEqual([]);
  });

  it("give at most two false alarms; the whole corpus is held to one in two hundred", () => {
    expect(outcomes.filter(isAlarm).map(complaint).slice(2)).toEqual([]);
  });

  it("give the bump that the policy asks for", () => {
    const wrong = outcomes.filter((outcome) => !isAlarm(outcome) && isInexact(outcome));
    expect(wrong.map(complaint)).toEqual([]);
  });

  it("are harmless where the same is only written in another way", () => {
    const same = outcomes.filter(({ sites }) => sites.every(({ noop }) => noop));
    expect(same.length).toBeGreaterThan(10);
    for (const { claim } of same) expect(claim.verdicts).toMatchObject({ types: "none", wire: "fine" });
  });
});
