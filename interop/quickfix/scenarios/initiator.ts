import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  FixError,
  MassCancelRequestType,
  MemoryStore,
  orderCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
  Side,
} from "@x/fix";
import { FileStore } from "@x/fix/store";
import { same } from "../../fix/scenario.ts";
import { dropped, event, initiatorStage, place, placed, report } from "../our-initiator.ts";
import type { QuickfixScenario } from "../scenario.ts";
import { CREDENTIALS } from "../setting.ts";

/** Our side dials, QuickFIX accepts. */
export const initiatorScenarios: readonly QuickfixScenario[] = [
  {
    name: "logon, logout",
    async run(at) {
      await using stage = await initiatorStage(at);
      const { session } = await stage.connect();
      await stage.peer.sees("in", "35=A", "553=INTEROPKEY", "141=Y");
      same("the end", (await session.close("done")).reason, "logout");
      await stage.peer.sees("in", "35=5", "58=done");
    },
  },
  {
    name: "logon refused for a wrong password",
    async run(at) {
      await using stage = await initiatorStage(at);
      const apiSecret = Buffer.from("another secret").toString("base64");
      const error = await stage.connect({ credentials: { ...CREDENTIALS, apiSecret } }).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (!FixError.is(error)) throw new Error("the logon was let in");
      same("the code", error.code, "logonRefused");
      await wait(1_500);
      same("connections tried", stage.wire.connections, 1);
    },
  },
  {
    name: "logout by the other side",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect({ reconnect: false });
      stage.peer.tell("logout");
      same("the reason given", (await event(client, "logout")).text, "asked to");
      same("the end", (await client.session.closed).reason, "logout");
    },
  },
  {
    name: "orders, cancel, status, business reject",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      const id = place(client);
      await stage.peer.sees("in", "35=D", `11=${id}`, "44=28003.10", "78=1", "79=sub-1");
      const pending = await report(client, id, "A");
      const open = await report(client, id, "0");
      same("the price, exact", open.Price, "28003.10");
      client.session.send(orderStatusRequest, {
        ClOrdID: id,
        OrderID: pending.OrderID,
        Symbol: "BTC/USD",
      });
      same("the status", (await report(client, id, "I")).OrdStatus, "0");
      place(client, { ClOrdID: id });
      const refused = await client.told.expect("a reject", (message) => message.MsgType === "j");
      same("what was refused", refused.MsgType === "j" && refused.BusinessRejectRefID, id);
      client.session.send(orderCancelRequest, {
        ClOrdID: String(Number(id) + 1),
        OrigClOrdID: id,
        Side: Side.Buy,
        Symbol: "BTC/USD",
        TransactTime: new Date(),
      });
      same("the order canceled", (await report(client, id, "4")).OrdStatus, "4");
    },
  },
  {
    name: "partial fills, groups",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      const id = await placed(client);
      stage.peer.tell(`fill ${id} 4 28003.00`);
      const part = await report(client, id, "F");
      same(
        "the first part",
        [part.OrdStatus, part.LastQty, part.LastPx, part.CumQty, part.LeavesQty],
        ["1", "4", "28003.00", "4", "6"],
      );
      same(
        "its fee",
        part.NoMiscFees?.map(({ MiscFeeAmt, MiscFeeCurr }) => [MiscFeeAmt, MiscFeeCurr]),
        [["0.10", "USD"]],
      );
      stage.peer.tell(`fill ${id} 6 28003.10`);
      const whole = await report(client, id, "F");
      same("the rest", [whole.OrdStatus, whole.CumQty, whole.LeavesQty], ["2", "10", "0"]);
    },
  },
  {
    name: "mass cancel",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      const orders = [await placed(client), await placed(client), await placed(client)];
      client.session.send(orderMassCancelRequest, {
        ClOrdID: String(Number(orders.at(-1)) + 1),
        TransactTime: new Date(),
        MassCancelRequestType: MassCancelRequestType.CancelAllOrders,
      });
      for (const id of orders) same("the order", (await report(client, id, "4")).OrigClOrdID, id);
    },
  },
  {
    name: "market data",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      stage.peer.tell("publish");
      const snapshot = await client.told.expect("a snapshot", (message) => message.MsgType === "W");
      const change = await client.told.expect("a change", (message) => message.MsgType === "X");
      if (snapshot.MsgType !== "W" || change.MsgType !== "X") throw new Error("other messages");
      same(
        "the book",
        snapshot.NoMDEntries.map(({ MDEntryType, MDEntryPx, MDEntrySize }) => [
          MDEntryType,
          MDEntryPx,
          MDEntrySize,
        ]),
        [
          ["1", "28013.0", "0.001"],
          ["0", "28003.0", "0.001"],
          ["0", "27999.9", "0.00096375"],
        ],
      );
      same(
        "the change",
        change.NoMDEntries.map(({ MDUpdateAction, MDEntryPx }) => [MDUpdateAction, MDEntryPx]),
        [
          ["1", "28013.0"],
          ["2", "27999.9"],
        ],
      );
      same("its checksum", change.ChecksumOrderBook, "1234567890");
    },
  },
  {
    name: "heartbeats",
    async run(at) {
      await using stage = await initiatorStage(at, { heartBtInt: 3 });
      const { session } = await stage.connect();
      // Longer than a side that hears nothing waits for the other.
      for (let beat = 0; beat < 3; beat++) await stage.peer.sees("in", "35=0");
      same("the session", [session.active, stage.wire.connections], [true, 1]);
    },
  },
  {
    name: "drop and reconnect",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      await placed(client);
      await dropped(client, stage);
      await placed(client);
    },
  },
  {
    name: "resend, asked for by us",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      const id = await placed(client);
      // The reports on it are lost on the way, one of them while the wire is down.
      stage.wire.swallow("client");
      stage.peer.tell(`fill ${id} 3 28003.00`);
      await stage.peer.sees("out", "35=8", "150=F", "14=3");
      await dropped(client, stage, () => stage.peer.tell(`fill ${id} 3 28003.00`));
      for (const CumQty of ["3", "6"]) {
        const { header, ...late } = await report(client, id, "F");
        same("the amount", late.CumQty, CumQty);
        same("a possible duplicate", header.PossDupFlag, true);
        if (header.OrigSendingTime === undefined) throw new Error("OrigSendingTime is not there");
      }
      same("what was seen twice", client.told.rest.length, 0);
    },
  },
  {
    name: "resend, asked of us",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      await placed(client);
      stage.wire.swallow("server");
      const lost = [place(client), place(client)];
      await dropped(client, stage);
      for (const id of lost) {
        await stage.peer.sees("in", "35=D", `11=${id}`, "43=Y");
        await report(client, id, "0");
      }
      await placed(client);
    },
  },
  {
    name: "gap fill, to us",
    async run(at) {
      await using stage = await initiatorStage(at);
      const client = await stage.connect();
      const id = await placed(client);
      stage.peer.tell("skip 5");
      stage.peer.tell(`fill ${id} 1 28003.00`);
      await event(client, "gap");
      await event(client, "sequenceReset", ({ gapFill }) => gapFill);
      same("the report behind the gap", (await report(client, id, "F")).CumQty, "1");
    },
  },
  {
    name: "gap fill, from us",
    async run(at) {
      await using stage = await initiatorStage(at, { heartBtInt: 1 });
      const store = new MemoryStore();
      const client = await stage.connect({ store, mayResend: () => false });
      await placed(client);
      stage.wire.swallow("server");
      const stale = place(client);
      const before = store.numbers().outgoing;
      // Heartbeats get lost as well: one gap fill stands in for all of it.
      while (store.numbers().outgoing < before + 2) await wait(100);
      await dropped(client, stage);
      await stage.peer.sees("in", "35=4", "123=Y", "43=Y");
      await placed(client);
      same("numbers that agree", (await stage.peer.numbers()).incoming, store.numbers().outgoing);
      const orders = stage.peer.lines.rest.filter(({ text }) => text.includes(`|11=${stale}|`));
      same("the order that was withheld", orders.length, 0);
    },
  },
  {
    name: "restart of both with their stores",
    async run(at) {
      await using stage = await initiatorStage(at);
      const folder = join(at.folder, "ours");
      const first = new FileStore(folder);
      const before = await stage.connect({ store: first, reconnect: false });
      await placed(before);
      stage.wire.swallow("server");
      const lost = place(before);
      stage.wire.cut();
      await before.session.closed;
      first.close();
      await stage.peer.kill();
      await stage.startPeer();
      stage.wire.mend();
      using second = disposable(new FileStore(folder, { durability: "disk" }));
      const after = await stage.connect({ store: second.store, reconnect: false });
      await stage.peer.sees("in", "35=D", `11=${lost}`, "43=Y");
      await report(after, lost, "0");
      await placed(after);
      const { outgoing, incoming } = second.store.numbers();
      const theirs = await stage.peer.numbers();
      same("numbers that agree", [theirs.incoming, theirs.outgoing], [outgoing, incoming]);
    },
  },
  {
    name: "sequence numbers reset in the session",
    async run(at) {
      await using stage = await initiatorStage(at);
      const store = new MemoryStore();
      const client = await stage.connect({ store });
      await placed(client);
      client.session.resetSeqNum();
      await stage.peer.sees("in", "35=A", "34=1", "141=Y");
      await placed(client);
      same("our next number", store.numbers().outgoing, 3);
    },
  },
  {
    name: "TLS",
    async run(at) {
      await using stage = await initiatorStage(at, { secure: true });
      const client = await stage.connect({ tls: { ca: readFileSync(at.tls.certificate) } });
      const id = await placed(client);
      stage.peer.tell(`fill ${id} 10 28003.00`);
      same("the order", (await report(client, id, "F")).OrdStatus, "2");
      await dropped(client, stage);
      await placed(client);
    },
  },
];

function disposable(store: FileStore): Disposable & { readonly store: FileStore } {
  return { store, [Symbol.dispose]: () => store.close() };
}
