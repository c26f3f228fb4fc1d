import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Installs somebody's client into a scratch folder, exactly as its lock file says and without its install scripts.
 *
 * @param peer the folder with its package.json and package-lock.json
 */
export function installPeer(peer: URL, folder: string): void {
  for (const file of ["package.json", "package-lock.json"]) {
    copyFileSync(join(fileURLToPath(peer), file), join(folder, file));
  }
  execFileSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: ["ignore", "ignore", "inherit"],
  });
}
