import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { findChromium } from "../src/chromium.ts";
import { bundle, programNames } from "../src/run-program.ts";

// What can be told without a browser; `npm run test:browser` tells the rest.

const main = fileURLToPath(new URL("../main.ts", import.meta.url));

test.each(programNames)("%s bundles for a browser without a module of Node", async (program) => {
  const script = await bundle(program);
  expect(script.length).toBeGreaterThan(1_000);
  expect(script).not.toMatch(/["'`]node:/);
  // It is put into a page as it is.
  expect(script).not.toContain("</script");
});

test("without a browser the command says how to get one and ends with 3", async () => {
  const { code, said } = await new Promise<{ code: unknown; said: string }>((resolve) => {
    const env = { ...process.env, CHROMIUM: "/nowhere/chromium" };
    execFile(process.execPath, [main], { env }, (error, _stdout, stderr) =>
      resolve({ code: error?.code, said: stderr }),
    );
  });
  expect(said).toContain("apt-get install chromium");
  expect(code).toBe(3);
});

describe("the browser is", () => {
  test("the one CHROMIUM names", () => {
    expect(findChromium({ CHROMIUM: process.execPath, PATH: "" })).toBe(process.execPath);
  });

  test("none when CHROMIUM names nothing that runs, whatever is on the path", () => {
    expect(findChromium({ CHROMIUM: "/nowhere/chromium", PATH: process.env.PATH })).toBeUndefined();
  });

  test("none when the path has none", () => {
    expect(findChromium({ PATH: "/nowhere" })).toBeUndefined();
  });
});
