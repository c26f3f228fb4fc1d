import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { javaCommand, NoJavaError, requireJava } from "../../second-opinion/generator.ts";

const script = join(import.meta.dirname, "../../second-opinion/run.ts");

test.each([
  { what: "an empty PATH", environment: { PATH: "" } },
  { what: "a JAVA_HOME without Java", environment: { ...process.env, JAVA_HOME: "/nowhere" } },
])("without Java ($what) the script says so, how to get it, and exits with 3", ({ environment }) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [script], {
    env: environment,
    encoding: "utf8",
  });
  expect(stderr).toContain("needs Java");
  expect(stderr).toContain("apt-get install default-jre-headless");
  expect(stdout).toBe("");
  expect(status).toBe(3);
});

test("a Java that does not run is none", () => {
  // Node knows no such option and exits with 9.
  expect(() => requireJava(process.execPath)).toThrow(NoJavaError);
});

test("JAVA_HOME goes before the PATH", () => {
  expect(javaCommand({ JAVA_HOME: "/opt/java" })).toBe(join("/opt/java", "bin", "java"));
  expect(javaCommand({ JAVA_HOME: "" })).toBe("java");
  expect(javaCommand({})).toBe("java");
});
