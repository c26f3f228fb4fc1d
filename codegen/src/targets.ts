import type { GeneratedFile } from "./emit/file.ts";
import { emitFix } from "./emit/fix/index.ts";
import { emitQuickFix } from "./emit/fix/quickfix.ts";
import { emitRest } from "./emit/rest/rest.ts";
import { emitWs } from "./emit/ws/emit.ts";
import { readAsyncApi } from "./read/asyncapi.ts";
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
  readonly emit: (root: string, spec: string) => Promise<readonly GeneratedFile[]>;
}

export const targets: readonly Target[] = [
  {
    name: "futures-rest",
    spec: "specs/futures-rest/futures-rest.yaml",
    folder: "packages/futures-rest/src/generated/trading",
    emit: async (root, spec) => emitRest(readOpenApi(root, spec)),
  },
  {
    name: "futures-history-rest",
    spec: "specs/futures-rest/futures-history-rest.yaml",
    folder: "packages/futures-rest/src/generated/history",
    emit: async (root, spec) => emitRest(readOpenApi(root, spec)),
  },
  {
    name: "futures-charts-rest",
    spec: "specs/futures-rest/futures-charts-rest.yaml",
    folder: "packages/futures-rest/src/generated/charts",
    emit: async (root, spec) => emitRest(readOpenApi(root, spec)),
  },
  {
    name: "futures-auth-rest",
    spec: "specs/futures-rest/futures-auth-rest.yaml",
    folder: "packages/futures-rest/src/generated/auth",
    emit: async (root, spec) => emitRest(readOpenApi(root, spec)),
  },
  {
    name: "spot-rest",
    spec: "specs/spot-rest/spot-rest.yaml",
    folder: "packages/connection/src/generated/spot-rest",
    emit: async (root, spec) => emitRest(readOpenApi(root, spec)),
  },
  {
    name: "ws-v2",
    spec: "specs/ws-v2/asyncapi.yaml",
    folder: "packages/ws-v2/src/generated",
    emit: async (root, spec) => emitWs(readAsyncApi(root, spec)),
  },
  {
    name: "ws-legacy",
    spec: "specs/ws-legacy/asyncapi.yaml",
    folder: "packages/ws-legacy/src/generated",
    emit: async (root, spec) => emitWs(readAsyncApi(root, spec)),
  },
  {
    name: "fix",
    spec: "specs/fix/kraken-fix44.xml",
    folder: "packages/fix/src/generated",
    emit: async (root, spec) =>
      emitFix(readFixDictionary(root, spec), { runtime: "../codec/generated-api.ts" }),
  },
  {
    name: "fix-dictionary",
    spec: "specs/fix/kraken-fix44.xml",
    folder: "packages/fix/dictionary",
    emit: async (root, spec) => [emitQuickFix(readFixDictionary(root, spec), "kraken-fix44.xml")],
  },
];
