// npm run interop:jspurefix: plays every scenario between this package and jspurefix, in both directions, and ends with 0
// when all of them went as FIX says. Installs jspurefix into a scratch folder. Words after the command choose scenarios.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { playBothWays } from "../fix/both-ways.ts";
import { acceptorScenarios, initiatorScenarios } from "./scenarios.ts";

const scratch = mkdtempSync(join(tmpdir(), "interop-jspurefix-"));
const pinned = fileURLToPath(new URL("peer/", import.meta.url));
for (const file of ["package.json", "package-lock.json"])
  copyFileSync(join(pinned, file), join(scratch, file));
execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
  cwd: scratch,
  stdio: ["ignore", "ignore", "inherit"],
});
const good = await playBothWays({
  peer: "jspurefix",
  initiator: initiatorScenarios,
  acceptor: acceptorScenarios,
  scratch,
  place: () => ({ installed: scratch }),
  chosen: process.argv.slice(2),
});
rmSync(scratch, { recursive: true });
process.exit(good ? 0 : 1);
