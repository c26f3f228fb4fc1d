import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, inject, test } from "vitest";
import { mustRun } from "../src/command.ts";
import { compile } from "../src/compile.ts";

const consumer = inject("consumer");

test("the umbrella's README shows a program that compiles, and prints what its comments say", async () => {
  const readme = readFileSync(join(consumer, "node_modules", "@x", "kraken", "README.md"), "utf8");
  const [program = ""] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code ?? "");
  const promised = [...program.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, said]) => said ?? "");
  expect(promised.length).toBeGreaterThan(0);
  writeFileSync(join(consumer, "readme.ts"), program);
  const project = {
    extends: "./tsconfig.json",
    files: ["readme.ts"],
    compilerOptions: { lib: ["es2024", "esnext.disposable"] },
  };
  writeFileSync(join(consumer, "tsconfig.readme.json"), JSON.stringify(project));
  expect(await compile("TypeScript 7", consumer, "tsconfig.readme.json")).toEqual([]);
  const printed = await mustRun(process.execPath, [join("out", "readme.js")], consumer);
  expect(printed.trimEnd().split("\n")).toEqual(promised);
});
