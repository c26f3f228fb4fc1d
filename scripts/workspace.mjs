// What the entry scripts share. Runs on any Node from 20 on and needs nothing installed: it is what installs.
import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));
const tools = join(root, "node_modules", ".bin");

/**
 * Brings node_modules to what the lockfile says; a moment's work when it already is. The pinned pnpm is fetched through
 * npm the first time and is a dependency of the workspace from then on.
 */
export async function install() {
  const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const local = join(tools, process.platform === "win32" ? "pnpm.cmd" : "pnpm");
  const [command, ...lead] = existsSync(local) ? [local] : ["npx", "-y", packageManager];
  const code = await start(command, [...lead, "install", "--frozen-lockfile", "--reporter=append-only"], {
    ...environment(),
    // Without a terminal to ask on, pnpm must decide by itself.
    CI: "true",
  });
  if (code !== 0) throw new Error(`the install failed with exit code ${code}`);
}

/** Runs a tool of the workspace on the pinned Node and resolves with its exit code. */
export function run(command, args) {
  return start(command, args, environment());
}

function environment() {
  return {
    ...process.env,
    PATH: tools + delimiter + (process.env.PATH ?? ""),
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
  };
}

function start(command, args, env) {
  return new Promise((resolve, reject) => {
    const shell = process.platform === "win32";
    const child = spawn(command, args, { cwd: root, stdio: "inherit", env, shell });
    child.on("error", reject);
    child.on("close", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}
