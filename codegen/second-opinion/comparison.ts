import type { Pair } from "./pairs.ts";
import { PLAIN } from "./plain.ts";

/** A TypeScript file that compiles only if the types of every pair fit each other. */
export interface ComparisonFile {
  readonly text: string;
  /** Which assignment, or type that it needs, stands on which line, counted from 1. */
  readonly assignments: ReadonlyMap<number, Assignment>;
}

export interface Assignment {
  readonly pair: Pair;
  /** Whose type is assigned to the other's. */
  readonly from: "theirs" | "ours";
}

/** @param ours module that exports our types */
export function comparisonFile(pairs: readonly Pair[], ours: string): ComparisonFile {
  const lines = [
    'import type * as models from "./models/index";',
    'import type * as apis from "./apis/index";',
    `import type * as ours from ${JSON.stringify(ours)};`,
    ...PLAIN.split("\n"),
  ];
  const assignments = new Map<number, Assignment>();
  pairs.forEach((pair, index) => {
    const renamed = [...pair.renamed].map(
      ([property, field]) => `${JSON.stringify(property)}: ${JSON.stringify(field)}`,
    );
    const add = (from: Assignment["from"], line: string): void => {
      assignments.set(lines.push(line), { pair, from });
    };
    const { module, name } = pair.theirs;
    add("theirs", `type Theirs${index} = Plain<${module}.${name}, { ${renamed.join("; ")} }>;`);
    add("ours", `type Ours${index} = Plain<ours.${pair.ours}, {}>;`);
    add("theirs", `export const theirs${index} = (value: Theirs${index}): Ours${index} => value;`);
    add("ours", `export const ours${index} = (value: Ours${index}): Theirs${index} => value;`);
  });
  return { text: lines.join("\n"), assignments };
}
