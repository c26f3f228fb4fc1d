import type { Bump, Travel, TypesVerdict, WireVerdict } from "./verdict.ts";

/** What an elementary change does, by the way the message travels. */
export interface Verdict {
  readonly types: TypesVerdict;
  readonly wire: WireVerdict;
  readonly bump: Bump;
}

export interface Rule {
  /** In words, for changelogs. */
  readonly says: string;
  readonly sent?: Verdict;
  readonly received?: Verdict;
  readonly none?: Verdict;
}

const verdict = (types: TypesVerdict, wire: WireVerdict, bump: Bump): Verdict => ({ types, wire, bump });
const HARMLESS = verdict("none", "fine", "patch");
const ADDITION = verdict("none", "fine", "minor");
const BREAK = verdict("any", "breaks", "major");
/** Compiles as before and is refused on the wire. */
const UNSEEN = verdict("none", "breaks", "major");
const RETYPED = verdict("any", "fine", "major");
const CHOICE = verdict("exhaustive", "fine", "minor");
const FIXTURE = verdict("fixture", "fine", "minor");

/**
 * The rule table, one row per elementary change. `types` is judged by what the emitters make of a contract, `wire` by what
 * the generated packages accept: they read leniently (unknown fields, unlisted texts) and refuse what misses a required
 * field, a type or a limit.
 *
 * A received message that the installed version refuses, but that the new types describe without breaking anybody, is no
 * major: taking the upgrade is what mends it.
 */
