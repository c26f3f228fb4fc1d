/**
 * Asks openapi-generator for a second opinion on every OpenAPI spec: it makes its own client, which must agree with
 * ours in every operation, parameter, model, field, enumeration and type, or the difference must stand explained in
 * `disagreements.json`.
 *
 * Exit codes: 0 the two agree; 1 they do not; 2 the comparison could not be made; 3 there is no Java.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { targets } from "../src/targets.ts";
import { parseDisagreements, settle } from "./disagreements.ts";
import { javaCommand, NoJavaError, requireJava } from "./generator.ts";
import { askSecondOpinion, openApiTargets } from "./opinion.ts";
import { renderReport, uncounted } from "./report.ts";

const repository = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");
const LIST = "codegen/second-opinion/disagreements.json";

function main(): number {
  const java = javaCommand(process.env);
  console.log(`Second opinion by openapi-generator, on ${requireJava(java)}`);
  const list = parseDisagreements(readFileSync(join(repository, LIST), "utf8"), LIST);
  const scratch = mkdtempSync(join(tmpdir(), "second-opinion-"));
  try {
    const opinions = openApiTargets(repository, targets).map((target) => {
      console.log(`reading ${target.spec} twice`);
      return askSecondOpinion({ repository, target, java, scratch: join(scratch, target.name) });
    });
    const agreed = new Map<string, number>();
    for (const [kind, count] of opinions.flatMap((opinion) => [...opinion.agreed])) {
      agreed.set(kind, (agreed.get(kind) ?? 0) + count);
    }
    const settlement = settle(
      opinions.flatMap(({ differences }) => differences),
      list,
    );
    const missing = uncounted(agreed.keys());
    if (missing.length > 0) throw new Error(`the table has no row for ${missing.join(", ")}`);
    console.log(`\n${renderReport(agreed, settlement, LIST)}\n`);
    for (const message of opinions.flatMap(({ messages }) => messages)) console.log(message);
    const own = opinions.reduce((sum, opinion) => sum + opinion.own, 0);
    if (own > 0) {
      // They stand in its functions. One that could hide how types differ would have ended the run.
      console.log(`The other client's own code has ${own} compile errors.`);
    }
    const { explained, unlisted, outdated } = settlement;
    console.log(
      `second opinion: ${explained.length} differences explained, ${unlisted.length} unexplained, ${outdated.length} outdated entries`,
    );
    return unlisted.length + outdated.length === 0 ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

try {
  process.exitCode = main();
} catch (error) {
  console.error(error instanceof Error && !process.env.DEBUG ? error.message : error);
  process.exitCode = error instanceof NoJavaError ? 3 : 2;
}
