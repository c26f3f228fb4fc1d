/**
 * A small spec with odd corners, and the client openapi-generator made of it (recorded, comments taken out), so that the
 * comparison can be tested without Java. `npm run second-opinion` runs the generator itself.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { parse } from "yaml";
import { type Comparison, compare } from "../../second-opinion/compare.ts";
import { type Converted, convert } from "../../second-opinion/convert.ts";
import { readOurs } from "../../second-opinion/read-ours.ts";
import { type Client, readTheirs } from "../../second-opinion/read-theirs.ts";
import type { RestContract } from "../../src/contract/rest.ts";
import { readOpenApi } from "../../src/read/openapi.ts";

const folder = join(import.meta.dirname, "fixtures");

export const specFile = "things.yaml";
export const specText = readFileSync(join(folder, specFile), "utf8");

export const clientFiles: ReadonlyMap<string, string> = new Map([
  ["runtime.ts", readFileSync(join(folder, "runtime.ts"), "utf8")] as const,
  ...readdirSync(join(folder, "things-client"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map(
      (path) =>
        [path.split(sep).join("/"), readFileSync(join(folder, "things-client", path), "utf8")] as const,
    ),
]);

/** The conversion the recorded client was made from. */
export const conversion: Converted = convert(parse(specText), specFile);

/** @param root folder that holds the spec, changed or not */
export function readSpec(root: string = folder): RestContract {
  return readOpenApi(root, specFile);
}

export function readClient(files: ReadonlyMap<string, string> = clientFiles): Client {
  return readTheirs(files, conversion.components);
}

export function compareThings(
  client: Client = readClient(),
  contract: RestContract = readSpec(),
): Comparison {
  return compare(client.claim, readOurs(contract, conversion), "things");
}