export const RULES = {
  "field added, optional": { says: "new optional field", sent: ADDITION, received: ADDITION },
  "field added, required": { says: "new required field", sent: BREAK, received: FIXTURE },
  "field added to a FIX message": { says: "new field", received: verdict("fixture", "strict", "minor") },
  "known field added to a group": {
    says: "new field in the entries of a group that knew it beside them",
    received: verdict("fixture", "breaks", "minor"),
  },
  "field added where none may be": {
    says: "new field in an object that listed all of its fields",
    received: verdict("none", "breaks", "minor"),
  },
  "required field added where none may be": {
    says: "new field in an object that listed all of its fields",
    received: verdict("fixture", "breaks", "minor"),
  },
  "field removed, optional": {
    says: "optional field removed",
    sent: verdict("any", "meaning", "major"),
    received: RETYPED,
  },
  "field removed, required": {
    says: "required field removed",
    sent: verdict("any", "meaning", "major"),
    received: BREAK,
  },
  "field removed, nullable": {
    says: "field removed that could be null",
    received: verdict("any", "strict", "major"),
  },
  "field removed where none may be": { says: "field removed", sent: BREAK, received: RETYPED },
  "field renamed": { says: "another name for the same tag", sent: RETYPED, received: RETYPED },
  "field became required": { says: "field became required", sent: BREAK, received: FIXTURE },
  "field became optional": { says: "field became optional", sent: ADDITION, received: BREAK },
  "first field became optional": { says: "field that begins an entry became optional", received: RETYPED },
  "nullable field became required": {
    says: "field is always there or null",
    received: HARMLESS,
  },
  "nullable field became optional": {
    says: "field may be absent as well as null",
    received: verdict("none", "strict", "patch"),
  },
  "type changed": { says: "type changed", sent: BREAK, received: BREAK },
  "type widened": {
    says: "other values are allowed too",
    sent: verdict("any", "fine", "major"),
    received: BREAK,
  },
  "type narrowed": { says: "fewer values are allowed", sent: BREAK, received: RETYPED },
  "type opened": { says: "any value is allowed", sent: ADDITION, received: BREAK },
  "null allowed": { says: "may now be null", sent: ADDITION, received: BREAK },
  "null no longer allowed": { says: "is never null any more", sent: BREAK, received: FIXTURE },
  "null allowed by the type": {
    says: "the type may now be null, as its place may",
    sent: ADDITION,
    received: RETYPED,
  },
  "null no longer allowed by the type": {
    says: "the type is never null any more, as its place may be",
    sent: RETYPED,
    received: FIXTURE,
  },
  "alternative type added": { says: "may have another type", sent: ADDITION, received: BREAK },
  "variant added": {
    says: "new variant",
    sent: CHOICE,
    received: verdict("exhaustive", "breaks", "major"),
  },
  "told variant added": {
    says: "new variant",
    sent: CHOICE,
    received: verdict("exhaustive", "strict", "minor"),
  },
  "variant removed": { says: "variant removed", sent: BREAK, received: verdict("fixture", "fine", "minor") },
  "told variant removed": { says: "variant removed", sent: BREAK, received: RETYPED },
  "value added": { says: "new value", sent: CHOICE, received: verdict("exhaustive", "strict", "minor") },
  "value removed": { says: "value removed", sent: BREAK, received: HARMLESS },
  "closed value added": { says: "new value", received: verdict("exhaustive", "breaks", "major") },
  "closed value removed": { says: "value removed", received: RETYPED },
  "constant changed": { says: "fixed value changed", sent: BREAK, received: BREAK },
  "constant opened": { says: "may have other values than the one it had", sent: CHOICE, received: BREAK },
  "told constant opened": {
    says: "may have other values than the one it is told by",
    sent: ADDITION,
    received: verdict("any", "strict", "major"),
  },
  "told constant became optional": {
    says: "the field that it is told by became optional",
    received: verdict("none", "breaks", "minor"),
  },
  "constant closed": { says: "has one fixed value", sent: BREAK, received: RETYPED },
  "values opened": {
    says: "any text is allowed where values were listed",
    sent: CHOICE,
    received: verdict("none", "strict", "patch"),
  },
  "numbers opened": {
    says: "any number is allowed where values were listed",
    sent: CHOICE,
    received: verdict("exhaustive", "breaks", "major"),
  },
  "values closed": { says: "only listed values are allowed", sent: BREAK, received: HARMLESS },
  "integer became number": {
    says: "may have a fraction",
    sent: HARMLESS,
    received: verdict("none", "breaks", "minor"),
  },
  "number became integer": { says: "is always whole", sent: UNSEEN, received: HARMLESS },
  "limit loosened": { says: "limit loosened", sent: HARMLESS, received: verdict("none", "breaks", "minor") },
  "limit tightened": { says: "limit tightened", sent: UNSEEN, received: HARMLESS },
  "limit moved": { says: "limit changed", sent: UNSEEN, received: verdict("none", "breaks", "minor") },
  "unchecked limit loosened": {
    says: "limit loosened that no decoder holds a message to",
    received: verdict("none", "strict", "patch"),
  },
  "format loosened": {
    says: "form of the text dropped",
    sent: HARMLESS,
    received: verdict("none", "strict", "patch"),
  },
  "format tightened": { says: "form of the text prescribed", sent: UNSEEN, received: HARMLESS },
  "format changed": {
    says: "form of the text changed",
    sent: UNSEEN,
    received: verdict("none", "strict", "patch"),
  },
  "item appended": {
    says: "new item at the end of a row",
    sent: BREAK,
    received: verdict("exhaustive", "breaks", "major"),
  },
  "optional item appended": {
    says: "new item at the end of a row, which may be missing",
    sent: ADDITION,
    received: verdict("exhaustive", "breaks", "major"),
  },
  "optional item removed": { says: "item removed from a row", sent: BREAK, received: RETYPED },
  "row of another length": {
    says: "row of another length than the one it was told by",
    sent: BREAK,
    received: BREAK,
  },
  "item removed": { says: "item removed from a row", sent: BREAK, received: BREAK },
  "item became optional": {
    says: "item at the end of a row may be missing",
    sent: ADDITION,
    received: BREAK,
  },
  "item became required": {
    says: "item at the end of a row is always there",
    sent: BREAK,
    received: FIXTURE,
  },
  "unlisted fields refused": {
    says: "unlisted fields are refused",
    sent: verdict("none", "strict", "patch"),
    received: HARMLESS,
  },
  "unlisted fields allowed": {
    says: "unlisted fields are allowed",
    sent: HARMLESS,
    received: verdict("none", "breaks", "minor"),
  },
  "condition tightened": { says: "new condition between fields", sent: UNSEEN, received: HARMLESS },
  "condition loosened": {
    says: "condition between fields dropped",
    sent: HARMLESS,
    received: verdict("none", "breaks", "minor"),
  },
  "condition changed": {
    says: "condition between fields changed",
    sent: UNSEEN,
    received: verdict("none", "breaks", "minor"),
  },
  "condition reworded": {
    says: "condition between fields written in another way",
    sent: HARMLESS,
    received: HARMLESS,
  },
  "default changed": {
    says: "default changed",
    sent: verdict("none", "meaning", "minor"),
  },
  "documentation changed": { says: "documentation", sent: HARMLESS, received: HARMLESS, none: HARMLESS },
  deprecated: { says: "deprecated", sent: ADDITION, received: ADDITION, none: ADDITION },
  added: { says: "added", none: ADDITION },
  removed: { says: "removed", none: BREAK },
  renamed: { says: "renamed", none: RETYPED },
  "type added": { says: "new export", none: ADDITION },
  "type removed": { says: "export removed or renamed", none: RETYPED },
  "listed value added": { says: "new listed value", none: CHOICE },
  "listed value removed": { says: "listed value removed", none: RETYPED },
  "address changed": { says: "address on the wire changed", none: UNSEEN },
  "tag changed": {
    says: "tag number changed",
    sent: UNSEEN,
    received: verdict("none", "breaks", "minor"),
  },
  "optional tag changed": {
    says: "tag number of an optional field changed",
    received: verdict("none", "strict", "patch"),
  },
  "message type changed": { says: "message type changed", none: verdict("any", "breaks", "major") },
  "group begins differently": {
    says: "entries of the group begin with another field",
    sent: UNSEEN,
    received: verdict("none", "breaks", "minor"),
  },
  "served by another host": { says: "another host serves it", none: ADDITION },
  "no longer served by a host": { says: "a host serves it no longer", none: UNSEEN },
  "permission raised": { says: "needs more rights", none: UNSEEN },
  "permission lowered": { says: "needs fewer rights", none: ADDITION },
  "behaviour changed": {
    says: "the client handles it differently",
    none: verdict("none", "meaning", "minor"),
  },
  "call type changed": { says: "a call gives another type", none: verdict("any", "meaning", "major") },
  "sunset changed": { says: "end date changed", none: ADDITION },
} as const satisfies { readonly [name: string]: Rule };

export type RuleName = keyof typeof RULES;
export type RuleTable = { readonly [name in RuleName]: Rule };

/** @throws Error when the table has no row for a change that travels this way. */
export function judge(rule: RuleName, travel: Travel, table: RuleTable = RULES): Verdict {
  const found = table[rule][travel];
  if (found === undefined) throw new Error(`no rule judges "${rule}" of what is ${travel}`);
  return found;
}
