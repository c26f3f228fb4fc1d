import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

/** The house rule "arrows only point down", held against every import of every package. */

const packages = fileURLToPath(new URL("../../packages", import.meta.url));
const generator = fileURLToPath(new URL("../../codegen/src", import.meta.url));

/** What each package may import of this repository. Nothing may import the sandbox, codegen or the examples. */
const MAY_IMPORT: { readonly [name: string]: readonly string[] } = {
  core: [],
  connection: ["core"],
  "futures-rest": ["core"],
  "ws-v2": ["connection", "core"],
  "ws-legacy": ["connection", "core"],
  fix: ["connection", "core"],
  kraken: ["core", "futures-rest", "ws-v2", "ws-legacy", "fix"],
  sandbox: ["core", "connection", "futures-rest", "ws-v2", "ws-legacy", "fix"],
};

function sources(name: string): { file: string; text: string }[] {
  return sourcesBelow(join(packages, name, "src"));
}

function sourcesBelow(folder: string): { file: string; text: string }[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
}

function imports(text: string): string[] {
  return [...text.matchAll(/(?:from|import\()\s*"([^"]+)"|^import "([^"]+)"/gm)].map(
    ([, a, b]) => a ?? b ?? "",
  );
}

/** The files of a folder that import each other in a circle, as the way around it; nothing where there is none. */
function circle(folder: string): string[] | undefined {
  const below = new Map(
    sourcesBelow(folder).map(({ file, text }) => [
      file,
      imports(text)
        .filter((specifier) => specifier.startsWith("."))
        .map((specifier) => join(dirname(file), specifier)),
    ]),
  );
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return undefined;
    for (const next of below.get(file) ?? []) {
      const found = visit(next, [...way, file]);
      if (found !== undefined) return found;
    }
    done.add(file);
    return undefined;
  };
  for (const file of below.keys()) {
    const found = visit(file, []);
    if (found !== undefined) return found;
  }
  return undefined;
}

describe("arrows only point down", () => {
  it("every package has its place", () => {
    expect(readdirSync(packages).sort()).toEqual(Object.keys(MAY_IMPORT).sort());
  });

  it.each(Object.entries(MAY_IMPORT))("%s imports only what lies below it", (name, below) => {
    const manifest = JSON.parse(readFileSync(join(packages, name, "package.json"), "utf8")) as {
      dependencies?: Record<string, string>;
    };
    const declared = Object.keys(manifest.dependencies ?? {}).flatMap(
      (dependency) => /^@x\/(.+)/.exec(dependency)?.[1] ?? [],
    );
    expect(below).toEqual(expect.arrayContaining(declared));
    for (const { file, text } of sources(name)) {
      for (const specifier of imports(text)) {
        const [, own] = /^@x\/([^/]+)/.exec(specifier) ?? [];
        if (own !== undefined) {
          expect(below, `${name}/src/${file} imports ${specifier}`).toContain(own);
          expect(declared, `${name}/package.json declares ${specifier}`).toContain(own);
        }
        expect(specifier, `${name}/src/${file} leaves its package`).not.toMatch(
          /^(\.\.\/)+(packages|codegen|examples|specs)\b/,
        );
      }
    }
  });

  it("no file of the generator imports itself by a detour", () => {
    expect(circle(generator)).toBeUndefined();
  });

  it("what runs in a browser imports nothing of Node's", () => {
    for (const name of ["core", "connection", "futures-rest", "ws-v2", "ws-legacy"]) {
      for (const { file, text } of sources(name)) {
        for (const specifier of imports(text)) expect(specifier, `${name}/src/${file}`).not.toMatch(/^node:/);
      }
    }
  });
});
