import type { Source } from "./source.ts";

/** A FIX data dictionary: what may stand in which message. Components are already expanded. */
export interface FixDictionary {
  readonly source: Source;
  /** `FIX.4.4`. */
  readonly beginString: string;
  readonly header: readonly FixMember[];
  readonly trailer: readonly FixMember[];
  readonly messages: readonly FixMessageType[];
  /** All fields, in the dictionary's order. */
  readonly fields: readonly FixField[];
}

export interface FixMessageType {
  readonly source: Source;
  readonly name: string;
  readonly msgType: string;
  readonly category: "admin" | "app";
  readonly direction: "client" | "exchange" | "both";
  readonly changesOrders: boolean;
  readonly meaning: string | undefined;
  readonly page: string | undefined;
  readonly markets: readonly string[];
  readonly members: readonly FixMember[];
}

/** How a value is written. */
export type FixType =
  | "text"
  | "char"
  | "decimal"
  | "integer"
  | "whole"
  | "boolean"
  | "timestamp"
  | "values"
  | "data";

export interface FixField {
  readonly source: Source;
  readonly tag: number;
  readonly name: string;
  readonly type: FixType;
  /** The dictionary's own type name. */
  readonly wireType: string;
  readonly meaning: string | undefined;
  readonly unit: string | undefined;
  /** Protocol version or venue the field comes from, when it is not the dictionary's own version. */
  readonly origin: string | undefined;
  /** Never shown in an error or a log. */
  readonly secret: boolean;
  readonly minimum: number | undefined;
  /** The values of an enumeration; empty when any value may stand. */
  readonly values: readonly FixValue[];
}

export interface FixValue {
  readonly source: Source;
  readonly wire: string;
  /** Identifier by meaning: `CancelSymbolOrders`. */
  readonly name: string;
  readonly meaning: string | undefined;
  readonly markets: readonly string[];
}

export type FixMember = FixFieldUse | FixGroup;

interface FixUse {
  readonly source: Source;
  readonly field: FixField;
  readonly required: boolean;
  readonly requiredWhen: FixCondition | undefined;
  /** Required when this does not hold. */
  readonly requiredUnless: FixCondition | undefined;
  readonly allowedWhen: FixCondition | undefined;
  readonly meaning: string | undefined;
  readonly markets: readonly string[];
  /** A requirement that no field of the message decides. */
  readonly condition: string | undefined;
}

/** A field where it stands in a message. */
export interface FixFieldUse extends FixUse {
  readonly kind: "field";
  /** Those of the field's values that may stand here; empty when any value may. */
  readonly values: readonly FixValue[];
  readonly maxLength: number | undefined;
  readonly pattern: string | undefined;
  readonly format: string | undefined;
  readonly default: string | undefined;
  readonly recommended: string | undefined;
  readonly precision: "milliseconds" | "seconds";
  /** For data: the field before it that says how many bytes it has. */
  readonly length: FixField | undefined;
}

/** A repeating group. Its field holds the count; an entry begins with the first member. */
export interface FixGroup extends FixUse {
  readonly kind: "group";
  readonly maxEntries: number | undefined;
  readonly members: readonly FixMember[];
}

/** What an entry that is written holds: it begins with the group's first field, whatever the dictionary says of its presence. */
export function entryMembers({ members }: FixGroup): FixMember[] {
  return members.map((member, index) => (index === 0 ? { ...member, required: true } : member));
}

/** Holds when the field is there and, if values are listed, has one of them. */
export interface FixCondition {
  readonly field: FixField;
  readonly values: readonly string[];
}
