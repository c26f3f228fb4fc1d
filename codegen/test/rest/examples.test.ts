import { fileURLToPath } from "node:url";
import { type Drift, observe, readKnown } from "@x/core";
import { describe, expect, it } from "vitest";
import { knownText } from "../../src/emit/known.ts";
import { readOpenApi } from "../../src/read/openapi.ts";
import { targets } from "../../src/targets.ts";
import { compileCheck } from "../check/compile.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const specs = targets.map(({ spec }) => spec).filter((spec) => spec.endsWith("-rest.yaml"));

/** An answer is a failure when it says so in one of the two ways Kraken's REST APIs have. */
function isFailure(value: unknown): boolean {
  const { result, error } = value as { result?: unknown; error?: unknown };
  return result === "error" || (Array.isArray(error) && error.length > 0);
}

describe.each(specs)("%s", (spec) => {
  const contract = readOpenApi(root, spec);
  for (const operation of contract.operations) {
    const check = compileCheck(operation.result, contract.components, "inbound");
    const known = readKnown(knownText(operation.result, contract.components));

    it(`gives an example (${operation.name})`, () => {
      expect(operation.examples.length).toBeGreaterThan(0);
    });

    it.each(operation.examples.map((example) => [example.name, example.value] as const))(
      `${operation.name}: %s`,
      (_name, value) => {
        if (isFailure(value)) {
          expect(check(value)).toBeDefined();
          return;
        }
        expect(check(value)).toBeUndefined();
        const drifts: Drift[] = [];
        observe(value, known, operation.name, (drift) => drifts.push(drift));
        expect(drifts).toEqual([]);
      },
    );
  }
});
