import { join } from "node:path";
import { Documents } from "../src/read/document.ts";
import { readOpenApi } from "../src/read/openapi.ts";
import type { Target } from "../src/targets.ts";
import { type Comparison, compare } from "./compare.ts";
import { compileTypes } from "./compile.ts";
import { convert } from "./convert.ts";
import { generateClient } from "./generator.ts";
import { pairTypes } from "./pairs.ts";
import { readOurs } from "./read-ours.ts";
import { readTheirs } from "./read-theirs.ts";

export interface Opinion extends Comparison {
  /** What the compiler says about types that do not fit. */
  readonly messages: readonly string[];
  /** How many errors the compiler finds in the other client itself. */
  readonly own: number;
}

export interface OpinionInput {
  readonly repository: string;
  readonly target: Target;
  readonly java: string;
  /** A new folder for the other client. */
  readonly scratch: string;
}

/** Everything about one spec: makes the other client of it, reads it, compiles it against ours. */
export function askSecondOpinion({ repository, target, java, scratch }: OpinionInput): Opinion {
  const { spec, name } = target;
  const contract = readOpenApi(repository, spec);
  const converted = convert(new Documents(repository).load(spec).value, spec);
  const files = generateClient(java, converted.document, scratch);
  const client = readTheirs(files, converted.components);
  const read = compare(client.claim, readOurs(contract, converted), name);
  const compiled = compileTypes({
    pairs: pairTypes(contract, converted.names, client),
    client: scratch,
    ours: join(repository, target.folder, "index.ts"),
    repository,
    where: name,
  });
  return {
    agreed: new Map([...read.agreed, ["types", compiled.agreed]]),
    differences: [...read.differences, ...compiled.differences],
    messages: compiled.messages,
    own: compiled.own.length,
  };
}

/** The targets whose spec is OpenAPI: those the other generator can read. */
export function openApiTargets(repository: string, targets: readonly Target[]): Target[] {
  return targets.filter(({ spec }) => {
    if (!/\.(ya?ml|json)$/.test(spec)) return false;
    const document = new Documents(repository).load(spec).value;
    return typeof document === "object" && document !== null && "openapi" in document;
  });
}
