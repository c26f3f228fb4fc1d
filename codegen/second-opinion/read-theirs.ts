import ts from "typescript5";
import { typeName } from "../src/contract/names.ts";
import { type Claim, claim, type Entry } from "./claim.ts";
import { first, parseClientFile } from "./read-file.ts";
import { type ClientModel, readModel } from "./read-models.ts";
import { type ClientOperation, readOperations } from "./read-operations.ts";

/** The client the other generator made, read. */
export interface Client {
  readonly claim: Claim;
  readonly models: ReadonlyMap<string, ClientModel>;
  readonly operations: ReadonlyMap<string, ClientOperation>;
}

/**
 * Reads a client of openapi-generator's `typescript-fetch`.
 *
 * @param files its text by path, relative to its folder
 * @param components names of the document's schemas: a model beyond them counts only if one of them uses it, because
 *   the generator leaves types of its own making behind.
 */
export function readTheirs(files: ReadonlyMap<string, string>, components: Iterable<string>): Client {
  const known = new Set([...components].map(typeName));
  // The generator puts `Model` before a name that TypeScript has taken.
  const names = (identifier: string): string => {
    const bare = identifier.replace(/^Model/, "");
    return !known.has(identifier) && known.has(bare) ? bare : identifier;
  };
  const models = new Map<string, ClientModel>();
  const operations = new Map<string, ClientOperation>();
  for (const [path, text] of files) {
    if (path.endsWith("/index.ts")) continue;
    if (path.startsWith("models/")) {
      const model = readModel(parseClientFile(path, text), names);
      models.set(names(model.identifier), model);
    } else if (path.startsWith("apis/")) {
      for (const operation of readOperations(parseClientFile(path, text), names))
        operations.set(operation.name, operation);
    }
  }
  const counted = reached(
    [...operations.values()].map((operation) => operation.claim),
    known,
    models,
  );
  return {
    claim: claim("api", [
      ["server", claim(readServer(files.get("runtime.ts") ?? ""))],
      ...[...operations].map(([name, operation]): Entry => [`operation ${name}`, operation.claim]),
      ...[...models]
        .filter(([name]) => counted.has(name))
        .map(([name, model]): Entry => [`model ${name}`, model.claim]),
    ]),
    models,
    operations,
  };
}

function reached(
  from: readonly Claim[],
  known: ReadonlySet<string>,
  models: ReadonlyMap<string, ClientModel>,
): ReadonlySet<string> {
  const names = new Set([...known].filter((name) => models.has(name)));
  const visit = (part: Claim): void => {
    const name = /^model (.+)$/.exec(part.says)?.[1];
    if (name !== undefined) names.add(name);
    for (const inner of part.parts.values()) visit(inner);
  };
  from.forEach(visit);
  // A set that grows while it is walked visits what is added, too.
  for (const name of names) {
    const model = models.get(name);
    if (model) visit(model.claim);
  }
  return names;
}

function readServer(runtime: string): string {
  const source = ts.createSourceFile("runtime.ts", runtime, ts.ScriptTarget.ES2022, true);
  const server = first(source, (node) =>
    ts.isVariableDeclaration(node) && node.name.getText() === "BASE_PATH" && node.initializer
      ? first(node.initializer, (inner) => (ts.isStringLiteral(inner) ? inner.text : undefined))
      : undefined,
  );
  return server ?? "none";
}
