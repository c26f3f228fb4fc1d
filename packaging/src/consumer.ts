import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/** Imports an entry point as the consumer project in `folder` would get it: from the installed package. */
export async function importFrom(folder: string, specifier: string): Promise<Record<string, unknown>> {
  const file = createRequire(join(folder, "package.json")).resolve(specifier);
  return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
}
