import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { command, type Ended } from "./command.ts";

/** The compilers a consumer may have, by what they are called in this package's node_modules. */
export const compilers = { "TypeScript 7": "typescript", "TypeScript 5.9": "typescript5" } as const;

export type Compiler = keyof typeof compilers;

/** Compiles a project and gives what the compiler said, one diagnostic a line: `wrong.ts:4 TS2307`. */
export async function compile(compiler: Compiler, folder: string, project: string): Promise<string[]> {
  const { code, output } = await runCompiler(compiler, folder, ["-p", project]);
  const diagnostics = output.split("\n").flatMap((line) => {
    const found = /^(.*?)\((\d+),\d+\): error (TS\d+):/.exec(line) ?? /^()()error (TS\d+):/.exec(line);
    return found === null ? [] : [`${found[1]}:${found[2]} ${found[3]}`];
  });
  if (code !== 0 && diagnostics.length === 0) throw new Error(`${compiler} ended with ${code}:\n${output}`);
  return diagnostics;
}

/**
 * Compiles a project that must have no faults and gives how many types the compiler instantiated.
 *
 * @throws Error with the compiler's output, when the project has faults.
 */
export async function countInstantiations(
  compiler: Compiler,
  folder: string,
  project: string,
): Promise<number> {
  // Several checkers, as TypeScript 7 runs by default, would count what they share more than once.
  const alone = compiler === "TypeScript 7" ? ["--singleThreaded"] : [];
  const { code, output } = await runCompiler(compiler, folder, [
    "-p",
    project,
    "--extendedDiagnostics",
    ...alone,
  ]);
  const count = /^Instantiations:\s+(\d+)$/m.exec(output)?.[1];
  if (code !== 0 || count === undefined) throw new Error(`${compiler} ended with ${code}:\n${output}`);
  return Number(count);
}

function runCompiler(compiler: Compiler, folder: string, args: readonly string[]): Promise<Ended> {
  const manifest = createRequire(import.meta.url).resolve(`${compilers[compiler]}/package.json`);
  const tsc = join(dirname(manifest), "bin", "tsc");
  return command(process.execPath, [tsc, ...args, "--pretty", "false"], folder);
}
