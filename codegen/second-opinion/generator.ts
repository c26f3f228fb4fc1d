import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { mendClient } from "./mend.ts";

/** The other generator needs Java, and there is none. */
export class NoJavaError extends Error {
  override readonly name = "NoJavaError";

  constructor(java: string, reason: string) {
    super(
      `The second opinion needs Java, and "${java}" cannot be run (${reason}).\n` +
        "Get it with: apt-get install default-jre-headless (Debian, Ubuntu), or from https://adoptium.net.\n" +
        "Java elsewhere is found through JAVA_HOME.",
    );
  }
}

/** The `java` to run: that of `JAVA_HOME`, or the first on the PATH. */
export function javaCommand(environment: NodeJS.ProcessEnv): string {
  return environment.JAVA_HOME ? join(environment.JAVA_HOME, "bin", "java") : "java";
}

/** @returns what Java calls itself, such as `openjdk version "17.0.15"` */
export function requireJava(java: string): string {
  const { status, stderr, error } = spawnSync(java, ["-version"], { encoding: "utf8" });
  if (error) throw new NoJavaError(java, (error as NodeJS.ErrnoException).code ?? error.message);
  if (status !== 0) throw new NoJavaError(java, `exit code ${status}`);
  return stderr.split("\n")[0]?.trim() ?? "";
}

/** The jar that the pinned npm package carries. */
function jar(): string {
  const manifest = createRequire(import.meta.url).resolve("@openapitools/openapi-generator-cli/package.json");
  return join(dirname(manifest), "bin", "openapi-generator.jar");
}

const OPTIONS = [
  // Names as the document has them, so that as few as possible are changed.
  "modelPropertyNaming=original",
  "enumPropertyNaming=original",
  "typescriptThreePlus=true",
  "supportsES6=true",
];

/**
 * Has openapi-generator make its TypeScript client (`typescript-fetch`).
 *
 * @param document an OpenAPI 3.0 document
 * @param folder a new folder for it
 * @returns the text of its TypeScript files, by path with forward slashes
 */
export function generateClient(java: string, document: unknown, folder: string): Map<string, string> {
  mkdirSync(folder, { recursive: true });
  const input = join(folder, "openapi.json");
  writeFileSync(input, JSON.stringify(document, null, 2));
  const { status, stdout, stderr, error } = spawnSync(
    java,
    [
      ...["-jar", jar(), "generate", "--generator-name", "typescript-fetch"],
      ...["--input-spec", input, "--output", folder, `--additional-properties=${OPTIONS.join(",")}`],
      // The conversion writes null among other types as a format of this name.
      ...["--type-mappings", "null=null", "--language-specific-primitives", "null"],
    ],
    { encoding: "utf8", maxBuffer: 64 * 1024 * 1024 },
  );
  if (error) throw error;
  if (status !== 0)
    throw new Error(`openapi-generator failed with exit code ${status}:\n${stderr || stdout}`);
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".ts"),
  );
  const files = mendClient(
    new Map(
      paths.sort().map((path) => [path.split(sep).join("/"), readFileSync(join(folder, path), "utf8")]),
    ),
  );
  for (const [path, text] of files) writeFileSync(join(folder, path), text);
  return files;
}
