// The rules of this house for what goes into a published package, beyond what publint and attw know.
import type { Tarball } from "./pack.ts";
import type { Manifest } from "./workspace.ts";

/** What packages of others may be depended on, and why the platform does not do. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // Node has a WebSocket client and no server.
  "@x/sandbox": ["ws"],
};

/**
 * What is wrong with a packed package, one sentence each.
 *
 * @param sources the package's source files, relative to its `src/`
 */
export function complaints({ name, files, manifest }: Tarball, sources: readonly string[]): string[] {
  return [
    ...unexpectedFiles(manifest, files, sources),
    ...wrongExports(manifest, files),
    ...wrongDependencies(name, manifest),
    ...wrongFacts(manifest),
  ];
}

/**
 * dist/ holds what the compiler makes of src/, no more and no less: nothing stale, no test, no source. Where the build
 * puts the modules together, it holds the entry and what it imports by the platform, and the types of every module.
 */
function unexpectedFiles(manifest: Manifest, files: readonly string[], sources: readonly string[]): string[] {
  const isOneFile = manifest.scripts?.build?.includes("one-file.mjs");
  const expected = new Set(["package.json", "README.md", "LICENSE"]);
  for (const source of sources) {
    if (!source.endsWith(".ts")) {
      // A file of a web page goes as it is.
      expected.add(`dist/${source}`);
      continue;
    }
    if (!isOneFile || source === "index.ts") expected.add(`dist/${source.replace(/\.ts$/, ".js")}`);
    expected.add(`dist/${source.replace(/\.ts$/, ".d.ts")}`);
  }
  for (const data of Object.values(manifest.exports ?? {})) {
    const target = typeof data === "string" ? data : (data.node ?? data.default);
    expected.add(target.replace("./", ""));
  }
  for (const target of Object.values(manifest.imports ?? {}).flatMap(Object.values)) {
    expected.add(target.replace("./", ""));
  }
  const present = new Set(files);
  return [
    ...files.filter((file) => !expected.has(file)).map((file) => `${file} does not belong in the package`),
    ...[...expected].filter((file) => !present.has(file)).map((file) => `${file} is missing`),
  ];
}

function wrongExports(manifest: Manifest, files: readonly string[]): string[] {
  const entries = Object.entries(manifest.exports ?? {});
  const found: string[] = [];
  if (!("." in (manifest.exports ?? {}))) found.push('exports has no "."');
  for (const [subpath, entry] of entries) {
    if (subpath.includes("*")) found.push(`exports "${subpath}" is a wildcard`);
    const isData = typeof entry === "string" && subpath.endsWith(".xml") && entry.endsWith(".xml");
    if (!isData && !/^types,(?:node,)?default$/.test(Object.keys(entry).join())) {
      found.push(`exports "${subpath}" is not { types, default } or { types, node, default } in this order`);
    }
    for (const target of isData ? [entry] : Object.values(entry)) {
      if (!files.includes(String(target).replace("./", "")))
        found.push(`exports "${subpath}" names ${target}, not packed`);
    }
  }
  return found;
}

function wrongDependencies(name: string, manifest: Manifest): string[] {
  const {
    dependencies = {},
    peerDependencies = {},
    optionalDependencies = {},
    devDependencies = {},
  } = manifest;
  const found: string[] = [];
  for (const [dependency, range] of Object.entries({ ...peerDependencies, ...optionalDependencies })) {
    found.push(`${dependency}@${range}: peer and optional dependencies are not for these packages`);
  }
  for (const [dependency, range] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (range.includes("workspace:"))
      found.push(`${dependency}@${range} cannot be installed outside the workspace`);
  }
  for (const dependency of Object.keys(dependencies)) {
    if (!dependency.startsWith("@x/") && !(allowed[name] ?? []).includes(dependency)) {
      found.push(`${dependency} is a runtime dependency on a package of others`);
    }
  }
  return found;
}

function wrongFacts(manifest: Manifest): string[] {
  const wanted: [string, unknown, unknown][] = [
    ["type", manifest.type, "module"],
    ["license", manifest.license, "MIT"],
    ["sideEffects", manifest.sideEffects, false],
    ["engines.node", manifest.engines?.node, ">=22"],
    ["files", manifest.files?.join(), foldersOf(manifest)],
    ["publishConfig.access", manifest.publishConfig?.access, "public"],
    ["publishConfig.provenance", manifest.publishConfig?.provenance, true],
    ["repository.directory", manifest.repository?.directory, `packages/${manifest.name.replace("@x/", "")}`],
  ];
  const found = wanted
    .filter(([, actual, expected]) => actual !== expected)
    .map(
      ([field, actual, expected]) => `${field} is ${JSON.stringify(actual)}, not ${JSON.stringify(expected)}`,
    );
  if (!manifest.description) found.push("description is missing");
  for (const script of ["preinstall", "install", "postinstall", "prepare"]) {
    if (manifest.scripts?.[script] !== undefined)
      found.push(`scripts.${script} would run on the consumer's machine`);
  }
  return found;
}

/** dist/, and the folder of each file of data that is exported. */
function foldersOf(manifest: Manifest): string {
  const data = Object.values(manifest.exports ?? {}).filter((entry) => typeof entry === "string");
  return ["dist", ...new Set(data.map((entry) => entry.split("/")[1]))].join();
}
