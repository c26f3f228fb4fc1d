import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { FixError } from "../errors.ts";

/** Paths this program holds. */
const held = /* @__PURE__ */ new Set<string>();

/**
 * Keeps other programs from using the same numbers. A lock whose program no longer runs is taken over.
 *
 * @returns what lets go of it
 * @throws FixError `storeDamaged` when it is held
 */
export function lock(path: string): () => void {
  for (let attempt = 0; ; attempt++) {
    try {
      writeFileSync(path, String(process.pid), { flag: "wx", mode: 0o600 });
      held.add(path);
      return () => {
        held.delete(path);
        rmSync(path, { force: true });
      };
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== "EEXIST" || attempt > 0) throw cause;
      const owner = Number(readFileSync(path, "utf8"));
      if (held.has(path) || (owner !== process.pid && runs(owner))) {
        throw new FixError("storeDamaged", `the store is in use by process ${owner} (${path})`);
      }
      rmSync(path, { force: true });
    }
  }
}

function runs(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return (cause as NodeJS.ErrnoException).code === "EPERM";
  }
}
