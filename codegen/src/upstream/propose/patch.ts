import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createTwoFilesPatch } from "diff";
import { dictionaryInsertions } from "./dictionary.ts";
import type { Edit } from "./edits.ts";
import type { Insertion } from "./insertion.ts";
import { schemaInsertions } from "./schema.ts";

export interface Proposal {
  /** A unified diff against the repository, for `git apply`. */
  readonly patch: string;
  /** What it leaves to a person, each with the reason. */
  readonly byHand: readonly string[];
}

/** A patch of the specs below `root` that adds what is missing. Nothing is written to the specs. */
export function proposal(root: string, edits: readonly Edit[]): Proposal {
  const byFile = new Map<string, Edit[]>();
  for (const edit of unique(edits)) {
    const [file = ""] = edit.place.split("#");
    byFile.set(file, [...(byFile.get(file) ?? []), edit]);
  }
  const byHand: string[] = [];
  const patches = [...byFile].map(([file, inFile]) => {
    const text = readFileSync(join(root, file), "utf8");
    const insertionsOf = file.endsWith(".xml") ? dictionaryInsertions : schemaInsertions;
    // One after the other: each is found in what those before it have made.
    const edited = inFile.reduce((before, edit) => {
      const found = insertionsOf(before, edit);
      if (!("byHand" in found)) return inserted(before, found);
      byHand.push(`${edit.place}: ${found.byHand} (${edit.because})`);
      return before;
    }, text);
    if (edited === text) return "";
    const patch = createTwoFilesPatch(`a/${file}`, `b/${file}`, text, edited, undefined, undefined, {
      context: 3,
    });
    return patch.replace(/^=+\n/, "");
  });
  return { patch: patches.join(""), byHand };
}

/** The same thing said twice, by two pages or two observations, goes in once. */
function unique(edits: readonly Edit[]): Edit[] {
  const seen = new Map<string, Edit>();
  for (const edit of edits) {
    const { addition, place } = edit;
    const { what } = addition;
    const key = [place, what, "name" in addition ? addition.name : Object.values(addition).at(-1)].join("\n");
    if (!seen.has(key)) seen.set(key, edit);
  }
  return [...seen.values()];
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  // From the end, so that offsets stay true.
  for (const { offset, remove = 0, text: addition } of insertions.toSorted(
    (one, other) => other.offset - one.offset,
  ))
    result = result.slice(0, offset) + addition + result.slice(offset + remove);
  return result;
}
