// Runs a command of this workspace with the pinned Node and the workspace's tools first on the PATH, installing first
// where that has not been done. Usage: node scripts/run.mjs <command> [arguments]
import { install, run } from "./workspace.mjs";

const [command, ...rest] = process.argv.slice(2);
if (command === undefined) {
  console.error("usage: node scripts/run.mjs <command> [arguments]");
  process.exit(2);
}
await install();
process.exit(await run(command, rest));
