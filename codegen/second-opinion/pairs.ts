import { typeName } from "../src/contract/names.ts";
import type { RestContract, RestOperationContract } from "../src/contract/rest.ts";
import { Naming } from "../src/emit/rest/naming.ts";
import type { Client } from "./read-theirs.ts";

/** A type of each client for the same thing. */
export interface Pair {
  readonly theirs: { readonly module: "models" | "apis"; readonly name: string };
  /** A name that our package's generated index exports; no two pairs have the same. */
  readonly ours: string;
  /** The wire's name of each property the other client calls something else. */
  readonly renamed: ReadonlyMap<string, string>;
}

/**
 * Every type our generated package exports for which the other client has one, too. What it has none for is either a
 * difference that reading reports, or a type that it writes out in place, as it does with lists and texts.
 */
export function pairTypes(
  contract: RestContract,
  names: ReadonlyMap<string, string>,
  client: Client,
): Pair[] {
  const naming = new Naming(contract);
  const renamed = renamedFields(client);
  const components = naming.uses.flatMap((use) => {
    const identifier = client.models.get(typeName(use.component))?.identifier;
    return identifier === undefined ? [] : [modelPair(identifier, naming.type(use), renamed)];
  });
  const operations = contract.operations.flatMap((operation) => {
    const other = client.operations.get(naming.descriptor(operation));
    const pairs: Pair[] = [];
    if (other?.request !== undefined) {
      pairs.push({
        theirs: { module: "apis", name: other.request },
        ours: naming.params(operation),
        renamed: new Map([...renamed, ...other.renamed]),
      });
    }
    const result = resultName(operation, names);
    const identifier = result === undefined ? undefined : client.models.get(result)?.identifier;
    if (identifier !== undefined) pairs.push(modelPair(identifier, naming.result(operation), renamed));
    return pairs;
  });
  const codes =
    contract.errorCodes === undefined ? undefined : client.models.get(typeName(contract.errorCodes));
  const errors = codes === undefined ? [] : [modelPair(codes.identifier, "ErrorCode", renamed)];
  return [...components, ...errors, ...operations];
}

function modelPair(identifier: string, ours: string, renamed: ReadonlyMap<string, string>): Pair {
  return { theirs: { module: "models", name: identifier }, ours, renamed };
}

function resultName(
  { result }: RestOperationContract,
  names: ReadonlyMap<string, string>,
): string | undefined {
  return result.kind === "ref" ? typeName(result.name) : names.get(result.source.pointer);
}

/** A model may hold any other, so what the client renames anywhere is renamed everywhere. */
function renamedFields(client: Client): Map<string, string> {
  const renamed = new Map<string, string>();
  for (const { identifier, renamed: own } of client.models.values()) {
    for (const [property, field] of own) {
      const other = renamed.get(property);
      if (other !== undefined && other !== field) {
        throw new Error(`${identifier} calls "${field}" ${property}; another model calls "${other}" so`);
      }
      renamed.set(property, field);
    }
  }
  return renamed;
}
