import { readFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { mustRun } from "../src/command.ts";
import { type Compiler, compile, compilers } from "../src/compile.ts";

const consumer = inject("consumer");

describe.each(Object.keys(compilers) as Compiler[])(
  "%s, strict and with the packages' own types checked",
  (compiler) => {
    test("compiles a program for Node", async () => {
      expect(await compile(compiler, consumer, "tsconfig.json")).toEqual([]);
    });

    test("compiles programs for the browser, where Node has no types", async () => {
      expect(await compile(compiler, consumer, "tsconfig.browser.json")).toEqual([]);
    });

    test("refuses each mistake where it is made, and nothing else", async () => {
      const mistakes = readFileSync(join(consumer, "wrong.ts"), "utf8")
        .split("\n")
        .flatMap((line, index) => {
          const codes = /\/\/ (TS\d+(?: or TS\d+)*)$/.exec(line)?.[1];
          return codes === undefined ? [] : [{ where: `wrong.ts:${index + 1}`, codes: codes.split(" or ") }];
        });
      expect(mistakes.length).toBeGreaterThan(0);
      const found = await compile(compiler, consumer, "tsconfig.wrong.json");
      const expected = mistakes.map(({ where, codes }) => {
        // Compilers word some mistakes differently.
        const given = found.find((diagnostic) => codes.some((code) => diagnostic === `${where} ${code}`));
        return given ?? `${where} ${codes.join(" or ")}`;
      });
      expect(found).toEqual(expected);
    });
  },
);

test("a stranger's program places, lists and cancels orders on every wire", async () => {
  expect(await compile("TypeScript 7", consumer, "tsconfig.json")).toEqual([]);
  const printed = await mustRun(process.execPath, [join("out", "main.js")], consumer);
  const order = { placed: 1, listed: 1, cancelled: 1, left: 0 };
  expect(JSON.parse(printed)).toEqual({
    "@x/futures-rest": order,
    "@x/ws-v2": order,
    "@x/ws-legacy": order,
    "@x/fix": order,
    "@x/kraken ws-v2": order,
    "@x/kraken ws-legacy": order,
    "@x/kraken/fix": order,
    refusal: "authenticationError refused",
    open: 0,
  });
});

test("the sandbox's command is installed and starts on the consumer's Node", async () => {
  const path = [dirname(process.execPath), process.env.PATH].join(delimiter);
  const printed = await mustRun(join(consumer, "node_modules", ".bin", "sandbox"), ["--help"], consumer, {
    ...process.env,
    PATH: path,
  });
  expect(printed).toMatch(/^Usage: sandbox /);
});
