import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { structuredPatch } from "diff";
import { type Source, sourceText } from "../../contract/source.ts";
import { type Lines, Places } from "../../read/places.ts";
import type { Change } from "../change.ts";

/** Lines of a spec that one side has and the other has not, with some around them that both have. */
export interface Excerpt {
  readonly before: readonly ExcerptLine[];
  readonly after: readonly ExcerptLine[];
}

export interface ExcerptLine {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
  /** The other side does not have it. */
  readonly isOwn: boolean;
}

/** The lines behind each change, by the text of the place it is written at. */
export type Excerpts = ReadonlyMap<string, readonly Excerpt[]>;

/** Lines around a difference that are shown with it. */
const CONTEXT = 2;

/** More differences than these around a place say nothing of one change. */
const MOST = 3;

/** Finds for each change the lines of the specs, below either root, that make it. */
export async function excerptsOf(
  changes: readonly Change[],
  before: string,
  after: string,
): Promise<Excerpts> {
  const found = new Map<string, readonly Excerpt[]>();
  const files = new Map<string, SpecFile>();
  for (const { source } of changes) {
    const key = sourceText(source);
    if (found.has(key)) continue;
    const file = files.get(source.file) ?? (await readBoth(source.file, before, after));
    files.set(source.file, file);
    const excerpts = nearest(file, source);
    if (excerpts.length > 0) found.set(key, excerpts);
  }
  return found;
}

/** A spec file of both sides. */
interface SpecFile {
  readonly before: Places | undefined;
  readonly after: Places | undefined;
  readonly excerpts: readonly Excerpt[];
}

async function readBoth(file: string, before: string, after: string): Promise<SpecFile> {
  const read = (root: string): Promise<string> => readFile(join(root, file), "utf8").catch(() => "");
  const [old, next] = await Promise.all([read(before), read(after)]);
  const { hunks } = structuredPatch(file, file, old, next, undefined, undefined, { context: CONTEXT });
  const places = (text: string): Places | undefined => (text === "" ? undefined : new Places(file, text));
  return { before: places(old), after: places(next), excerpts: hunks.map(excerpt) };
}

function excerpt({
  oldStart,
  newStart,
  lines,
}: {
  oldStart: number;
  newStart: number;
  lines: string[];
}): Excerpt {
  const side = (start: number, own: string): ExcerptLine[] =>
    lines
      .filter((line) => line.startsWith(" ") || line.startsWith(own))
      .map((line, index) => ({ number: start + index, text: line.slice(1), isOwn: line.startsWith(own) }));
  return { before: side(oldStart, "-"), after: side(newStart, "+") };
}

/** What differs at the place, or else in the smallest thing around it in which something does. */
function nearest({ before, after, excerpts }: SpecFile, { pointer }: Source): Excerpt[] {
  const [old, next] = [before?.on(pointer) ?? [], after?.on(pointer) ?? []];
  for (let depth = Math.max(old.length, next.length) - 1; depth >= 0; depth--) {
    const inside = excerpts.filter(
      (each) => differs(each.before, old[depth]) || differs(each.after, next[depth]),
    );
    if (inside.length > 0) return inside.length > MOST ? [] : inside;
  }
  return excerpts.length > MOST ? [] : [...excerpts];
}

function differs(lines: readonly ExcerptLine[], place: Lines | undefined): boolean {
  if (place === undefined) return false;
  return lines.some(({ isOwn, number }) => isOwn && number >= place.first && number <= place.last);
}
