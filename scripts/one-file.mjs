// Puts the modules of a built package together, and with them what it uses of other packages, but for those named as
// arguments: a program that imports it loads one file instead of hundreds, which is most of an import's time. Nothing is
// minified and names stay, so that bundlers still drop what a program does not use; the types stay file by file. Run in
// the package's folder, after tsc.
import { readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { buildSync } = createRequire(join(process.cwd(), "package.json"))("esbuild");
const dist = join(process.cwd(), "dist");
const whole = join(dist, "index.whole.js");

buildSync({
  entryPoints: [join(dist, "index.js")],
  outfile: whole,
  bundle: true,
  // No package tests an object of core's by its class, so a copy in each does no harm.
  external: ["node:*", "#*", ...process.argv.slice(2)],
  format: "esm",
  platform: "neutral",
  target: "es2024",
  logLevel: "warning",
});
// What depends on the platform stays apart, for the platform or the bundler to choose.
const { imports = {} } = JSON.parse(readFileSync("package.json", "utf8"));
const apart = Object.values(imports)
  .flatMap(Object.values)
  .map((file) => join(process.cwd(), file));
for (const entry of readdirSync(dist, { recursive: true, encoding: "utf8" })) {
  const file = join(dist, entry);
  if (entry.endsWith(".js") && file !== whole && !apart.includes(file)) rmSync(file);
}
renameSync(whole, join(dist, "index.js"));
