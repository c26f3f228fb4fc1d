// Removes build folders below the current package, so that a file whose source is gone is not shipped.
import { rmSync } from "node:fs";

for (const folder of process.argv.slice(2)) rmSync(folder, { recursive: true, force: true });
