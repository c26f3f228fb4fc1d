import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Json } from "../../src/contract/shape.ts";
import type { Change } from "../../src/drift/change.ts";
import { compare } from "../../src/drift/compare.ts";
import type { Pair } from "../../src/drift/pairs.ts";
import { type Offering, surfaceOf } from "../../src/drift/sides.ts";
import { Documents } from "../../src/read/document.ts";
import { targets } from "../../src/targets.ts";

export const repository = fileURLToPath(new URL("../../..", import.meta.url));

/** A spec node as a test changes it. */
// biome-ignore lint/suspicious/noExplicitAny: a test reaches into a document it knows.
export type Document = any;

const documents = new Documents(repository);
const bases = new Map<string, Offering>();

/** A target before and after an edit of one file of its spec. */
export function pairOf(
  target: string,
  file: string,
  edit: (document: Document) => Document | undefined,
): Pair {
  const before = bases.get(target) ?? read(target);
  bases.set(target, before);
  return { before, after: read(target, new Map([[file, edited(file, edit)]])) };
}

/** The changes that the edit makes. */
export function changesOf(
  target: string,
  file: string,
  edit: (document: Document) => Document | undefined,
): Change[] {
  const { before, after } = pairOf(target, file, edit);
  return compare(before.surface, after.surface);
}

function edited(file: string, edit: (document: Document) => Document | undefined): Json {
  if (file.endsWith(".xml")) return edit(readFileSync(`${repository}/${file}`, "utf8")) as string;
  const copy = structuredClone(documents.load(file).value) as Document;
  return (edit(copy) as Json | undefined) ?? copy;
}

function read(name: string, given?: ReadonlyMap<string, Json>): Offering {
  const target = targets.find((candidate) => candidate.name === name);
  if (target?.offers === undefined) throw new Error(`no target ${name}`);
  const contract = target.offers.read(repository, target.spec, given);
  return { target, offer: target.offers, contract, surface: surfaceOf(contract, name, target.offers) };
}

/** What a test states of a change. */
export function summary({ rule, travel, types, wire, bump }: Change): string {
  return `${rule} (${travel}): ${types}, ${wire}, ${bump}`;
}
