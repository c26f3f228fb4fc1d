import { type Drift, observe } from "@x/core";
import type { DriftObserver } from "./options.ts";

/** Reports fields and values the spec does not know: `connect({ onDrift: driftTo((drift) => …) })`. They never break anything. */
export function driftTo(listener: (drift: Drift) => void): DriftObserver {
  return {
    look: (value, known, source, mask) =>
      observe(value, known, source, (drift) => listener({ ...drift, sample: mask(drift.sample) })),
  };
}
