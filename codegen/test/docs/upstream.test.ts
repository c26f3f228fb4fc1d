import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const repository = join(import.meta.dirname, "../../..");
const guide = readFileSync(join(repository, "docs/upstream.md"), "utf8");

function blocks(language: string): string[] {
  return [...guide.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, "gm"))].map(
    ([, block = ""]) => block.trim(),
  );
}

test("every command of docs/upstream.md does what the text says", () => {
  const folder = mkdtempSync(join(tmpdir(), "guide-"));
  try {
    const [observations = ""] = blocks("json");
    writeFileSync(join(folder, "observed.jsonl"), `${observations}\n`);
    const commands = blocks("sh");
    expect(commands).toHaveLength(3);
    for (const command of commands) {
      const [line = "", comment = ""] = command.split(" # ");
      // Run beside the repository, so that what it writes does not land in it.
      const here = line.replaceAll(/(?<= )codegen\//g, `${repository}/codegen/`);
      expect(exitCode(here, folder), command).toBe(comment.startsWith("exits 1") ? 1 : 0);
    }
    expect(readFileSync(join(folder, "specs.patch"), "utf8")).toBe("");
    expect(readFileSync(join(folder, "report.md"), "utf8")).toContain("0 differences");
    expect(readFileSync(join(folder, "observed.patch"), "utf8")).toContain('+          "enum": ');
    expect(readFileSync(join(folder, "observed.patch"), "utf8")).toContain('"type": ["integer", "string"]');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

function exitCode(command: string, cwd: string): number {
  const [program = "", ...args] = command.split(" ");
  try {
    execFileSync(program === "node" ? process.execPath : program, args, { cwd, stdio: "pipe" });
    return 0;
  } catch (cause) {
    return (cause as { status: number }).status;
  }
}
