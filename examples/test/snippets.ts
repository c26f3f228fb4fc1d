import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

export const repository = fileURLToPath(new URL("../..", import.meta.url));

const run = promisify(execFile);

/** The code of a document's blocks in a language. */
export function blocks(document: string, language: string): string[] {
  const fenced = new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm");
  return [...document.matchAll(fenced)].map(([, code = ""]) => code);
}

/** What a snippet's comments say that it prints: `console.log(…); // this`. */
export function promised(code: string): string[] {
  return [...code.matchAll(/console\.log\(.*\); \/\/ (.+)$/gm)].map(([, text = ""]) => text);
}

/** A folder for snippets inside this package, so that they find the packages they import. */
export function snippetFolder() {
  mkdirSync(join(repository, "examples/.snippets"), { recursive: true });
  const folder = mkdtempSync(join(repository, "examples/.snippets/run-"));
  return {
    /** Compiles a snippet as strictly as this repository and runs it. */
    async run(name: string, code: string): Promise<string[]> {
      const file = join(folder, `${name}.ts`);
      writeFileSync(file, code);
      const config = join(folder, `${name}.json`);
      writeFileSync(config, JSON.stringify({ extends: "../../tsconfig.json", include: [`${name}.ts`] }));
      const tsc = join(repository, "node_modules/typescript/bin/tsc");
      await run(process.execPath, [tsc, "-p", config]).catch((error: { stdout?: string }) => {
        throw new Error(error.stdout ?? String(error));
      });
      const { stdout } = await run(process.execPath, [file]);
      return stdout.trimEnd().split("\n");
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
