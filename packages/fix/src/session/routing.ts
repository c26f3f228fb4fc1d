import { Reader } from "../codec/reader.ts";
import type { Frame } from "../framing.ts";
import { decodeHeader } from "../generated/header.ts";

/** A header field that says for whom a firm between the two parties acts, and the field of an answer it goes to. */
const ANSWERED_BY: Readonly<Record<number, number>> = {
  115: 128,
  116: 129,
  144: 145,
  128: 115,
  129: 116,
  145: 144,
};

/** A header field beyond the ones every message has: tag and text. */
export type RoutingField = readonly [tag: number, value: string];

/** The fields that bring an answer back to where a message came from. */
export function returnRouting(frame: Frame): readonly RoutingField[] {
  const reader = new Reader(frame);
  decodeHeader(reader);
  const fields: RoutingField[] = [];
  for (const [tag, value] of reader.unknownFields) {
    const back = ANSWERED_BY[tag];
    if (back !== undefined && value !== "") fields.push([back, value]);
  }
  return fields;
}
