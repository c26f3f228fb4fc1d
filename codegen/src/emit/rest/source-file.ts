import type { Source } from "../../contract/source.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";

/** Collects what one generated file imports and declares, and prints it in a fixed order. */
export class SourceFile {
  readonly #path: string;
  readonly #source: Source;
  readonly #imports = new Map<string, Map<string, boolean>>();
  readonly #declarations: string[] = [];

  constructor(path: string, source: Source) {
    this.#path = path;
    this.#source = source;
  }

  value(name: string, from: string): void {
    this.#import(name, from, false);
  }

  type(name: string, from: string): void {
    this.#import(name, from, true);
  }

  declare(text: string): void {
    this.#declarations.push(text);
  }

  print(): GeneratedFile {
    const imports = [...this.#imports]
      .sort(([a], [b]) => order(a, b))
      .map(([from, names]) => statement(from, names));
    const parts = [
      header(this.#source) + (imports.length > 0 ? `\n${imports.join("")}` : ""),
      ...this.#declarations,
    ];
    return { path: this.#path, content: parts.join("\n") };
  }

  #import(name: string, from: string, typeOnly: boolean): void {
    const names = this.#imports.get(from) ?? new Map<string, boolean>();
    names.set(name, typeOnly && (names.get(name) ?? true));
    this.#imports.set(from, names);
  }
}

/** Packages before files, each by name. */
function order(a: string, b: string): number {
  const local = Number(a.startsWith(".")) - Number(b.startsWith("."));
  return local || (a < b ? -1 : 1);
}

function statement(from: string, names: ReadonlyMap<string, boolean>): string {
  const sorted = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  const allTypes = sorted.every(([, typeOnly]) => typeOnly);
  const list = sorted.map(([name, typeOnly]) => (typeOnly && !allTypes ? `type ${name}` : name)).join(", ");
  return `import ${allTypes ? "type " : ""}{ ${list} } from ${JSON.stringify(from)};\n`;
}
