import type { Exchange } from "../gateway.ts";
import type { SpotWires } from "../spot/wires.ts";
import type { EndedOrders } from "./ended-orders.ts";
import type { SpotParams } from "./request.ts";

/** What every operation of this interface stands on. */
export interface SpotRestGround {
  readonly exchange: Exchange;
  readonly wires: SpotWires;
  readonly account: string;
  readonly ended: EndedOrders;
}

/** Answers with the `result`, or with the text of an error. */
export type SpotOperation = (params: SpotParams, ground: SpotRestGround) => object | string;

export type SpotOperations = ReadonlyMap<string, SpotOperation>;
