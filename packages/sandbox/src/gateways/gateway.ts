import type { Clock } from "@x/core";
import type { Engine } from "../engine/engine.ts";
import type { Random } from "../engine/random.ts";
import type { SpotState } from "../state/spot/spot-state.ts";

/** What all gateways stand on. */
export interface Exchange {
  readonly engine: Engine;
  readonly clock: Clock;
  /** The time of the connections: it goes on with their clients' while the exchange's is held or moved. */
  readonly wall: Clock;
  /** Spot balances. */
  readonly spot: SpotState;
  /** For ids that only a wire has, such as connection ids; apart from the engine's so that wires do not change history. */
  readonly random: Random;
}

/**
 * How a gateway answers one kind of request, the same on every wire: the request, checked against its generated
 * descriptor, is translated for the engine, the engine is asked, and what it says is translated back.
 */
export interface Handler<Descriptor, Request, Caller, Answer> {
  readonly descriptor: Descriptor;
  handle(request: Request, caller: Caller, exchange: Exchange): Answer;
}
