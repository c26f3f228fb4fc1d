import type { Clock } from "@x/core";
import type { FixFault, ReceivedMessage } from "@x/fix";

/** How far the time in a UUID may be from the exchange's clock, in milliseconds. */
const SKEW = 120_000;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
/** The requests whose ClOrdID names themselves; that of a status request names an order. */
const NAMED = new Set(["D", "F", "G", "q"]);

export const COMB_REQUIRED = "COMB UUIDv4 required for ClOrdID on derivatives";

/** Derivatives refuse numbers, and UUIDs that do not begin with the time, in the session already. */
export function refuseOnDerivatives(message: ReceivedMessage, clock: Clock): FixFault | undefined {
  const { ClOrdID: id } = message as { readonly ClOrdID?: string };
  if (id === undefined || !NAMED.has(message.MsgType) || isTimed(id, clock)) return undefined;
  return { path: "/ClOrdID", expected: COMB_REQUIRED, actual: id, tag: 11, reason: "5" };
}

/** The ids that a CompID gives its requests: numbers that rise, or UUIDs that begin with the time. */
export class ClOrdIdRules {
  readonly #clock: Clock;
  #last = 0n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Why a request of this id is not taken, if it is not. */
  refuse(id: string): string | undefined {
    if (!/^\d+$/.test(id))
      return isTimed(id, this.#clock) ? undefined : "EGeneral:Invalid arguments:cl_ord_id";
    const number = BigInt(id);
    if (number <= this.#last) return "EGeneral:Invalid arguments:cl_ord_id not unique";
    this.#last = number;
    return undefined;
  }
}

function isTimed(id: string, clock: Clock): boolean {
  if (!UUID.test(id)) return false;
  // Its first 48 bits count units of ten microseconds.
  const at = Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16) / 100;
  return Math.abs(at - clock.now()) <= SKEW;
}
