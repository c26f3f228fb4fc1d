import {
  type ExecutionReport,
  MassCancelRequestType,
  OrderEntry,
  OrdType,
  Side,
  type Submission,
  TimeInForce,
} from "@x/fix";
import { same } from "../../fix/scenario.ts";
import { dropped, initiatorStage } from "../our-initiator.ts";
import type { QuickfixScenario } from "../scenario.ts";

const order = {
  Symbol: "BTC/USD",
  Side: Side.Buy,
  OrdType: OrdType.Limit,
  OrderQty: "10",
  Price: "28003.10",
  TimeInForce: TimeInForce.GoodTillCancel,
} as const;
const ofBitcoin = { Symbol: "BTC/USD", Side: Side.Buy } as const;

/** Orders as calls: our side dials, QuickFIX accepts. */
export const orderEntryScenarios: readonly QuickfixScenario[] = [
  {
    name: "orders as calls: accepted, filled, canceled, refused",
    async run(at) {
      await using stage = await initiatorStage(at);
      const { session } = await stage.connect();
      const orders = new OrderEntry(session, { deadline: 5_000 });
      const filled = orders.place(order);
      const { OrderID } = accepted(await filled.outcome);
      stage.peer.tell(`fill ${filled.ClOrdID} 4 28003.00`);
      stage.peer.tell(`fill ${filled.ClOrdID} 6 28003.10`);
      same("the reports of the filled order", await all(filled.reports), ["AA", "00", "F1", "F2"]);
      const question = { ClOrdID: filled.ClOrdID, OrderID, Symbol: "BTC/USD" };
      same("its state", accepted(await orders.status(question)).OrdStatus, "2");

      const canceled = orders.place(order);
      accepted(await canceled.outcome);
      const OrigClOrdID = canceled.ClOrdID;
      same("the cancel", accepted(await orders.cancel({ ...ofBitcoin, OrigClOrdID })).OrdStatus, "4");
      same("the reports of the canceled order", await all(canceled.reports), ["AA", "00", "44"]);
      const again = await orders.cancel({ ...ofBitcoin, OrigClOrdID });
      same("the second cancel", again.outcome === "refused" && again.status, "EOrder:Unknown order");

      const open = [orders.place(order), orders.place(order)];
      for (const { outcome } of open) accepted(await outcome);
      accepted(await orders.massCancel({ MassCancelRequestType: MassCancelRequestType.CancelAllOrders }));
      for (const { reports } of open) same("its reports", (await all(reports)).at(-1), "44");
    },
  },
  {
    name: "orders as calls: unknown, then settled by a resend",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      const orders = new OrderEntry(client.session, { deadline: 5_000 });
      stage.wire.swallow("server");
      const lost = orders.place(order);
      await dropped(client, stage);
      const outcome = await lost.outcome;
      if (outcome.outcome !== "unknown") throw new Error(`it is ${outcome.outcome}`);
      same("why", outcome.error.code, "connectionLost");
      await stage.peer.sees("in", "35=D", `11=${lost.ClOrdID}`, "43=Y");
      same("in the end", (await outcome.settled)?.outcome, "accepted");
    },
  },
];

function accepted(submission: Submission<ExecutionReport>): ExecutionReport {
  if (submission.outcome === "accepted") return submission.result;
  throw new Error(`it is ${submission.outcome}: ${submission.error.message}`);
}

async function all(reports: AsyncIterable<ExecutionReport>): Promise<string[]> {
  const seen: string[] = [];
  for await (const { ExecType, OrdStatus } of reports) seen.push(`${ExecType}${OrdStatus}`);
  return seen;
}
