import type { Command } from "commander";
import type { ImpactOptions } from "./impact/run.ts";
import type { DriftOptions } from "./run.ts";

/** `codegen drift <base> [<head>]`: what changed in the contract, and what that means to users. */
export function addDriftCommand(program: Command, repository: string): void {
  program
    .command("drift")
    .description("compare two states of the specs and judge every change")
    .argument("<base>", "a git revision, a folder that holds specs/, or one spec file")
    .argument("[head]", "the same; the working tree if left out")
    .option("--root <folder>", "repository root", repository)
    .option("--json <file>", "write the report as JSON")
    .option("--markdown <file>", "write the report as Markdown instead of printing it")
    .option("--html <file>", "write the report as a page of its own")
    .option("--no-proof", "judge by the rules alone")
    .option("--changeset", "write a changeset for each package with changes", false)
    .action(async (base: string, head: string | undefined, options: DriftOptions) => {
      // `generate` must run before anything is built, and need not load what compares and proves.
      const { runDrift } = await import("./run.ts");
      await runDrift(base, head, options);
    });
  program
    .command("changeset-gate")
    .description("fail when the specs changed and no changeset says so, or says too little")
    .argument("[base]", "a git revision; where this branch left main if left out")
    .option("--root <folder>", "repository root", repository)
    .action(async (base: string | undefined, options: { readonly root: string }) => {
      const { runGate } = await import("./run.ts");
      if (!(await runGate(base, options.root))) process.exitCode = 1;
    });
  program
    .command("impact")
    .description("which lines of a project would not compile with the packages of the specs as they are now")
    .requiredOption("--project <tsconfig>", "the project's tsconfig.json")
    .option(
      "--head <head>",
      "a git revision, a folder that holds specs/, or one spec file; the working tree if left out",
    )
    .option("--root <folder>", "repository root", repository)
    .action(async (options: ImpactOptions) => {
      // It alone loads a compiler.
      const { runImpact } = await import("./impact/run.ts");
      if (!(await runImpact(options))) process.exitCode = 1;
    });
  program
    .command("contract-log")
    .description("write docs/contract-log.md: every change since the first release, and what ends when")
    .option("--check", "write nothing; exit 1 when the file is not what the specs and tags say", false)
    .option("--root <folder>", "repository root", repository)
    .action(async (options: { readonly check: boolean; readonly root: string }) => {
      const { runContractLog } = await import("./run.ts");
      const today = new Date().toISOString().slice(0, 10);
      if (!(await runContractLog(options.root, options.check, today))) process.exitCode = 1;
    });
}
