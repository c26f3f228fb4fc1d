import { spawn } from "node:child_process";
import { once } from "node:events";

/**
 * Runs Node in a process of its own and gives the milliseconds until it has ended.
 *
 * @throws Error when it does not end well.
 */
export async function timedProcess(args: readonly string[]): Promise<number> {
  const begin = performance.now();
  const child = spawn(process.execPath, args, {
    stdio: ["ignore", "ignore", "pipe"],
    // Options for this process are not the program's.
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  let complaints = "";
  child.stderr.on("data", (chunk) => {
    complaints += chunk;
  });
  const [code] = (await once(child, "close")) as [number | null];
  if (code !== 0) throw new Error(`node ${args.join(" ").slice(0, 300)} ended with ${code}: ${complaints}`);
  return performance.now() - begin;
}
