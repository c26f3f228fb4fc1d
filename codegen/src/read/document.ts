import { readFileSync } from "node:fs";
import { isAbsolute, posix, relative, resolve, sep } from "node:path";
import { load as parseYaml, YAMLException } from "js-yaml";
import type { Json } from "../contract/shape.ts";
import { type Source, SpecError } from "../contract/source.ts";
import { lineOf } from "./line-of.ts";

/** One YAML or JSON file, parsed, that can say on which line a pointer stands. */
export interface SpecDocument {
  /** Relative to the root, with forward slashes. */
  readonly file: string;
  readonly value: Json;
  lineOf(pointer: string): number | undefined;
}

/** What spec files hold, by their path from the root, instead of what is on disk: a parsed document, or XML text. */
export type GivenFiles = ReadonlyMap<string, Json>;

/** The spec files of one reading, each read once. */
export class Documents {
  readonly #root: string;
  readonly #given: GivenFiles;
  readonly #loaded = new Map<string, SpecDocument>();

  /** @param root the folder that file names are relative to: the repository's. */
  constructor(root: string, given: GivenFiles = new Map()) {
    this.#root = root;
    this.#given = given;
  }

  load(file: string): SpecDocument {
    const known = this.#loaded.get(file);
    if (known) return known;
    const value = this.#given.get(file);
    const document = value === undefined ? parse(this.#root, file) : { file, value, lineOf: () => undefined };
    this.#loaded.set(file, document);
    return document;
  }

  /** The node a pointer leads to. Throws a {@link SpecError} that names the referrer when there is none. */
  at(source: Source, from: Source = source): Json {
    let node: Json | undefined = this.load(source.file).value;
    for (const step of pointerSteps(source.pointer)) {
      node = child(node, step);
      if (node === undefined) throw this.error(from, `nothing stands at ${source.file}#${source.pointer}`);
    }
    return node;
  }

  /** Where a `$ref` leads: `#/a/b`, `other.json`, `other.json#/a/b`. */
  follow(ref: string, from: Source): Source {
    const [path = "", pointer = ""] = ref.split("#", 2);
    if (/^[a-z]+:/i.test(path)) throw this.error(from, `$ref to another host: ${ref}`);
    const file = path === "" ? from.file : posix.normalize(posix.join(posix.dirname(from.file), path));
    const decoded = decodeURIComponent(pointer);
    if (decoded !== "" && !decoded.startsWith("/"))
      throw this.error(from, `$ref is not a JSON pointer: ${ref}`);
    return { file, pointer: decoded };
  }

  error(source: Source, reason: string): SpecError {
    return new SpecError(source, reason, this.#loaded.get(source.file)?.lineOf(source.pointer));
  }
}

function parse(root: string, file: string): SpecDocument {
  const path = resolve(root, file);
  if (isAbsolute(relative(root, path)) || relative(root, path).startsWith(`..${sep}`)) {
    throw new SpecError({ file, pointer: "" }, "the file lies outside the repository");
  }
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new SpecError({ file, pointer: "" }, `cannot be read: ${(cause as NodeJS.ErrnoException).code}`);
  }
  return { file, value: contentOf(text, file), lineOf: (pointer) => lineOf(text, pointerSteps(pointer)) };
}

/** JSON is YAML too. */
function contentOf(text: string, file: string): Json {
  try {
    return parseYaml(text, { maxAliases: MAX_ALIASES }) as Json;
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    throw new SpecError({ file, pointer: "" }, error.reason, error.mark && error.mark.line + 1);
  }
}

/** Aliases of aliases could make a short file long. */
const MAX_ALIASES = 100;

/** The steps of a JSON pointer, unescaped. */
export function pointerSteps(pointer: string): string[] {
  return pointer
    .split("/")
    .slice(1)
    .map((step) => step.replaceAll("~1", "/").replaceAll("~0", "~"));
}

function child(node: Json | undefined, step: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(step)];
  if (typeof node === "object" && node !== null && Object.hasOwn(node, step)) {
    return (node as { readonly [key: string]: Json })[step];
  }
  return undefined;
}
