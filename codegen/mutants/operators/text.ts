import type { TextOperator } from "./operator.ts";

/** An operator that replaces one of the places a pattern finds. */
export function replace(
  name: string,
  pattern: RegExp,
  edit: (match: RegExpMatchArray, text: string) => string | undefined,
): TextOperator {
  return {
    name,
    places: (text) => [...text.matchAll(pattern)].length,
    edit: (text, place) => {
      const match = [...text.matchAll(pattern)][place];
      const next = match && edit(match, text);
      if (match === undefined || next === undefined) return undefined;
      return text.slice(0, match.index) + next + text.slice(match.index + match[0].length);
    },
  };
}

/** An operator that changes the text as a whole. */
export function rewrite(name: string, edit: TextOperator["edit"]): TextOperator {
  return { name, places: () => 1, edit };
}
