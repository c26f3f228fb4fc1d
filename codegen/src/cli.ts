import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { addDriftCommand } from "./drift/command.ts";
import { addFixCommand } from "./fix-command.ts";
import { generate, type TargetReport } from "./generate.ts";
import { targets } from "./targets.ts";
import { addUpstreamCommand } from "./upstream/command.ts";

const repository = resolve(fileURLToPath(new URL(".", import.meta.url)), "../..");

const program = new Command("codegen").description("Generates packages/*/src/generated from specs/.");

program
  .command("generate")
  .description("write the generated files, or with --check compare them with what is on disk")
  .option("--check", "write nothing; exit 1 when a file is stale, missing or orphaned", false)
  .option("--target <name...>", `only these targets (${targets.map(({ name }) => name).join(", ")})`)
  .option("--root <folder>", "repository root", repository)
  .action(async (options: { check: boolean; target?: string[]; root: string }) => {
    const chosen = choose(options.target);
    const reports = await generate(resolve(options.root), chosen, { check: options.check });
    for (const report of reports) print(report, options.check);
    const stale = reports.flatMap(({ differences }) => differences);
    if (options.check && stale.length > 0) {
      console.error(`${stale.length} generated file(s) differ from the specs. Mend with: npm run generate`);
      process.exitCode = 1;
    }
  });

addFixCommand(program);
addUpstreamCommand(program, repository);
addDriftCommand(program, repository);

function choose(names: readonly string[] | undefined) {
  if (names === undefined) return targets;
  return names.map((name) => {
    const target = targets.find((candidate) => candidate.name === name);
    if (!target)
      throw new Error(
        `no target is named "${name}"; there are ${targets.map((known) => known.name).join(", ")}`,
      );
    return target;
  });
}

function print({ target, files, differences }: TargetReport, check: boolean): void {
  const verb = check ? "" : "written, was ";
  for (const { kind, path } of differences) console.log(`${verb}${kind}: ${target.folder}/${path}`);
  const state =
    differences.length === 0 ? "up to date" : `${differences.length} ${check ? "differ" : "changed"}`;
  console.log(`${target.name}: ${files} files from ${target.spec}, ${state}`);
}

try {
  await program.parseAsync();
} catch (error) {
  // A spec's mistake is the author's to mend: place and reason, no stack.
  console.error(
    error instanceof Error && !(process.env.DEBUG ?? "").includes("codegen") ? error.message : error,
  );
  process.exitCode = 2;
}
