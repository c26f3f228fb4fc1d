import type { Drift } from "@x/core";
import type { WireType } from "../outline/outline.ts";

/** What was found where the spec has something else; nothing where its sample does not say. */
export type SampleType = WireType | "missing" | undefined;

/** The type of what a report shows. On FIX everything is text, and how it is written is its type. */
export function sampleType({ kind, sample }: Drift, isFix: boolean): SampleType {
  // The sample of an unknown field is its type.
  if (kind === "unknown-field") return NAMES.find((name) => name === sample);
  if (sample === "nothing") return "missing";
  if (sample === "object" || sample === "null") return sample;
  if (sample === "true" || sample === "false") return "boolean";
  if (/^\d+ items?$/.test(sample)) return "array";
  if (sample.startsWith('"')) return isFix ? writtenType(sample) : "string";
  if (sample === "" || !Number.isFinite(Number(sample))) return undefined;
  return Number.isInteger(Number(sample)) ? "integer" : "number";
}

const NAMES: readonly WireType[] = ["string", "number", "boolean", "object", "array", "null"];

function writtenType(sample: string): WireType {
  if (/^"-?\d+"$/.test(sample)) return "integer";
  return /^"-?(?:\d+\.?\d*|\.\d+)"$/.test(sample) ? "number" : "string";
}
