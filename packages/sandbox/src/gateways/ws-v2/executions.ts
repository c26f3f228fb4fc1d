import { type ExecutionsMessage, type ExecutionsParams, executions } from "@x/ws-v2";
import type { SessionTokens } from "../../session-tokens.ts";
import type { Exact } from "../exact-json.ts";
import type { Exchange } from "../gateway.ts";
import { snapshotReport, updateReport } from "./execution-report.ts";

/** The tier's rate counter threshold that acknowledgements name. */
const MAX_RATE_COUNT = 125;

const WARNINGS = ["cancel_reason is deprecated, use reason", "stop_price is deprecated, use triggers.price"];

/** One connection's subscription to the account's orders. */
export class ExecutionsSubscription {
  readonly #stops: (() => void)[] = [];
  #sequence = 0;

  /** Sends the acknowledgement's result first, then the snapshot, then every event as it comes. */
  constructor(
    { engine }: Exchange,
    { account, token, tokens }: { account: string; token: string; tokens: SessionTokens },
    params: ExecutionsParams,
    send: { acknowledge(result: object): void; message(message: object): void },
  ) {
    const orders = params.snap_orders ?? params.snapshot ?? true;
    const trades = params.snap_trades ?? params.snapshot_trades ?? false;
    const push = (type: "snapshot" | "update", data: Exact<ExecutionsMessage>["data"]) => {
      this.#sequence += 1;
      const message: Exact<ExecutionsMessage> = {
        channel: "executions",
        type,
        data,
        sequence: this.#sequence,
      };
      send.message(message);
    };
    send.acknowledge({
      channel: executions.name,
      maxratecount: MAX_RATE_COUNT,
      snap_orders: orders,
      snap_trades: trades,
      warnings: WARNINGS,
    });
    // Nothing has ever traded, so a snapshot of trades alone is empty.
    if (orders || trades) {
      push("snapshot", orders ? engine.open({ account, venue: "spot" }).map(snapshotReport) : []);
    }
    this.#stops.push(
      tokens.hold(token),
      engine.listen((event) => {
        const { order, kind } = event;
        if (order.account !== account || order.market.venue !== "spot") return;
        // Without `order_status` only the ends and the beginnings of orders are told.
        if (kind === "accepted" && params.order_status === false) return;
        push("update", [updateReport(event)]);
      }),
    );
  }

  stop(): void {
    for (const stop of this.#stops) stop();
  }
}
