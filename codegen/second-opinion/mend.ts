/**
 * Makes the other generator's TypeScript readable where it is none. Of a union that has a list among its variants it
 * writes a file that imports `Array<Item>FromJSONTyped`, which is no name, and that forgets to import `Item`. A file
 * that cannot be parsed would keep the compiler from looking at any other, and an item without an import has no type.
 *
 * @param files text by path, relative to the client's folder
 */
export function mendClient(files: ReadonlyMap<string, string>): Map<string, string> {
  return new Map([...files].map(([path, text]) => [path, mendFile(text, files)]));
}

const DECODER = /\bArray<([\w<>]+)>(FromJSONTyped|ToJSON)\b/g;

function mendFile(text: string, files: ReadonlyMap<string, string>): string {
  const named = text.replace(
    DECODER,
    (_, item: string, verb: string) => `ArrayOf${item.replace(/[<>]/g, "")}${verb}`,
  );
  const [, own, union = ""] = /^export type (\w+) = (.+);$/m.exec(named) ?? [];
  const missing = [...union.matchAll(/\bArray<(.+?)>/g)]
    .flatMap(([, item = ""]) => item.match(/\w+/g) ?? [])
    .filter((name) => name !== own && files.has(`models/${name}.ts`))
    .filter((name) => !new RegExp(`^import \\{[^}]*\\b${name}\\b`, "m").test(named));
  return missing.length === 0
    ? named
    : `import type { ${[...new Set(missing)].sort().join(", ")} } from './';\n${named}`;
}
