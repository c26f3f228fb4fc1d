import { readAccess } from "./access.ts";
import { kill } from "./kill.ts";
import { describeReport, exitCodeOf } from "./report.ts";
import { allWires } from "./wires.ts";

/**
 * node command.ts <access.json> [milliseconds]: cancels every open order of the account over every wire, and says what is
 * left. The file is what `sandbox --json` prints; each step may take 3000 milliseconds or those given. Ends with 0 when
 * nothing is open, 1 when something is, 2 when that is not known, 3 when it could not begin.
 */

const [path, milliseconds = "3000"] = process.argv.slice(2);
if (path === undefined || !/^[1-9]\d{0,8}$/.test(milliseconds)) {
  console.error("usage: node command.ts <access.json> [whole milliseconds that a step may take, 3000]");
  process.exit(3);
}
const deadlineMs = Number(milliseconds);
try {
  const report = await kill(allWires(readAccess(path), deadlineMs), { deadlineMs });
  console.log(describeReport(report));
  process.exit(exitCodeOf(report));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(3);
}
