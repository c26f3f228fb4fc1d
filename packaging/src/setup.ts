// Runs once before all test files: packs every package and installs the tarballs into a consumer project. Both live in
// one temporary folder, removed at the end.
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { installConsumer } from "./install.ts";
import { packPackage, type Tarball } from "./pack.ts";
import { publishedPackages } from "./workspace.ts";

declare module "vitest" {
  export interface ProvidedContext {
    /** Every published package, packed. */
    readonly tarballs: readonly Tarball[];
    /** The consumer project with all of them installed. */
    readonly consumer: string;
  }
}

export default async function setup(project: TestProject): Promise<() => void> {
  const scratch = realpathSync(mkdtempSync(join(tmpdir(), "packaging-")));
  const remove = () => rmSync(scratch, { recursive: true, force: true });
  try {
    const tarballs = await Promise.all(publishedPackages().map((pkg) => packPackage(pkg, scratch)));
    const consumer = join(scratch, "consumer");
    await installConsumer(consumer, tarballs);
    project.provide("tarballs", tarballs);
    project.provide("consumer", consumer);
  } catch (error) {
    remove();
    throw error;
  }
  return remove;
}
