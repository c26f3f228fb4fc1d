import {
  type ExecutionReport,
  MassCancelRequestType,
  OrderEntry,
  OrdType,
  type PlacedOrder,
  Side,
  TimeInForce,
} from "@x/fix";
import { type Scenario, same } from "../fix/scenario.ts";
import { acceptorStage, type InitiatorStage, initiatorStage, type JspurefixPlace } from "./stage.ts";

const order = {
  Symbol: "BTC/USD",
  Side: Side.Buy,
  OrdType: OrdType.Limit,
  OrderQty: "10",
  Price: "28003.5",
  TimeInForce: TimeInForce.GoodTillCancel,
} as const;

/** Our side dials, jspurefix accepts. */
export const initiatorScenarios: readonly Scenario<JspurefixPlace>[] = [
  {
    name: "logon, logout",
    async run(at) {
      await using stage = await initiatorStage(at);
      await stage.peer.sees("in", "35=A");
      same("the end", (await stage.session.close("done")).reason, "logout");
      await stage.peer.sees("in", "35=5", "58=done");
    },
  },
  {
    name: "logout by the other side",
    async run(at) {
      await using stage = await initiatorStage(at);
      stage.peer.tell("logout");
      await stage.events.expect("a Logout", ({ kind }) => kind === "logout");
    },
  },
  {
    name: "orders, partial fills",
    async run(at) {
      await using stage = await initiatorStage(at);
      const placed = await place(stage);
      stage.peer.tell(`fill ${placed.ClOrdID} 4 28003`);
      stage.peer.tell(`fill ${placed.ClOrdID} 6 28003.5`);
      const reports = await all(placed);
      same(
        "the reports",
        reports.map(({ ExecType, OrdStatus, LastPx }) => [ExecType, OrdStatus, LastPx]),
        [
          ["0", "0", undefined],
          ["F", "1", "28003"],
          ["F", "2", "28003.5"],
        ],
      );
    },
  },
  {
    name: "mass cancel",
    async run(at) {
      await using stage = await initiatorStage(at);
      const placed = [await place(stage), await place(stage)];
      const canceled = await new OrderEntry(stage.session).massCancel({
        MassCancelRequestType: MassCancelRequestType.CancelAllOrders,
      });
      same("the answer", canceled.outcome, "accepted");
      for (const one of placed) same("the order", (await all(one)).at(-1)?.OrdStatus, "4");
    },
  },
  {
    // jspurefix does not send its reports again, but fills over them.
    name: "gap fill, to us",
    async run(at) {
      await using stage = await initiatorStage(at);
      const placed = await place(stage);
      stage.wire.swallow("client");
      stage.peer.tell(`fill ${placed.ClOrdID} 4 28003.5`);
      await stage.peer.sees("out", "35=8", "14=4");
      await stage.wire.lost;
      stage.wire.carry();
      stage.peer.tell(`fill ${placed.ClOrdID} 6 28003.5`);
      await stage.events.expect("a gap fill", (event) => event.kind === "sequenceReset" && event.gapFill);
      const amounts = (await all(placed)).map(({ CumQty }) => CumQty);
      same("the amounts", amounts, ["0", "10"]);
    },
  },
  {
    name: "resend, asked of us",
    async run(at) {
      await using stage = await initiatorStage(at);
      await place(stage);
      const orders = new OrderEntry(stage.session);
      stage.wire.swallow("server");
      const lost = orders.place(order);
      await stage.wire.lost;
      stage.wire.carry();
      const next = orders.place(order);
      await stage.peer.sees("in", "35=D", `11=${lost.ClOrdID}`, "43=Y");
      for (const { outcome } of [lost, next]) same("the order", (await outcome).outcome, "accepted");
    },
  },
];

let lastId = Date.now() * 1000;
const nextId = (): string => String(++lastId);

/** jspurefix dials, our side accepts. */
export const acceptorScenarios: readonly Scenario<JspurefixPlace>[] = [
  {
    name: "logon, logout",
    async run(at) {
      await using stage = await acceptorStage(at);
      const session = await stage.exchange.sessions.expect("a session", () => true);
      same("the end", (await session.close("done")).reason, "logout");
      await stage.peer.sees("in", "35=5", "58=done");
    },
  },
  {
    name: "logout by the other side",
    async run(at) {
      await using stage = await acceptorStage(at);
      const session = await stage.exchange.sessions.expect("a session", () => true);
      stage.peer.tell("logout");
      same("the end", (await session.closed).reason, "logout");
    },
  },
  {
    name: "orders, partial fills",
    async run(at) {
      await using stage = await acceptorStage(at);
      const id = nextId();
      stage.peer.tell(`order ${id}`);
      await stage.peer.sees("in", "35=8", `11=${id}`, "150=0");
      stage.exchange.fill(id, 4, "28003.00");
      await stage.peer.sees("in", "35=8", `11=${id}`, "39=1", "31=28003.00");
      stage.exchange.fill(id, 6, "28003.10");
      await stage.peer.sees("in", "35=8", `11=${id}`, "39=2", "31=28003.10");
    },
  },
  {
    name: "mass cancel",
    async run(at) {
      await using stage = await acceptorStage(at);
      const [id, cancel] = [nextId(), nextId()];
      stage.peer.tell(`order ${id}`);
      await stage.peer.sees("in", "35=8", `11=${id}`, "150=0");
      stage.peer.tell(`cancel-all ${cancel}`);
      await stage.peer.sees("in", "35=8", `11=${cancel}`, `41=${id}`, "150=4");
    },
  },
  {
    name: "gap fill, to us",
    async run(at) {
      await using stage = await acceptorStage(at);
      const [first, lost, next] = [nextId(), nextId(), nextId()];
      stage.peer.tell(`order ${first}`);
      await stage.peer.sees("in", "35=8", `11=${first}`);
      stage.wire.swallow("server");
      stage.peer.tell(`order ${lost}`);
      await stage.peer.sees("out", "35=D", `11=${lost}`);
      await stage.wire.lost;
      stage.wire.carry();
      stage.peer.tell(`order ${next}`);
      await stage.exchange.events.expect(
        "a gap fill",
        (event) => event.kind === "sequenceReset" && event.gapFill,
      );
      await stage.peer.sees("in", "35=8", `11=${next}`, "150=0");
    },
  },
  {
    name: "resend, asked of us",
    async run(at) {
      await using stage = await acceptorStage(at);
      const id = nextId();
      stage.peer.tell(`order ${id}`);
      await stage.peer.sees("in", "35=8", `11=${id}`, "150=0");
      stage.wire.swallow("client");
      stage.exchange.fill(id, 4, "28003.00");
      await stage.wire.lost;
      stage.wire.carry();
      stage.exchange.fill(id, 6, "28003.10");
      await stage.peer.sees("in", "35=8", `11=${id}`, "14=4", "43=Y");
    },
  },
];

/** Places an order and waits until jspurefix has taken it. */
async function place({ session }: InitiatorStage): Promise<PlacedOrder> {
  const placed = new OrderEntry(session).place(order);
  const { outcome } = await placed.outcome;
  if (outcome !== "accepted") throw new Error(`the order is ${outcome}`);
  return placed;
}

async function all({ reports }: PlacedOrder): Promise<ExecutionReport[]> {
  const seen: ExecutionReport[] = [];
  for await (const report of reports) seen.push(report);
  return seen;
}
