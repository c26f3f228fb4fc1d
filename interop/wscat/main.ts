// npm run interop:wscat: types frames at the sandbox as people do with wscat, and ends with 0 when every conversation went as on
// the exchange.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "@x/sandbox";
import { installPeer } from "../npm-peer.ts";
import { type Conversation, conversations } from "./conversations.ts";
import { sessionToken } from "./session-token.ts";

/** How long answers may take. */
const WAIT_SECONDS = 60;

const scratch = mkdtempSync(join(tmpdir(), "interop-wscat-"));
installPeer(new URL("peer/", import.meta.url), scratch);
let failed = 0;
for (const conversation of conversations) {
  await using sandbox = await startSandbox({ market: "resting", seed: "wscat" });
  const problems = await hold(conversation, sandbox);
  if (problems.length > 0) failed++;
  console.log(`${problems.length === 0 ? "✓" : "✗"} ${[conversation.name, ...problems].join("\n    ")}`);
}
rmSync(scratch, { recursive: true });
console.log(
  `\nwscat: ${conversations.length - failed} of ${conversations.length} conversations as on the exchange`,
);
process.exit(failed === 0 ? 0 : 1);

/** Says what the conversation says, and tells what did not come back. */
async function hold({ url, says, hears, open = 0 }: Conversation, sandbox: Sandbox): Promise<string[]> {
  const frames = says(await sessionToken(sandbox));
  const lines = await wscat(url(sandbox.urls), frames, (heard) => missing(hears, heard).length === 0);
  const problems = missing(hears, lines);
  if (problems.length > 0) problems.push(...lines.map((line) => `heard ${line.slice(0, 200)}`));
  const left = sandbox.openOrders("spot");
  if (left !== open) problems.push(`${left} orders open instead of ${open}`);
  return problems;
}

/** What is not among the lines that came, in the order in which it is to come. */
function missing(hears: readonly RegExp[], lines: readonly string[]): string[] {
  const problems: string[] = [];
  let at = 0;
  for (const wanted of hears) {
    const found = lines.findIndex((line, i) => i >= at && wanted.test(line));
    if (found === -1) problems.push(`nothing like ${wanted} after line ${at}`);
    else at = found + 1;
  }
  return problems;
}

/** Types the frames, and leaves when enough was heard. */
function wscat(
  url: string,
  frames: readonly string[],
  isEnough: (lines: readonly string[]) => boolean,
): Promise<string[]> {
  const program = join(scratch, "node_modules", "wscat", "bin", "wscat");
  const args = ["--no-color", "--connect", url, "--wait", String(WAIT_SECONDS)];
  const child = spawn(
    process.execPath,
    [program, ...args, ...frames.flatMap((frame) => ["--execute", frame])],
    // It leaves when nobody can type any more.
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  let heard = "";
  const lines = () => heard.split("\n").map((line) => line.replace(/^< /, ""));
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    heard += text;
    if (isEnough(lines())) child.kill();
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(lines()));
  });
}
