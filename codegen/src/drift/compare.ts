import { sourceText } from "../contract/source.ts";
import type { Change } from "./change.ts";
import { compareSurfaces, type Raw } from "./diff/subjects.ts";
import { judge, RULES, type RuleName, type RuleTable } from "./rules.ts";
import type { Surface } from "./surface/surface.ts";
import { type Bump, largest, type Travel, type TypesVerdict, type WireVerdict } from "./verdict.ts";

/** Announcements are for people, whoever names the message. */
const ANNOUNCED: ReadonlySet<RuleName> = new Set(["deprecated", "sunset changed"]);

/** Every change of one target, judged, in the order of the head's contract. */
export function compare(before: Surface, after: Surface, table: RuleTable = RULES): Change[] {
  return judgeAll(compareSurfaces(before, after), after, table);
}

/** Judges differences, and makes one change of those that share the place they are written at. */
export function judgeAll(
  raws: readonly Raw[],
  after: Pick<Surface, "target" | "package">,
  table: RuleTable = RULES,
): Change[] {
  const changes = new Map<string, Change>();
  for (const raw of raws) {
    const key = keyOf(raw);
    const known = changes.get(key);
    const change = judged(raw, after, table);
    if (known === undefined) changes.set(key, change);
    else
      changes.set(key, {
        ...stronger(known, change),
        symbols: [...new Set([...known.symbols, ...change.symbols])],
      });
  }
  return [...changes.values()];
}

/** The same place, read in the same direction, is one change however many messages it reaches. */
function keyOf({ difference }: Raw): string {
  const { rule, travel, source, place, fact, before, after } = difference;
  const leaf = place.path.at(-1);
  const where = leaf?.kind === "field" ? leaf.name : "";
  return JSON.stringify([rule, travel, sourceText(source), where, fact ?? "", before ?? null, after ?? null]);
}

/** A message whose type nobody imports, or that nothing checks, is judged by what is left. */
export function judged(
  { difference, symbols, typed, checked }: Raw,
  { target, package: name }: Pick<Surface, "target" | "package">,
  table: RuleTable,
): Change {
  const { rule, travel } = difference;
  const verdict = judge(rule, travel, table);
  const types = typed ? verdict.types : "none";
  const wire = verdict.wire === "breaks" && !checked ? "strict" : verdict.wire;
  const isWhole = typed && checked;
  const bump =
    isWhole || ANNOUNCED.has(rule) ? verdict.bump : largest([wireBump(wire, travel), typesBump(types)]);
  return { ...difference, target, package: name, symbols, says: table[rule].says, types, wire, bump };
}

/** What is left of a verdict where nobody's program names the message. */
function wireBump(wire: WireVerdict, travel: Travel): Bump {
  if (wire === "breaks") return travel === "received" ? "minor" : "major";
  return wire === "meaning" ? "minor" : "patch";
}

function typesBump(types: TypesVerdict): Bump {
  if (types === "any") return "major";
  return types === "none" ? "none" : "minor";
}

function stronger(a: Change, b: Change): Change {
  return largest([a.bump, b.bump]) === a.bump ? a : b;
}
