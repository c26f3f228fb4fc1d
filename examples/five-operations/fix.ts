import { systemClock } from "@x/core";
import {
  connect,
  ExecType,
  type ExecutionReport,
  executionReport,
  MassCancelRequestType,
  newOrderSingle,
  numericClOrdIDs,
  OrdStatus,
  OrdType,
  orderMassCancelRequest,
  orderStatusRequest,
  Side,
  TimeInForce,
  tcp,
} from "@x/fix";
import type { Sandbox } from "@x/sandbox";
import { Evidence, maskFix } from "./evidence.ts";
import type { Operation, Wire } from "./wire.ts";

const OPEN: readonly string[] = [OrdStatus.New, OrdStatus.PartiallyFilled, OrdStatus.PendingNew];

/** FIX 4.4 over TCP: a session with numbered messages; every order event comes as an ExecutionReport. */
export async function fix(
  sandbox: Sandbox,
  clock = systemClock,
): Promise<{ wire: Wire; operations: Operation[] }> {
  const evidence = new Evidence((text) => /\|35=[q8]\|/.test(text));
  const { host, port } = sandbox.urls.fix;
  const session = await connect({
    ...sandbox.credentials.fix,
    credentials: sandbox.credentials.fix,
    // The sandbox does not begin anew at 22:00 UTC.
    rollover: false,
    clock,
    async transport(handlers) {
      const open = tcp({ host, port, tls: false });
      const transport = await open({
        ...handlers,
        received(bytes) {
          for (const message of maskFix(bytes)) evidence.record("in", message);
          handlers.received(bytes);
        },
      });
      return {
        send(bytes) {
          for (const message of maskFix(bytes)) evidence.record("out", message);
          transport.send(bytes);
        },
        close: () => transport.close(),
      };
    },
  });
  const reports = session.messages(executionReport);
  const ids = numericClOrdIDs();
  const placed: { readonly ClOrdID: string; readonly OrderID: string }[] = [];

  /** The next so many reports of the given type. */
  async function next(count: number, execType: string): Promise<ExecutionReport[]> {
    const found: ExecutionReport[] = [];
    while (found.length < count) {
      const { value, done } = await reports.next();
      if (done) throw new Error("the session ended before the exchange confirmed");
      if (value.ExecType === execType) found.push(value);
    }
    return found;
  }

  const market = "BTC/USD";
  const wire: Wire = {
    name: "FIX 4.4",
    evidence,
    async place(count) {
      for (let n = 0; n < count; n++) {
        session.send(newOrderSingle, {
          ClOrdID: ids.next(),
          Symbol: market,
          Side: Side.Buy,
          OrdType: OrdType.Limit,
          Price: `2200${n}.5`,
          OrderQty: "0.01",
          TimeInForce: TimeInForce.GoodTillCancel,
          TransactTime: new Date(),
        });
      }
      placed.push(...(await next(count, ExecType.New)));
    },
    async countOpen() {
      for (const { ClOrdID, OrderID } of placed)
        session.send(orderStatusRequest, { ClOrdID, OrderID, Symbol: market });
      const states = await next(placed.length, ExecType.OrderStatus);
      return states.filter(({ OrdStatus: state }) => OPEN.includes(state)).length;
    },
    close: async () => void (await session.close()),
  };

  async function cancel(): Promise<number> {
    session.send(orderMassCancelRequest, {
      ClOrdID: ids.next(),
      TransactTime: new Date(),
      MassCancelRequestType: MassCancelRequestType.CancelSessionOrders,
    });
    return (await next(placed.length, ExecType.Canceled)).length;
  }
  return { wire, operations: [{ name: "OrderMassCancelRequest", wire, cancel }] };
}
