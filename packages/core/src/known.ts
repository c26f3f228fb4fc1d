/**
 * What a schema knows of a value: 0 for a leaf, a list of the known values of an open enum, a table of fields (with `rest`
 * for the values of free keys, beside them or alone), and tables for the items of an array and the parts of a tuple.
 */
export type Known =
  | 0
  | { readonly values: readonly (string | number)[] }
  | { readonly items: Known }
  | { readonly tuple: readonly Known[] }
  | { readonly fields: { readonly [name: string]: Known }; readonly rest?: Known };

/**
 * Reads the text that is emitted beside a check, `{status(open,closed),fills[{id,price}],*{note}}`: fields in braces,
 * each with its table behind its name and `*` for free keys; values in parentheses; items in brackets; parts in angle
 * brackets; nothing for a leaf. Names and values of other characters are JSON strings, and so are values that begin like a
 * number but are none. It is text because most programs never look for drift: a text costs an import next to nothing.
 */
export function readKnown(text: string): Known {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[^"()[\]<>{},*]+|./g) ?? [];
  let at = 0;
  const list = <Part>(part: (token: string) => Part): Part[] => {
    const parts: Part[] = [];
    do parts.push(part(tokens[++at] ?? ""));
    while (tokens[at] === ",");
    at++;
    return parts;
  };
  const table = (): Known => {
    switch (tokens[at]) {
      case "(":
        return { values: list(value) };
      case "[": {
        const [items = 0] = list(table);
        return { items };
      }
      case "<":
        return { tuple: list(table) };
      case "{": {
        const entries = list(entry).filter(([name]) => name !== "}");
        const fields = entries
          .filter(([name]) => name !== "*")
          .map(([name, of]) => [word(name), of] as const);
        const rest = entries.find(([name]) => name === "*")?.[1];
        return { fields: Object.fromEntries(fields), ...(rest !== undefined && { rest }) };
      }
      default:
        return 0;
    }
  };
  const entry = (name: string): readonly [string, Known] => {
    if (name !== "}") at++;
    return [name, table()];
  };
  const value = (token: string): string | number => {
    at++;
    return /^[-\d]/.test(token) ? Number(token) : word(token);
  };
  return table();
}

function word(token: string): string {
  return token.startsWith('"') ? JSON.parse(token) : token;
}
