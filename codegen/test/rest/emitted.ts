import { execFile } from "node:child_process";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { GeneratedFile } from "../../src/emit/file.ts";

const run = promisify(execFile);
const repository = fileURLToPath(new URL("../../../", import.meta.url));

/** A project of its own that holds emitted files and can resolve the packages they import, as a user's would. */
export async function emittedProject(files: readonly GeneratedFile[]) {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "emitted-")));
  await mkdir(join(folder, "node_modules/@x"), { recursive: true });
  for (const name of ["core", "connection"])
    await symlink(join(repository, "packages", name), join(folder, "node_modules/@x", name));
  const config = {
    compilerOptions: {
      target: "es2024",
      module: "nodenext",
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      isolatedDeclarations: true,
      declaration: true,
      erasableSyntaxOnly: true,
      allowImportingTsExtensions: true,
      noUnusedLocals: true,
      noEmit: true,
      types: [],
    },
    include: ["generated", "use.ts"],
  };
  await writeFile(join(folder, "tsconfig.json"), JSON.stringify(config));
  await writeFile(join(folder, "package.json"), '{"type":"module"}');
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, "generated", path)), { recursive: true });
    await writeFile(join(folder, "generated", path), content);
  }
  return {
    /** The compiler's complaints about the emitted files and a program that uses them; empty when there are none. */
    async compile(program: string): Promise<string> {
      await writeFile(join(folder, "use.ts"), program);
      const tsc = join(repository, "node_modules/typescript/bin/tsc");
      return run(process.execPath, [tsc, "-p", "tsconfig.json"], { cwd: folder }).then(
        ({ stdout }) => stdout,
        (error: { stdout?: string; message: string }) => error.stdout || error.message,
      );
    },
    /** What a program that uses the emitted files prints, as JSON. */
    async execute(program: string): Promise<unknown> {
      await writeFile(join(folder, "run.ts"), program);
      const { stdout } = await run(process.execPath, ["run.ts"], { cwd: folder });
      return JSON.parse(stdout);
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
