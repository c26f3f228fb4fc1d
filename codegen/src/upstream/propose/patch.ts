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
    const insertions = inFile.flatMap((edit) => {
      const found = insertionsOf(text, edit);
      if (!("byHand" in found)) return found;
      byHand.push(`${edit.place}: ${found.byHand} (${edit.because})`);
      return [];
    });
    return insertions.length === 0
      ? ""
      : createTwoFilesPatch(
          `a/${file}`,
          `b/${file}`,
          text,
          inserted(text, insertions),
          undefined,
          undefined,
          {
            context: 3,
          },
        ).replace(/^=+\n/, "");
  });
  return { patch: patches.join(""), byHand };
}

/** The same thing said twice, by two pages or two observations, goes in once. */
function unique(edits: readonly Edit[]): Edit[] {
  const seen = new Map<string, Edit>();
  for (const edit of edits) {
    const { addition, place } = edit;
    const what = addition.what === "field" ? addition.name : addition.value;
    const key = [place, addition.what, what].join("\n");
    if (!seen.has(key)) seen.set(key, edit);
  }
  return [...seen.values()];
}

function inserted(text: string, insertions: readonly Insertion[]): string {
  let result = text;
  // From the end, so that offsets stay true; of several at one offset the first comes first.
  const ordered = insertions.map((insertion, index) => ({ ...insertion, index }));
  ordered.sort((one, other) => other.offset - one.offset || other.index - one.index);
  for (const { offset, text: addition } of ordered)
    result = result.slice(0, offset) + addition + result.slice(offset);
  return result;
}
