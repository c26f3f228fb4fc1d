/** A field the dictionary does not list for its message, in wire order: tag and text. */
export type UnknownField = readonly [tag: number, value: string];

/** Shared by every message without unknown fields. */
export const NO_UNKNOWN: readonly UnknownField[] = [];
