import { type OpenOrdersMessage, openOrders } from "@x/ws-legacy";
import type { SessionTokens } from "../../session-tokens.ts";
import type { Exchange } from "../gateway.ts";
import { changedOrder, wholeOrder } from "./open-order.ts";

/** One connection's subscription to the account's open orders. */
export class OpenOrdersSubscription {
  readonly #stops: readonly (() => void)[];
  #sequence = 0;

  /** Sends the snapshot, then every event as it comes. */
  constructor(
    { engine }: Exchange,
    { account, token, tokens }: { account: string; token: string; tokens: SessionTokens },
    send: (message: OpenOrdersMessage) => void,
  ) {
    const push = (orders: OpenOrdersMessage[0]) => {
      this.#sequence += 1;
      send([orders, openOrders.name as "openOrders", { sequence: this.#sequence }]);
    };
    push(engine.open({ account, venue: "spot" }).map((order) => ({ [order.id]: wholeOrder(order) })));
    this.#stops = [
      tokens.hold(token),
      engine.listen((event) => {
        const { order } = event;
        if (order.account === account && order.market.venue === "spot")
          push([{ [order.id]: changedOrder(event) }]);
      }),
    ];
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
