/**
 * Records the client that openapi-generator makes of `fixtures/things.yaml`, without its comments. To be run by hand
 * after a change of that spec or of the conversion; needs Java. The generator's own `runtime.ts`, the same beside every
 * client, is left out: `fixtures/runtime.ts` stands in for it.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parse } from "yaml";
import { convert } from "../../second-opinion/convert.ts";
import { generateClient, javaCommand } from "../../second-opinion/generator.ts";

const fixtures = join(import.meta.dirname, "fixtures");
const recorded = join(fixtures, "things-client");
const scratch = mkdtempSync(join(tmpdir(), "second-opinion-"));
try {
  const { document } = convert(parse(readFileSync(join(fixtures, "things.yaml"), "utf8")), "things.yaml");
  const files = generateClient(javaCommand(process.env), document, scratch);
  rmSync(recorded, { recursive: true, force: true });
  for (const [path, text] of files) {
    if (path === "runtime.ts") continue;
    const bare = text
      .replace(/\/\*[\s\S]*?\*\//g, "")
      .replace(/[ \t]+\n/g, "\n")
      .replace(/\n{2,}/g, "\n")
      .trim();
    const file = join(recorded, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${bare}\n`);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
