import type { Drift } from "@x/core";
import type { Role, Subject } from "../ours/subject.ts";
import type { Outline, WireType } from "../outline/outline.ts";
import type { Edit } from "../propose/edits.ts";
import { type Found, fieldName, keysOf, placeOf } from "./place.ts";
import { type SampleType, sampleType } from "./sample.ts";

/** What a spec would have to gain for a report, or why nothing can be proposed. */
export type Proposed = { readonly edit: Edit } | { readonly byHand: string };

const RECEIVED: readonly Role[] = ["response", "error", "message", "subscribeAck", "unsubscribeAck", "body"];
const BECAUSE = "observations on the wire";

/** The first message of the subject that has the place decides. */
export function propose(subject: Subject, drift: Drift): Proposed {
  const keys = keysOf(drift.path);
  for (const { role, outline } of subject.messages) {
    if (!RECEIVED.includes(role)) continue;
    const found = INTO[drift.kind](outline, keys, drift, role === "body");
    if (found) return found;
  }
  return { byHand: "the spec has no such place" };
}

type Proposal = (
  outline: Outline,
  keys: readonly string[],
  drift: Drift,
  isFix: boolean,
) => Proposed | undefined;

const INTO: { readonly [Kind in Drift["kind"]]: Proposal } = {
  "unknown-value": (outline, keys, { sample }) => {
    const place = placeOf(outline, keys)?.outline;
    if (!place?.values) return undefined;
    return { edit: { place: place.at, because: BECAUSE, addition: { what: "value", value: sample } } };
  },
  "unknown-field": (outline, keys, drift, isFix) => {
    const parent = placeOf(outline, keys.slice(0, -1))?.outline;
    const last = keys.at(-1);
    if (parent?.fields === undefined || last === undefined || fieldName(parent, last)) return undefined;
    const type = sampleType(drift, isFix);
    const types = type && type !== "missing" && type !== "null" ? { types: new Set<WireType>([type]) } : {};
    const name = isFix ? `${last} - Tag${last}` : last;
    const addition = { what: "field", name, required: false, outline: { at: drift.path, ...types } } as const;
    return { edit: { place: parent.at, because: BECAUSE, addition } };
  },
  misfit: (outline, keys, drift, isFix) => {
    const found = placeOf(outline, keys);
    return found && fitted(found, keys.at(-1), sampleType(drift, isFix), drift, isFix);
  },
};

function fitted(
  found: Found,
  name: string | undefined,
  type: SampleType,
  { expected = "something else", sample }: Drift,
  isFix: boolean,
): Proposed {
  const { outline, parent, step } = found;
  if (type === undefined) return { byHand: `the sample does not say what was found instead of ${expected}` };
  if (type === "missing") {
    // A dictionary says it beside the field, a schema in a list beside the fields.
    const place = isFix ? outline : parent;
    if (place === undefined || name === undefined) return { byHand: "the whole message is missing" };
    return { edit: { place: place.at, because: BECAUSE, addition: { what: "optional", name } } };
  }
  if (outline.types?.has(type) || (type === "integer" && outline.types?.has("number")))
    return { byHand: `the type is as in the spec, which asks for ${expected}; found ${sample}` };
  if (isFix && outline.fields) return { byHand: `it is the count of a group; found ${sample}` };
  // A shared schema is left alone: the place that refers to it takes another type beside it.
  const place = isFix || !parent ? outline.at : `${parent.at}/${step}`;
  return { edit: { place, because: BECAUSE, addition: { what: "type", type } } };
}
