import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Difference } from "./compare.ts";
import { type Assignment, comparisonFile } from "./comparison.ts";
import type { Pair } from "./pairs.ts";

export interface Compiled {
  /** How many pairs of types fit each other both ways. */
  readonly agreed: number;
  readonly differences: readonly Difference[];
  /** What the compiler says about those that do not. */
  readonly messages: readonly string[];
  /** What it says about the other client's own code, which is generated and not ours to mend. */
  readonly own: readonly string[];
}

export interface CompileInput {
  readonly pairs: readonly Pair[];
  /** Folder of the other client; the comparison is written beside its files. */
  readonly client: string;
  /** Our generated package's index. */
  readonly ours: string;
  readonly repository: string;
  /** Start of every `where`. */
  readonly where: string;
}

interface Diagnostic {
  readonly file: string;
  readonly line: number;
  /** Whether differences can go unseen behind it. */
  readonly hides: boolean;
  readonly text: string;
}

const FILE = "comparison.ts";

/** Has the workspace's compiler assign the types of each pair to each other, both ways. */
export function compileTypes({ pairs, client, ours, repository, where }: CompileInput): Compiled {
  const comparison = comparisonFile(pairs, ours);
  writeFileSync(join(client, FILE), comparison.text);
  writeFileSync(join(client, "tsconfig.json"), JSON.stringify(settings(repository)));
  const errors = runCompiler(client, repository);
  const hiding = errors.find(({ hides }) => hides);
  if (hiding) throw new Error(`the types cannot be compared while this stands: ${hiding.text}`);
  const failed: Assignment[] = [];
  for (const { file, line, text } of errors) {
    if (file !== FILE) continue;
    const assignment = comparison.assignments.get(line);
    if (!assignment) throw new Error(`the comparison of types does not compile: ${text}`);
    failed.push(assignment);
  }
  const differences = pairs.flatMap((pair): Difference[] => {
    const fits = (from: "theirs" | "ours"): boolean =>
      !failed.some((assignment) => assignment.pair === pair && assignment.from === from);
    if (fits("theirs") && fits("ours")) return [];
    return [
      {
        where: `${where} / types ${pair.ours}`,
        theirs: fits("theirs") ? "fits ours" : "does not fit ours",
        ours: fits("ours") ? "fits theirs" : "does not fit theirs",
      },
    ];
  });
  const texts = (own: boolean): string[] =>
    errors.filter(({ file }) => (file !== FILE) === own).map(({ text }) => text);
  return { agreed: pairs.length - differences.length, differences, messages: texts(false), own: texts(true) };
}

function settings(repository: string): object {
  return {
    compilerOptions: {
      noEmit: true,
      strict: true,
      target: "es2024",
      lib: ["es2024", "dom", "dom.iterable"],
      module: "esnext",
      moduleResolution: "bundler",
      allowImportingTsExtensions: true,
      skipLibCheck: true,
      types: [],
      // Our generated code needs the core's types only; with its source nothing has to be built first.
      paths: { "@x/core": [join(repository, "packages/core/src/index.ts")] },
    },
    files: [FILE],
  };
}

/**
 * While the grammar of one file is wrong the compiler looks at no type of any, and a type it cannot find fits every
 * other. The other client's decoders call some that it never made; what they do is not compared.
 */
function hides(code: number, text: string): boolean {
  const name = /Cannot find name '(\w+)'/.exec(text)?.[1];
  return code < 2000 || (name !== undefined && !/(FromJSON|FromJSONTyped|ToJSON)$/.test(name));
}

function runCompiler(client: string, repository: string): Diagnostic[] {
  const compiler = join(repository, "node_modules/typescript/bin/tsc");
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [compiler, "-p", "tsconfig.json", "--pretty", "false"],
    { cwd: client, encoding: "utf8" },
  );
  if (error) throw error;
  const errors = stdout.split("\n").flatMap((text): Diagnostic[] => {
    const [, file, line, code] = /^(.+?)\((\d+),\d+\): error TS(\d+)/.exec(text) ?? [];
    return file === undefined ? [] : [{ file, line: Number(line), hides: hides(Number(code), text), text }];
  });
  if (status !== 0 && errors.length === 0) throw new Error(`the compiler failed: ${stdout}${stderr}`);
  return errors;
}
