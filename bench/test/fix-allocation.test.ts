import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

// Not a matter of time: bytes are bytes on every machine. The mix is the benchmark's, 652 bytes a message in the mean.
test("a decoded FIX message takes at most 3 kB, with everything made on the way", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [
    "--expose-gc",
    "--min-semi-space-size=128",
    "--max-semi-space-size=128",
    fileURLToPath(new URL("../fix/allocation.ts", import.meta.url)),
  ]);
  const bytes = Number(stdout);
  // Fewer than the text alone would mean that a collection fell into every pass.
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThanOrEqual(3_000);
});
