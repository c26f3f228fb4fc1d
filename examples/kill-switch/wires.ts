import { systemClock } from "@x/core";
import type { Access } from "./access.ts";
import type { KillWire } from "./wire.ts";
import { fix } from "./wires/fix.ts";
import { futuresRest } from "./wires/futures-rest.ts";
import { wsLegacy } from "./wires/ws-legacy.ts";
import { wsV2 } from "./wires/ws-v2.ts";

/** Every wire to the account. FIX goes to both venues, the others to one. */
export function allWires(access: Access, deadlineMs: number, clock = systemClock): KillWire[] {
  return [
    futuresRest(access, deadlineMs, clock),
    fix(access, deadlineMs, clock, "futures"),
    wsV2(access, deadlineMs, clock),
    wsLegacy(access, deadlineMs, clock),
    fix(access, deadlineMs, clock, "spot"),
  ];
}
