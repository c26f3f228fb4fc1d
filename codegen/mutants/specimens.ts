import { emitFix } from "../src/emit/fix/index.ts";
import { emitRest } from "../src/emit/rest/rest.ts";
import { emitWs } from "../src/emit/ws/emit.ts";
import { readAsyncApi } from "../src/read/asyncapi.ts";
import { readFixDictionary } from "../src/read/fix-dictionary.ts";
import { readOpenApi } from "../src/read/openapi.ts";
import type { Target } from "../src/targets.ts";

const FOLDER = "codegen/mutants/specimens";

/**
 * Small contracts of each kind in which every row of the rule table has a place to happen, both in what is sent and in
 * what is received. The real specs have no use for some of them yet.
 */
export const specimens: readonly Target[] = [
  {
    name: "specimen-rest",
    spec: `${FOLDER}/rest.yaml`,
    folder: FOLDER,
    emit: (root, spec) => emitRest(readOpenApi(root, spec)),
    offers: {
      package: "specimen-rest",
      exported: true,
      read: (root, spec, given) => ({ kind: "rest", rest: readOpenApi(root, spec, given) }),
    },
  },
  {
    name: "specimen-ws",
    spec: `${FOLDER}/ws/asyncapi.yaml`,
    folder: FOLDER,
    emit: (root, spec) => emitWs(readAsyncApi(root, spec)),
    offers: {
      package: "specimen-ws",
      exported: true,
      read: (root, spec, given) => ({ kind: "ws", ws: readAsyncApi(root, spec, given) }),
    },
  },
  {
    name: "specimen-fix",
    spec: `${FOLDER}/fix.xml`,
    folder: FOLDER,
    emit: (root, spec) => emitFix(readFixDictionary(root, spec), { runtime: "./runtime.ts" }),
    offers: {
      package: "specimen-fix",
      exported: true,
      read: (root, spec, given) => ({ kind: "fix", fix: readFixDictionary(root, spec, given) }),
    },
  },
];
