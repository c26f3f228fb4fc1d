// Copies the files of a folder that the compiler leaves out, by how their names end.
// Usage: node scripts/copy.mjs <from> <to> <ending>...
import { cpSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";

const [from, to, ...endings] = process.argv.slice(2);
if (from === undefined || to === undefined || endings.length === 0) {
  console.error("usage: node scripts/copy.mjs <from> <to> <ending>...");
  process.exit(2);
}
mkdirSync(to, { recursive: true });
for (const name of readdirSync(from)) {
  if (endings.some((ending) => name.endsWith(`.${ending}`))) cpSync(join(from, name), join(to, name));
}
