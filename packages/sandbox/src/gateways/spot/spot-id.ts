import { letters } from "../../engine/order-id.ts";
import type { Random } from "../../engine/random.ts";

/** `TTW6PD-RC36L-ZZSWNU`: how an amendment is named. */
export function amendId(random: Random): string {
  return spotId("T", random);
}

/** An id of a spot order, trade or ledger entry, which differ by their first letter. */
export function spotId(kind: "T" | "L", random: Random): string {
  return `${kind}${letters(5, random)}-${letters(5, random)}-${letters(6, random)}`;
}
