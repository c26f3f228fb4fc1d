import { mayHaveExponent } from "../../contract/exponent.ts";
import { fileName, typeName } from "../../contract/names.ts";
import type { Components, Shape } from "../../contract/shape.ts";
import { type Source, sourceText } from "../../contract/source.ts";
import { checkName, type EmittedCheck, emitCheck } from "../check.ts";
import { comment, docComment, limits } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { header } from "../header.ts";
import { knownText } from "../known.ts";
import { literal } from "../predicate.ts";
import { emitType } from "../type.ts";

/** Gathers what one generated file declares, and from that what it must import. */
export class ModuleWriter {
  readonly #source: Source;
  readonly #components: Components;
  readonly #folder: string;
  readonly #parts: string[] = [];
  readonly #core = new Set<string>();
  readonly #connection = new Set<string>();
  readonly #runtime = new Map<string, Set<string>>();
  readonly #fromComponents = new Map<string, Set<string>>();
  readonly exports: string[] = [];

  /** @param folder the folder of the file, below the generated folder: `methods`, `channels`, `components`. */
  constructor(source: Source, components: Components, folder: string) {
    this.#source = source;
    this.#components = components;
    this.#folder = folder;
  }

  type(name: string, shape: Shape): void {
    const { code, refers } = emitType(name, shape, typeName);
    for (const component of refers) this.#import(component, `type ${typeName(component)}`);
    const about = docComment(shape.doc, shape.source, { facts: limits(shape) });
    this.#declare(`type ${name}`, about + code);
  }

  /**
   * @param of what a value should be that has no fault, in words.
   * @param formats whether text formats are held to: for what is sent.
   */
  check(name: string, of: string, shape: Shape, formats: boolean): void {
    const emitted: EmittedCheck = emitCheck(name, shape, { formats, components: this.#components });
    for (const component of emitted.calls) this.#import(component, checkName(component));
    this.#core.add("type Fault");
    for (const symbol of emitted.imports) this.#core.add(symbol === "Fault" ? "type Fault" : symbol);
    const about = comment(
      `The first fault of a value that should be ${of}.\n\nSource: ${sourceText(shape.source)}`,
    );
    this.#declare(name, about + emitted.code);
  }

  /** What the spec lists of a value, as an expression. */
  known(shape: Shape): string {
    return literal(knownText(shape, this.#components));
  }

  constant(name: string, type: string, about: string, value: string): void {
    const plain = type.replace(/<.*$/s, "");
    this.#connection.add(`type ${plain}`);
    this.#declare(name, `${about}export const ${name}: ${type} = ${value};\n`);
  }

  /** A constant for the package's own use, which its index does not export. */
  internal(name: string, type: string, about: string, value: string): void {
    this.constant(name, type, about, value);
    this.exports.pop();
  }

  /** The name of something of the connection's package. */
  fromConnection(name: string): string {
    this.#connection.add(name);
    return name;
  }

  /** The member of a descriptor that writes its requests, where their numbers need care. */
  writer(params: Shape): string[] {
    if (!mayHaveExponent(params, this.#components)) return [];
    return [`write: ${this.fromConnection("encodeJson")}`];
  }

  /** The name of something hand-written of the package, which lies in a file beside the generated folder. */
  runtime(name: string, file = name): string {
    this.#runtime.set(file, (this.#runtime.get(file) ?? new Set()).add(name));
    return name;
  }

  file(name: string): GeneratedFile {
    const own = this.#folder === "components" ? "./" : "../components/";
    const imports = [
      importLine(this.#connection, "@x/connection"),
      importLine(this.#core, "@x/core"),
      ...[...this.#fromComponents]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([component, symbols]) => importLine(symbols, `${own}${fileName(component)}.ts`)),
      ...[...this.#runtime].map(([file, names]) => importLine(names, `../../${fileName(file)}.ts`)),
    ].filter((line) => line !== "");
    const content = [header(this.#source), imports.join(""), ...this.#parts.map((part) => `\n${part}`)].join(
      "",
    );
    return { path: `${this.#folder}/${fileName(name)}.ts`, content };
  }

  #declare(exported: string, code: string): void {
    this.exports.push(exported);
    this.#parts.push(code);
  }

  #import(component: string, symbol: string): void {
    const symbols = this.#fromComponents.get(component) ?? new Set();
    this.#fromComponents.set(component, symbols.add(symbol));
  }
}

function importLine(symbols: ReadonlySet<string>, from: string): string {
  const all = [...symbols].sort((a, b) => (bare(a) < bare(b) ? -1 : 1));
  if (all.length === 0) return "";
  const types = all.every((symbol) => symbol.startsWith("type "));
  return types
    ? `import type { ${all.map(bare).join(", ")} } from "${from}";\n`
    : `import { ${all.join(", ")} } from "${from}";\n`;
}

function bare(symbol: string): string {
  return symbol.replace(/^type /, "");
}
