import type { Json } from "../../contract/shape.ts";
import type { Difference } from "../change.ts";
import type { RuleName } from "../rules.ts";
import type { Fact, Part, Subject, Surface } from "../surface/surface.ts";
import type { Found } from "./context.ts";
import { compareShapes } from "./shapes.ts";
import { alike } from "./variants.ts";

/** A difference, with what the verdict depends on besides its rule. */
export interface Raw {
  readonly difference: Difference;
  readonly symbols: readonly string[];
  /** The message's type is exported. */
  readonly typed: boolean;
  /** The installed package holds such a message to its shape. */
  readonly checked: boolean;
}

/** All differences between two surfaces of one target, as often as they are met. */
export function compareSurfaces(before: Surface, after: Surface): Raw[] {
  const raws: Raw[] = [];
  const old = new Map(before.subjects.map((subject) => [subject.name, subject]));
  const next = new Map(after.subjects.map((subject) => [subject.name, subject]));
  const gone = before.subjects.filter(({ name }) => !next.has(name));
  const come = after.subjects.filter(({ name }) => !old.has(name));
  for (const subject of before.subjects) {
    const same = next.get(subject.name);
    if (same !== undefined) raws.push(...compareSubjects(subject, same, before, after));
  }
  for (const subject of gone) {
    const renamed = come.find(({ address }) => address === subject.address);
    raws.push(whole(renamed ? "renamed" : "removed", subject, renamed, after.exported));
    if (renamed) raws.push(...compareSubjects(subject, renamed, before, after));
  }
  for (const subject of come)
    if (!gone.some(({ address }) => address === subject.address))
      raws.push(whole("added", undefined, subject, after.exported));
  return [...raws, ...compareTypes(before, after)];
}

function whole(
  rule: RuleName,
  before: Subject | undefined,
  after: Subject | undefined,
  exported: boolean,
): Raw {
  const subject = after ?? before;
  if (subject === undefined) throw new Error("a subject of neither side");
  // An exported list is nothing that is sent or received.
  const isListOnly = subject.parts.length === 0 && rule !== "renamed";
  return {
    difference: {
      rule: isListOnly ? (after === undefined ? "type removed" : "type added") : rule,
      travel: "none",
      source: subject.source,
      place: { subject: { before: before?.name, after: after?.name }, role: "", path: [] },
      ...(before && { before: before.symbol }),
      ...(after && { after: after.symbol }),
    },
    symbols: [...new Set([before, after].flatMap((side) => (side ? exportsOf(side) : [])))],
    typed: exported,
    checked: true,
  };
}

/** The descriptor, and the types of its messages. */
function exportsOf({ symbol, parts, moreTypes = [] }: Subject): string[] {
  return [...new Set([symbol, ...parts.flatMap(({ type }) => type ?? []), ...moreTypes])];
}

function compareTypes(before: Surface, after: Surface): Raw[] {
  const raw = (rule: RuleName, name: string, source: Difference["source"]): Raw => ({
    difference: {
      rule,
      travel: "none",
      source,
      place: {
        subject: {
          before: rule === "type removed" ? name : undefined,
          after: rule === "type added" ? name : undefined,
        },
        role: "type",
        path: [],
      },
    },
    symbols: [name],
    typed: true,
    checked: true,
  });
  return [
    ...[...before.types]
      .filter(([name]) => !after.types.has(name))
      .map(([name, at]) => raw("type removed", name, at)),
    ...[...after.types]
      .filter(([name]) => !before.types.has(name))
      .map(([name, at]) => raw("type added", name, at)),
  ];
}

function compareSubjects(before: Subject, after: Subject, old: Surface, next: Surface): Raw[] {
  const raws: Raw[] = [];
  const subject = { before: before.name, after: after.name };
  const push = (
    found: Found,
    role: string,
    travel: Difference["travel"],
    part?: Part,
    symbols = [after.symbol],
  ): void => {
    const { path, isTaken = false, ...rest } = found;
    raws.push({
      difference: { ...rest, travel, place: { subject, role, path } },
      symbols,
      typed: next.exported && (part === undefined || part.type !== undefined),
      checked: (part?.checked ?? true) && !isTaken,
    });
  };
  for (const found of compareFacts(before, after)) {
    const isInTypes = found.rule === "message type changed";
    push(found, "", "none", undefined, isInTypes ? exportsOf(after) : [after.symbol]);
  }
  const nextParts = new Map(after.parts.map((part) => [part.role, part]));
  for (const part of before.parts) {
    const same = nextParts.get(part.role);
    nextParts.delete(part.role);
    if (same === undefined) {
      if (part.type !== undefined)
        push({ rule: "type removed", source: part.shape.source, path: [] }, part.role, "none", part);
      continue;
    }
    compareShapes(part.shape, same.shape, [], {
      components: { before: old.components, after: next.components },
      travel: part.travel,
      fix: part.fix,
      seen: new Set(),
      report: (found) => push(found, part.role, part.travel, part),
    });
  }
  for (const part of nextParts.values())
    if (part.type !== undefined)
      push({ rule: "type added", source: part.shape.source, path: [] }, part.role, "none", part);
  return raws;
}

function compareFacts(before: Subject, after: Subject): Found[] {
  const old = new Map(before.facts.map((fact) => [fact.key, fact]));
  const next = new Map(after.facts.map((fact) => [fact.key, fact]));
  const found: Found[] = [];
  const tell = (fact: Fact, rule: RuleName | "said elsewhere", was: Json, is: Json): void => {
    const source = fact.source ?? after.source;
    if (rule !== "said elsewhere")
      found.push({ rule, source, path: [], fact: fact.key, before: was, after: is });
  };
  for (const fact of before.facts) {
    const same = next.get(fact.key);
    if (same === undefined) tell(fact, fact.removed ?? named(fact, null), fact.value, null);
    else if (!alike(fact.value, same.value)) tell(same, named(fact, same.value), fact.value, same.value);
  }
  for (const fact of after.facts)
    if (!old.has(fact.key))
      tell(fact, fact.added ?? named({ ...fact, value: null }, fact.value), null, fact.value);
  return found;
}

function named(fact: Fact, after: Json): RuleName {
  return typeof fact.rule === "string" ? fact.rule : fact.rule(fact.value, after);
}
