import { type ExecutionsMessage, type ExecutionsParams, executions } from "@x/ws-v2";
import type { Engine } from "../../../engine/engine.ts";
import type { EngineEvent } from "../../../engine/event.ts";
import type { Exact } from "../../exact-json.ts";
import { userId } from "../../spot/spot-id.ts";
import { MAX_RATE_COUNT } from "../../spot/trading-limits.ts";
import type { V2Channel } from "../channel.ts";
import { snapshotReport, tradeReport, updateReport } from "../execution-report.ts";

const channel = executions.name as "executions";
/** How many of the latest trades a snapshot holds. */
const LATEST = 50;

const WARNINGS = [
  "cancel_reason is deprecated, use reason",
  "stop_price is deprecated, use triggers.price",
  "trigger is deprecated use triggers.reference",
  "triggered_price is deprecated use triggers.last_price",
];

/** The account's open orders and latest trades, then everything that happens to its orders. */
export const executionsChannel: V2Channel = {
  descriptor: executions,
  open(params: ExecutionsParams, { exchange: { engine } }, _market, session) {
    if (session === undefined) throw new Error(`${channel}: opened without a session`);
    const { account } = session;
    const shown = params.users === undefined;
    const user = shown ? {} : { user: userId(account) };
    const orders = shown && (params.snap_orders ?? params.snapshot ?? true);
    const trades = shown && (params.snap_trades ?? params.snapshot_trades ?? false);
    return {
      key: channel,
      variant: "",
      acknowledged: {
        channel,
        maxratecount: MAX_RATE_COUNT,
        snap_orders: orders,
        snap_trades: trades,
        snapshot: orders || trades,
        warnings: WARNINGS,
      },
      ended: { channel },
      start(send) {
        let sequence = 0;
        const push = (type: "snapshot" | "update", data: Exact<ExecutionsMessage>["data"]) => {
          sequence += 1;
          const message: Exact<ExecutionsMessage> = { channel, type, data, sequence };
          send(JSON.stringify(message));
        };
        if (orders || trades) {
          push("snapshot", [
            ...(orders ? engine.open({ account, venue: "spot" }).map(snapshotReport) : []),
            ...(trades ? latestTrades(engine, account) : []),
          ]);
        }
        return engine.listen((event) => {
          const { order } = event;
          if (order.account !== account || order.market.venue !== "spot") return;
          if (params.order_status === false && !isTurningPoint(event)) return;
          push("update", [{ ...updateReport(event), ...user }]);
        });
      },
    };
  },
};

function latestTrades(engine: Engine, account: string) {
  const spot = engine.fills(account).filter(({ order }) => order.market.venue === "spot");
  return spot.slice(-LATEST).map(tradeReport);
}

/** What is told also to those who do not want every change of status: beginnings, trades and ends. */
function isTurningPoint({ kind }: EngineEvent): boolean {
  return kind === "opened" || kind === "filled" || kind === "ended";
}
