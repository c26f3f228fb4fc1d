import { dirname, join, resolve } from "node:path";
import ts from "typescript5";
import type { EntryPoints } from "./head-packages.ts";

/** A consumer's TypeScript project. */
export interface Project {
  /** Absolute path of its tsconfig. */
  readonly path: string;
  readonly files: readonly string[];
  readonly paths: { readonly [specifier: string]: readonly string[] };
}

/** @throws Error when the tsconfig cannot be read, or names no files. */
export function readProject(path: string): Project {
  const absolute = resolve(path);
  const { config, error } = ts.readConfigFile(absolute, ts.sys.readFile);
  if (error) throw new Error(`${path}: ${ts.flattenDiagnosticMessageText(error.messageText, " ")}`);
  const parsed = ts.parseJsonConfigFileContent(config, ts.sys, dirname(absolute), undefined, absolute);
  // What is unknown to the older compiler is the newer one's business.
  if (parsed.fileNames.length === 0) throw new Error(`${path} names no files`);
  const base =
    (parsed.options.pathsBasePath as string | undefined) ?? parsed.options.baseUrl ?? dirname(absolute);
  const paths = Object.entries(parsed.options.paths ?? {}).map(
    ([specifier, targets]) => [specifier, targets.map((target) => resolve(base, target))] as const,
  );
  return { path: absolute, files: parsed.fileNames, paths: Object.fromEntries(paths) };
}

/** A tsconfig for the same files that finds the packages elsewhere; without entry points, where they are installed. */
export function tsconfigText({ path, files, paths }: Project, entries?: EntryPoints): string {
  const folders: string[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.push(join(folder, "node_modules/@types"));
    if (dirname(folder) === folder) break;
  }
  const mapped = [...(entries ?? [])].map(([specifier, file]) => [specifier, [file]] as const);
  const compilerOptions = {
    noEmit: true,
    composite: false,
    incremental: false,
    declaration: false,
    skipLibCheck: true,
    typeRoots: folders,
    paths: { ...paths, ...Object.fromEntries(mapped) },
  };
  return JSON.stringify({ extends: path, compilerOptions, files, include: [], references: [] });
}
