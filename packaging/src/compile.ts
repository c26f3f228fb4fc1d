import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { command } from "./command.ts";

/** The compilers a consumer may have, by what they are called in this package's node_modules. */
export const compilers = { "TypeScript 7": "typescript", "TypeScript 5.9": "typescript5" } as const;

export type Compiler = keyof typeof compilers;

/** Compiles a project and gives what the compiler said, one diagnostic a line: `wrong.ts:4 TS2307`. */
export async function compile(compiler: Compiler, folder: string, project: string): Promise<string[]> {
  const manifest = createRequire(import.meta.url).resolve(`${compilers[compiler]}/package.json`);
  const tsc = join(dirname(manifest), "bin", "tsc");
  const { code, output } = await command(process.execPath, [tsc, "-p", project, "--pretty", "false"], folder);
  const diagnostics = output.split("\n").flatMap((line) => {
    const found = /^(.*?)\((\d+),\d+\): error (TS\d+):/.exec(line) ?? /^()()error (TS\d+):/.exec(line);
    return found === null ? [] : [`${found[1]}:${found[2]} ${found[3]}`];
  });
  if (code !== 0 && diagnostics.length === 0) throw new Error(`${compiler} ended with ${code}:\n${output}`);
  return diagnostics;
}
