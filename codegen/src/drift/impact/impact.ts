import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import type { Target } from "../../targets.ts";
import { type Diagnostic, runProject } from "../proof/types/compile.ts";
import { headPackages } from "./head-packages.ts";
import { type Project, readProject, tsconfigText } from "./project.ts";

/** A line of a consumer's code that compiles now and would not with the packages of the head. */
export interface BrokenLine extends Diagnostic {
  /** Relative to the project's folder. */
  readonly file: string;
  readonly text: string;
}

/**
 * Compiles a consumer's project twice, against the packages it has installed and against those that the head's specs
 * make, and returns the lines that only the second breaks.
 *
 * @throws Error when the project cannot be read; SpecError when a spec cannot.
 */
export async function impactOf(
  tsconfig: string,
  repository: string,
  specs: string,
  targets: readonly Target[],
): Promise<BrokenLine[]> {
  const project = readProject(tsconfig);
  const folder = await mkdtemp(join(tmpdir(), "impact-"));
  try {
    const entries = await headPackages(repository, specs, join(folder, "head"), targets);
    await writeFile(join(folder, "tsconfig.now.json"), tsconfigText(project));
    await writeFile(join(folder, "tsconfig.head.json"), tsconfigText(project, entries));
    const [now, head] = [
      await ownDiagnostics(project, join(folder, "tsconfig.now.json")),
      await ownDiagnostics(project, join(folder, "tsconfig.head.json")),
    ];
    const known = new Set(now.map(keyOf));
    return await Promise.all(
      head.filter((line) => !known.has(keyOf(line))).map((line) => withText(project, line)),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

type Found = Diagnostic & { readonly file: string };

/** What the compiler says of the consumer's own files; how the packages' sources fare under their options is not theirs. */
async function ownDiagnostics(project: Project, tsconfig: string): Promise<Found[]> {
  const own = new Set(project.files.map((file) => resolve(file)));
  const cwd = dirname(tsconfig);
  const all = await runProject(tsconfig, cwd);
  return [...all].flatMap(([file, diagnostics]) => {
    const path = resolve(cwd, file);
    return own.has(path) ? diagnostics.map((diagnostic) => ({ ...diagnostic, file: path })) : [];
  });
}

function keyOf({ file, line, code, message }: Found): string {
  return `${file}:${line} ${code} ${message}`;
}

async function withText(project: Project, found: Found): Promise<BrokenLine> {
  const lines = (await readFile(found.file, "utf8")).split("\n");
  const text = lines[found.line - 1]?.trim() ?? "";
  return { ...found, file: relative(dirname(project.path), found.file), text };
}

/** The lines as a Markdown table, and each as `path:line`. */
export function impactReport(broken: readonly BrokenLine[]): string {
  if (broken.length === 0) return "Nothing breaks.\n";
  const cell = (text: string): string => text.replaceAll("|", "\\|");
  const rows = broken.map(
    ({ file, line, text, message }) => `| \`${file}:${line}\` | \`${cell(text)}\` | ${cell(message)} |\n`,
  );
  const places = broken.map(({ file, line }) => `${file}:${line}\n`);
  return `| line | code | what the compiler says |\n| --- | --- | --- |\n${rows.join("")}\n${[...new Set(places)].join("")}`;
}
