import { type Fault, fault, type Known, MASK } from "@x/core";

/** The fields of a message or of an entry, with the values that are listed for them. */
export type KnownFields = { readonly [name: string]: Known };

/** Values of SessionRejectReason (373) that the codec and the session find by themselves. */
export type RejectReason = "0" | "1" | "2" | "4" | "5" | "6" | "9" | "10" | "11" | "13" | "14" | "15" | "16";

/** Why a message does not fit its definition, with what a FIX Reject (35=3) needs to say so. */
export interface FixFault extends Fault {
  /** RefTagID (371): the tag at fault; 0 when no single tag is. */
  readonly tag: number;
  /** SessionRejectReason (373). */
  readonly reason: RejectReason;
}

/** Makes a {@link FixFault}. A value that is not there is always "required tag missing". */
export function refuse(
  tag: number,
  reason: RejectReason,
  path: string,
  expected: string,
  value: unknown,
): FixFault {
  const { actual } = fault(path, expected, value);
  return { path, expected, actual, tag, reason: value === undefined ? "1" : reason };
}

/** Moves a fault found in a group entry to its place in the message. */
export function inEntry(group: string, index: number, inner: FixFault): FixFault {
  return { ...inner, path: `/${group}/${index}${inner.path}` };
}

/** What a fault may show of a credential: whether there is one. */
export function hide(value: unknown): string | undefined {
  return value === undefined ? undefined : MASK;
}

/**
 * The first field of a value that its message or entry does not have.
 * @param fields how many of those it has are there: when the value holds no more, nobody need ask for their names.
 */
export function findStray(
  value: Readonly<Record<string, unknown>>,
  fields: number,
  known: KnownFields,
): FixFault | undefined {
  let more = -fields;
  for (const name in value) if (value[name] !== undefined) more++;
  if (more === 0) return undefined;
  for (const name in value) {
    if (value[name] !== undefined && !Object.hasOwn(known, name)) {
      return refuse(0, "2", `/${name}`, "a field that belongs here", name);
    }
  }
  return undefined;
}
