// What the types cost whoever compiles against them. Counted, not timed: the same program gives the same count on every
// machine.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { type Compiler, compilers, countInstantiations } from "../src/compile.ts";

const consumer = inject("consumer");

/** Programs of packaging/consumer/instantiations, and how many type instantiations each may add to those of none. */
const programs = [{ program: "futures-rest.ts", ceiling: 2_000 }];

/** Compiles a program alone, as a project for the browser with the packages' own types checked. */
async function count(compiler: Compiler, program: string): Promise<number> {
  const project = `tsconfig.${program}.${compilers[compiler]}.json`;
  writeFileSync(
    join(consumer, project),
    JSON.stringify({
      extends: "./tsconfig.browser.json",
      include: [],
      exclude: [],
      files: [`instantiations/${program}`],
    }),
  );
  return countInstantiations(compiler, consumer, project);
}

describe.each(Object.keys(compilers) as Compiler[])("%s", (compiler) => {
  test.each(programs)("instantiates few types for $program", async ({ program, ceiling }) => {
    const own = (await count(compiler, program)) - (await count(compiler, "nothing.ts"));
    // None at all would mean that the packages' types were not found.
    expect(own).toBeGreaterThan(0);
    expect(own).toBeLessThanOrEqual(ceiling);
  });
});
