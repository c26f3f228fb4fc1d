import { describe, expect, it } from "vitest";
import { allCells } from "../../mutants/table.ts";
import { RULES, type Rule, type RuleName } from "../../src/drift/rules.ts";

const ORDER = ["none", "patch", "minor", "major"];

describe("the rule table", () => {
  it("never bumps less than its verdicts ask for", () => {
    for (const { rule, travel } of allCells()) {
      const verdict = (RULES[rule as RuleName] as Rule)[travel];
      const least =
        verdict?.types === "any" || (verdict?.wire === "breaks" && travel !== "received")
          ? "major"
          : verdict?.types !== "none" || verdict?.wire === "breaks" || verdict?.wire === "meaning"
            ? "minor"
            : "patch";
      expect(ORDER.indexOf(verdict?.bump ?? "none"), `${rule} ${travel}`).toBeGreaterThanOrEqual(
        ORDER.indexOf(least),
      );
    }
  });
});
