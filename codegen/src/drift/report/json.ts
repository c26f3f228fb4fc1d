import { sourceText } from "../../contract/source.ts";
import { type Change, pathText } from "../change.ts";
import type { DriftReport } from "../drift.ts";

/** The report as JSON text; its form is `report/schema.json`. */
export function jsonReport({ base, head, changes, bumps, proofs, disagreements }: DriftReport): string {
  const report = {
    base,
    head,
    bumps: Object.fromEntries(bumps),
    changes: changes.map(jsonChange),
    ...(proofs && { proofs, disagreements: disagreements ?? [] }),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

function jsonChange(change: Change) {
  const { rule, travel, source, place, fact, before, after, target, symbols, says, types, wire, bump } =
    change;
  return {
    package: change.package,
    target,
    symbols,
    source: sourceText(source),
    message: place.role,
    path: pathText(place.path),
    ...(fact !== undefined && { fact }),
    travel,
    rule,
    says,
    types,
    wire,
    bump,
    ...(before !== undefined && { before }),
    ...(after !== undefined && { after }),
  };
}
