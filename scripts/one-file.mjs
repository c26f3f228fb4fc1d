// Puts the modules of a built package together, and with them what it uses of other packages: a program that imports it
// loads one file instead of hundreds, which is most of an import's time, and even one more to be found by the name of its
// package costs as much as parsing 100 kB. So each platform for which `exports` names a file gets one with its own parts
// inside. Nothing is minified and names stay, so that bundlers still drop what a program does not use; the types stay file
// by file. Run in the package's folder, after tsc.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { buildSync } = createRequire(join(process.cwd(), "package.json"))("esbuild");
const dist = join(process.cwd(), "dist");
const { imports = {}, exports } = JSON.parse(readFileSync("package.json", "utf8"));
// What depends on the platform also stays apart, for the tests of the sources.
const apart = Object.values(imports).flatMap(Object.values);

/** The modules behind some files of dist, put together as a platform sees them. */
function together(files, conditions) {
  return buildSync({
    entryPoints: files.map((file) => join(process.cwd(), file)),
    outdir: dist,
    write: false,
    bundle: true,
    // A copy in each package does no harm: none tests an object of another by its class, and what the connection remembers
    // of its attempts it remembers by address, of which no two packages share one.
    external: ["node:*"],
    conditions,
    format: "esm",
    platform: "neutral",
    target: "es2024",
    // Not the paths that TypeScript takes for the sources: the conditions choose.
    tsconfigRaw: "{}",
    logLevel: "warning",
  }).outputFiles;
}

const { types: _, ...entries } = exports["."];
const built = Object.entries(entries).flatMap(([condition, file]) =>
  together(["dist/index.js"], [condition]).map(({ contents }) => [join(process.cwd(), file), contents]),
);
for (const { path, contents } of together(apart, [])) built.push([path, contents]);
for (const entry of readdirSync(dist, { recursive: true, encoding: "utf8" }))
  if (entry.endsWith(".js")) rmSync(join(dist, entry));
for (const [path, contents] of built) writeFileSync(path, contents);
