import type { Access } from "./access.ts";
import type { KillWire } from "./wire.ts";
import { fix } from "./wires/fix.ts";
import { futuresRest } from "./wires/futures-rest.ts";
import { wsLegacy } from "./wires/ws-legacy.ts";
import { wsV2 } from "./wires/ws-v2.ts";

/** Every wire to the account. Three of them reach its spot orders, one its futures orders. */
export function allWires(access: Access, deadlineMs: number): KillWire[] {
  return [futuresRest, wsV2, wsLegacy, fix].map((open) => open(access, deadlineMs));
}
