import type { Components, Json, Shape } from "../../contract/shape.ts";
import type { Source } from "../../contract/source.ts";
import type { RuleName } from "../rules.ts";
import type { Travel } from "../verdict.ts";

/** What one target offers, in the one form that contracts of all kinds are compared in. */
export interface Surface {
  readonly target: string;
  readonly package: string;
  /** Where it is written, for what belongs to no subject. */
  readonly source: Source;
  readonly subjects: readonly Subject[];
  readonly components: Components;
  /** Whether programs can import what is generated. */
  readonly exported: boolean;
  /** The exported type of a component as one direction reads it. */
  readonly typeOf: (component: string, travel: Part["travel"]) => string | undefined;
  /** Exported types that belong to no subject, with the place each is written at. */
  readonly types: ReadonlyMap<string, Source>;
}

/** An operation, method, channel, FIX message, or an exported enumeration. */
export interface Subject {
  readonly name: string;
  /** The exported descriptor. */
  readonly symbol: string;
  readonly source: Source;
  /** What finds it on the wire; two subjects of one address are the same one, renamed. */
  readonly address: string;
  readonly facts: readonly Fact[];
  readonly parts: readonly Part[];
  /** Types that are exported with it although it has no such message. */
  readonly moreTypes?: readonly string[];
}

/** Something a subject says beside its messages, and the rule that judges a change of it. */
export interface Fact {
  readonly key: string;
  readonly value: Json;
  readonly rule: RuleName | ((before: Json, after: Json) => RuleName);
  /** Where it is written, if not where the subject is. */
  readonly source?: Source;
  /** The rules for a fact that appears or goes, where that is no change of an absent value. */
  readonly added?: RuleName | "said elsewhere";
  readonly removed?: RuleName | "said elsewhere";
}

/** One message of a subject. */
export interface Part {
  readonly role: string;
  readonly travel: Exclude<Travel, "none">;
  /** The exported type, where there is one. */
  readonly type: string | undefined;
  /** As the spec says it, in neither direction's reading. */
  readonly shape: Shape;
  /** Whether an installed package refuses such a message when it is not of its shape. */
  readonly checked: boolean;
  /** FIX: an absent field is typed `undefined` in what is received and must be written by whoever builds the message. */
  readonly fix: boolean;
  /** FIX: what a received message says it is. */
  readonly msgType?: string;
}
