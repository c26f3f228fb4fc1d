import { type Command, InvalidArgumentError } from "commander";
import type { RunOptions } from "./run.ts";

/** `codegen upstream`: what the exchange publishes, and what was seen on the wire, against the specs. */
export function addUpstreamCommand(program: Command, repository: string): void {
  program
    .command("upstream")
    .description("hold what the exchange publishes against the specs; exit 1 when they differ")
    .argument("[place...]", "documentation pages, OpenAPI files or llms.txt: folders, files or addresses")
    .option("--observed <file>", "collected onDrift reports, one JSON object a line")
    .option("--propose <file>", "write a patch of the specs to review; the specs stay as they are")
    .option("--network", "fetch addresses; without it they are answered from the cache", false)
    .option("--follow", "also read the pages a llms.txt lists for what the specs hold", false)
    .option("--cache <folder>", "where fetched texts are kept with hash and date", ".upstream-cache")
    .option("--max-bytes <n>", "size above which a text is not looked at", bytes, 8_000_000)
    .option("--markdown <file>", "also write the report here")
    .option("--json <file>", "also write the report as JSON here")
    .option("--root <folder>", "repository root", repository)
    .action(async (places: string[], options: RunOptions) => {
      // Other commands need not wait for what this one loads.
      const { run } = await import("./run.ts");
      process.exitCode = (await run(places, options)) ? 0 : 1;
    });
}

function bytes(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number) || number <= 0)
    throw new InvalidArgumentError("expected a number of bytes");
  return number;
}
