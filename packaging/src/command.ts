import { execFile } from "node:child_process";

export interface Ended {
  readonly code: number;
  readonly output: string;
}

/**
 * Runs a program to its end and gives its exit code with all it printed.
 *
 * @throws Error when it could not be started or had not ended after 110 seconds; a code that is not 0 is no error here.
 */
export function command(
  program: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      { cwd, env, maxBuffer: 1 << 26, timeout: 110_000 },
      (error, stdout, stderr) => {
        const output = stdout + stderr;
        if (error === null) resolve({ code: 0, output });
        else if (typeof error.code === "number") resolve({ code: error.code, output });
        else
          reject(
            new Error(`${program} ${args.join(" ")} did not run to its end: ${error.message}\n${output}`),
          );
      },
    );
  });
}

/** Runs a program that must succeed; the error carries what it printed. */
export async function mustRun(
  program: string,
  args: readonly string[],
  cwd: string,
  env?: NodeJS.ProcessEnv,
): Promise<string> {
  const { code, output } = await command(program, args, cwd, env);
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} ended with ${code} in ${cwd}:\n${output}`);
  return output;
}
