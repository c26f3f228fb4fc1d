import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A file of a compilation: its path without the extension, and its text. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

export interface Diagnostic {
  readonly line: number;
  readonly code: string;
  readonly message: string;
}

const OPTIONS = {
  target: "es2024",
  lib: ["es2024"],
  module: "nodenext",
  moduleResolution: "nodenext",
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  types: [],
};

/**
 * Type-checks many small programs in one run of the native compiler, and returns what it says of each file.
 *
 * @throws Error when the compiler does not run, or says something of no file.
 */
export async function compileAll(files: Iterable<SourceText>): Promise<Map<string, Diagnostic[]>> {
  const folder = await mkdtemp(join(tmpdir(), "drift-types-"));
  try {
    const folders = new Set<string>();
    const paths: string[] = [];
    for (const { path, text } of files) {
      const file = `${path}.ts`;
      if (!folders.has(dirname(file))) {
        await mkdir(join(folder, dirname(file)), { recursive: true });
        folders.add(dirname(file));
      }
      await writeFile(join(folder, file), text);
      paths.push(file);
    }
    await writeFile(join(folder, "package.json"), '{ "type": "module" }\n');
    await writeFile(
      join(folder, "tsconfig.json"),
      JSON.stringify({ compilerOptions: OPTIONS, files: paths }),
    );
    const found = await runProject(join(folder, "tsconfig.json"), folder);
    return new Map([...found].map(([file, diagnostics]) => [file.replace(/\.ts$/, ""), diagnostics]));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Runs the native compiler on a project.
 *
 * @returns what it says of each file, by the path it prints, which is relative to the working directory.
 * @throws Error when it does not run, or says something of no file.
 */
export async function runProject(tsconfig: string, cwd: string): Promise<Map<string, Diagnostic[]>> {
  const manifest = createRequire(import.meta.url).resolve("typescript7/package.json");
  const words = [join(dirname(manifest), "bin/tsc"), "--project", tsconfig, "--pretty", "false"];
  const output = await new Promise<string>((resolve, reject) => {
    execFile(process.execPath, words, { cwd, maxBuffer: 2 ** 30 }, (error, stdout, stderr) => {
      // The compiler ends with 1 or 2 when it found errors; anything else it says on stderr is its own.
      if (error !== null && stdout === "")
        reject(new Error(`the compiler failed: ${stderr || error.message}`));
      else resolve(stdout);
    });
  });
  return parse(output);
}

function parse(output: string): Map<string, Diagnostic[]> {
  const found = new Map<string, Diagnostic[]>();
  for (const line of output.split("\n")) {
    const [, file, at, code, message] = /^(.+)\((\d+),\d+\): error (TS\d+): (.*)$/.exec(line) ?? [];
    if (file === undefined) {
      if (/^error /.test(line)) throw new Error(`the compiler failed: ${line}`);
      continue;
    }
    const diagnostic = { line: Number(at), code: code as string, message: message as string };
    found.set(file, [...(found.get(file) ?? []), diagnostic]);
  }
  return found;
}
