import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { knownFailures } from "./scripts/known-failures.ts";
import { Disagreement, Player } from "./scripts/player.ts";
import { readScripts } from "./scripts/script.ts";

const scripts = readScripts();
const plays = scripts.flatMap((script) =>
  script.roles.map((role) => ({ name: `${script.id} ${script.title}, ${role}`, script, role })),
);

describe("the session does what the standard's clause says", () => {
  test.each(plays)("$name", async ({ script, role }) => {
    const playing = new Player(script, role).play();
    if (knownFailures.includes(`${script.id} ${role}`)) {
      await expect(playing, "no failure any more: take it off the list").rejects.toThrow(Disagreement);
    } else await playing;
  });
});

test("a script that asks for something else fails", async () => {
  const [script] = scripts.filter(({ id }) => id === "4b");
  if (script === undefined) throw new Error("there is no script 4b");
  const steps = script.steps.map(({ step, line }) => ({
    line,
    step: step.kind === "out" ? { ...step, fields: [{ tag: 35, value: "5" }] } : step,
  }));
  for (const role of script.roles) {
    await expect(new Player({ ...script, steps }, role).play()).rejects.toThrow(Disagreement);
  }
});

test("the documentation lists every clause, by its title", () => {
  const docs = readFileSync(new URL("../../../docs/fix.md", import.meta.url), "utf8");
  const rows = [...docs.matchAll(/^\| (\d+\w*) +\| ([^|]+?) +\| ([^|]+?) +\|$/gm)].map(
    ([, id, title, roles]) => ({
      id,
      title,
      roles,
    }),
  );
  expect(rows).toEqual(
    scripts.map(({ id, title, roles }) => ({ id, title, roles: roles.length === 2 ? "both" : roles[0] })),
  );
  expect(docs).toContain(`${scripts.length} of ${scripts.length} clauses`);
});
