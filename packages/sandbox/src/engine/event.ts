import type { EndReason, Order } from "./order.ts";

/**
 * What happens in the engine, in order. Gateways turn events into the pushes of their wires; matching will add
 * executions to the list.
 */
export type EngineEvent =
  /** Taken in; not yet on the book. */
  | { readonly kind: "accepted"; readonly order: Order; readonly at: number }
  /** On the book, or waiting for its trigger. */
  | { readonly kind: "opened"; readonly order: Order; readonly at: number }
  | {
      readonly kind: "ended";
      readonly order: Order;
      readonly at: number;
      readonly reason: EndReason;
      /** The request that ended it, where its wire names one (FIX: ClOrdID of the cancel). */
      readonly request: CancelOrigin | undefined;
    };

export interface CancelOrigin {
  readonly session: string;
  readonly id: string;
}

export type EngineListener = (event: EngineEvent) => void;
