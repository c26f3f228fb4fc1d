import type { GeneratedFile } from "./emit/file.ts";

/**
 * One row: from which spec, by which reader and emitters, into which folder. Adding an API means adding a row to
 * {@link targets}; there is no other list.
 */
export interface Target {
  /** Its name on the command line and in error messages. */
  readonly name: string;
  /** The spec's entry file, relative to the repository root. */
  readonly spec: string;
  /** The folder that holds the generated files and nothing else, relative to the repository root. */
  readonly folder: string;
  /** Reads and emits. Pure but for reading: nothing is on disk until every file of the target exists in memory. */
  readonly emit: (root: string, spec: string) => Promise<readonly GeneratedFile[]>;
}

export const targets: readonly Target[] = [];
