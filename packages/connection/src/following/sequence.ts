import type { Gap } from "../sink.ts";
import type { Entry } from "./entry.ts";

/** What is wrong with the number of a message: it has been before, in words, or others are missing before it. */
export function outOfSequence(
  { channel: { name, sequence }, counted }: Entry,
  frame: unknown,
): string | Gap | undefined {
  let value = frame;
  for (const key of sequence ?? []) value = (value as { readonly [key: string]: unknown } | undefined)?.[key];
  const { last } = counted;
  if (typeof value !== "number") return undefined;
  if (last === undefined || value === last + 1) {
    counted.last = value;
    return undefined;
  }
  const detail = `number ${value} came after ${last}`;
  return value <= last ? `${name}: ${detail}` : { reason: "sequence", detail };
}
