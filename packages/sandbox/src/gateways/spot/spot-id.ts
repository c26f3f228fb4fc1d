import { letters } from "../../engine/order-id.ts";
import { type Random, seededRandom } from "../../engine/random.ts";

/** `TTW6PD-RC36L-ZZSWNU`: how an amendment is named. */
export function amendId(random: Random): string {
  return spotId("T", random);
}

/** `AA96N74GCGEFN8KI`: how messages to a master account name whose they are. The same for the same account. */
export function userId(account: string): string {
  return `AA${letters(14, seededRandom(`${account} user`))}`;
}

/** An id of a spot order, trade or ledger entry, which differ by their first letter. */
export function spotId(kind: "T" | "L", random: Random): string {
  return `${kind}${letters(5, random)}-${letters(5, random)}-${letters(6, random)}`;
}
