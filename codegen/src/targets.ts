import type { Contract } from "./contract/contract.ts";
import type { GeneratedFile } from "./emit/file.ts";
import { emitFix } from "./emit/fix/index.ts";
import { emitQuickFix } from "./emit/fix/quickfix.ts";
import { emitRest } from "./emit/rest/rest.ts";
import { emitWs } from "./emit/ws/emit.ts";
import { readAsyncApi } from "./read/asyncapi.ts";
import type { GivenFiles } from "./read/document.ts";
import { readFixDictionary } from "./read/fix-dictionary.ts";
import { readOpenApi } from "./read/openapi.ts";

/**
 * One row: from which spec, by which reader and emitters, into which folder. Adding an API means adding a row to
 * {@link targets}; there is no other list.
 */
export interface Target {
  /** Its name on the command line and in error messages. */
  readonly name: string;
  /** The spec's entry file, relative to the repository root. */
  readonly spec: string;
  /** The folder that holds the generated files and nothing else, relative to the repository root. */
  readonly folder: string;
  /** Reads and emits. Pure but for reading: nothing is on disk until every file of the target exists in memory. */
  readonly emit: (root: string, spec: string) => readonly GeneratedFile[];
  /** What its contract means to users; absent for a second output of a spec that another row reads. */
  readonly offers?: Offer;
}

export interface Offer {
  /** The npm package that ships what is generated. */
  readonly package: string;
  /** Whether programs can import the generated symbols; if not, only the wire matters. */
  readonly exported: boolean;
  readonly read: (root: string, spec: string, given?: GivenFiles) => Contract;
}

function rest(name: string, spec: string, folder: string, offer: Omit<Offer, "read">): Target {
  return {
    name,
    spec,
    folder,
    emit: (root, file) => emitRest(readOpenApi(root, file)),
    offers: {
      ...offer,
      read: (root, file, given) => ({ kind: "rest", rest: readOpenApi(root, file, given) }),
    },
  };
}

function ws(name: string, spec: string, folder: string, offer: Omit<Offer, "read">): Target {
  return {
    name,
    spec,
    folder,
    emit: (root, file) => emitWs(readAsyncApi(root, file)),
    offers: { ...offer, read: (root, file, given) => ({ kind: "ws", ws: readAsyncApi(root, file, given) }) },
  };
}

const futures: Omit<Offer, "read"> = { package: "@x/futures-rest", exported: true };

export const targets: readonly Target[] = [
  rest(
    "futures-rest",
    "specs/futures-rest/futures-rest.yaml",
    "packages/futures-rest/src/generated/trading",
    futures,
  ),
  rest(
    "futures-history-rest",
    "specs/futures-rest/futures-history-rest.yaml",
    "packages/futures-rest/src/generated/history",
    futures,
  ),
  rest(
    "futures-charts-rest",
    "specs/futures-rest/futures-charts-rest.yaml",
    "packages/futures-rest/src/generated/charts",
    futures,
  ),
  rest(
    "futures-auth-rest",
    "specs/futures-rest/futures-auth-rest.yaml",
    "packages/futures-rest/src/generated/auth",
    futures,
  ),
  rest("spot-rest", "specs/spot-rest/spot-rest.yaml", "packages/connection/src/generated/spot-rest", {
    package: "@x/connection",
    exported: false,
  }),
  ws("ws-v2", "specs/ws-v2/asyncapi.yaml", "packages/ws-v2/src/generated", {
    package: "@x/ws-v2",
    exported: true,
  }),
  ws("ws-legacy", "specs/ws-legacy/asyncapi.yaml", "packages/ws-legacy/src/generated", {
    package: "@x/ws-legacy",
    exported: true,
  }),
  {
    name: "fix",
    spec: "specs/fix/kraken-fix44.xml",
    folder: "packages/fix/src/generated",
    emit: (root, spec) => emitFix(readFixDictionary(root, spec), { runtime: "../codec/generated-api.ts" }),
    offers: {
      package: "@x/fix",
      exported: true,
      read: (root, spec, given) => ({ kind: "fix", fix: readFixDictionary(root, spec, given) }),
    },
  },
  {
    name: "fix-dictionary",
    spec: "specs/fix/kraken-fix44.xml",
    folder: "packages/fix/dictionary",
    emit: (root, spec) => [emitQuickFix(readFixDictionary(root, spec), "kraken-fix44.xml")],
  },
];
