import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { MemoryStore } from "@x/fix";
import { FileStore } from "@x/fix/store";
import { same } from "../../fix/scenario.ts";
import { type AcceptorStage, acceptorStage } from "../our-acceptor.ts";
import type { QuickfixScenario } from "../scenario.ts";

let lastId = Date.now() * 1000;
const nextId = (): string => String(++lastId);

/** QuickFIX dials, our side accepts. */
export const acceptorScenarios: readonly QuickfixScenario[] = [
  {
    name: "logon, logout",
    async run(at) {
      await using stage = await acceptorStage(at);
      await stage.startPeer();
      const session = await stage.session();
      await stage.peer.sees("logon");
      await session.close("done");
      await stage.peer.sees("in", "35=5", "58=done");
      await stage.peer.sees("out", "35=5");
      same("the end", (await session.closed).reason, "logout");
    },
  },
  {
    name: "logon refused for a wrong password",
    async run(at) {
      await using stage = await acceptorStage(at);
      await stage.startPeer(Buffer.from("another secret").toString("base64"));
      await stage.peer.sees("in", "35=5", "58=Logon failed: invalid credentials");
      same("sessions", stage.acceptor.sessions.size, 0);
    },
  },
  {
    name: "logout by the other side",
    async run(at) {
      await using stage = await acceptorStage(at);
      await stage.startPeer();
      const session = await stage.session();
      await stage.peer.sees("logon");
      stage.peer.tell("logout");
      same("the end", (await session.closed).reason, "logout");
      await stage.peer.sees("in", "35=5");
    },
  },
  {
    name: "orders, cancel, status, business reject",
    async run(at) {
      await using stage = await started(at);
      const id = await placed(stage);
      stage.peer.tell(`status ${id} O1`);
      await stage.peer.sees("in", "35=8", `11=${id}`, "150=I", "39=0");
      stage.peer.tell(`order ${id} 1 10 28003.10`);
      await stage.peer.sees("in", "35=j", `379=${id}`, "372=D");
      const cancel = nextId();
      stage.peer.tell(`cancel ${cancel} ${id} 1`);
      await stage.peer.sees("in", "35=8", `11=${cancel}`, `41=${id}`, "150=4");
    },
  },
  {
    name: "partial fills, groups",
    async run(at) {
      await using stage = await started(at);
      const id = await placed(stage);
      stage.exchange.fill(id, 4, "28003.00");
      await stage.peer.sees(
        "in",
        "35=8",
        "150=F",
        "39=1",
        "31=28003.00",
        "14=4",
        "151=6",
        "136=2",
        "138=EUR",
      );
      stage.exchange.fill(id, 6, "28003.10");
      await stage.peer.sees("in", "35=8", "150=F", "39=2", "31=28003.10", "14=10", "151=0");
    },
  },
  {
    name: "mass cancel",
    async run(at) {
      await using stage = await started(at);
      const orders = [await placed(stage), await placed(stage), await placed(stage)];
      const cancel = nextId();
      stage.peer.tell(`cancel-all ${cancel}`);
      for (const id of orders) await stage.peer.sees("in", "35=8", `11=${cancel}`, `41=${id}`, "150=4");
    },
  },
  {
    name: "market data",
    async run(at) {
      await using stage = await started(at);
      stage.exchange.publish();
      same(
        "the book as QuickFIX reads it",
        await stage.peer.sees("levels"),
        ":1:28013.0:0.001 :0:28003.0:0.0035 ",
      );
      same("the change as QuickFIX reads it", await stage.peer.sees("levels"), "2:1:28013.0:0 ");
    },
  },
  {
    name: "heartbeats",
    async run(at) {
      await using stage = await started(at, { heartBtInt: 3 });
      // Longer than a side that hears nothing waits for the other.
      for (let beat = 0; beat < 3; beat++) await stage.peer.sees("in", "35=0");
      same("connections", [stage.acceptor.sessions.size, stage.wire.connections], [1, 1]);
    },
  },
  {
    name: "drop and reconnect",
    async run(at) {
      await using stage = await started(at);
      await placed(stage);
      await dropped(stage);
      await placed(stage);
    },
  },
  {
    name: "resend, asked for by us",
    async run(at) {
      await using stage = await started(at);
      await placed(stage);
      stage.wire.swallow("server");
      const lost = [nextId(), nextId()];
      for (const id of lost) stage.peer.tell(`order ${id} 1 10 28003.10`);
      await stage.peer.sees("out", "35=D", `11=${lost[1]}`);
      await dropped(stage);
      for (const id of lost) {
        const { again } = await stage.exchange.orders.expect(id, ({ ClOrdID }) => ClOrdID === id);
        same("a possible duplicate", again, true);
        await stage.peer.sees("in", "35=8", `11=${id}`, "150=0");
      }
    },
  },
  {
    name: "resend, asked of us",
    async run(at) {
      await using stage = await started(at);
      const id = await placed(stage);
      stage.wire.swallow("client");
      stage.exchange.fill(id, 3, "28003.00");
      stage.exchange.fill(id, 3, "28003.00");
      await dropped(stage);
      for (const filled of ["3", "6"]) {
        await stage.peer.sees("in", "35=8", `11=${id}`, "150=F", `14=${filled}`, "43=Y");
      }
      await placed(stage);
    },
  },
  {
    name: "gap fill, to us",
    async run(at) {
      await using stage = await started(at);
      await placed(stage);
      stage.peer.tell("withhold");
      stage.wire.swallow("server");
      const stale = nextId();
      stage.peer.tell(`order ${stale} 1 10 28003.10`);
      await stage.peer.sees("out", "35=D", `11=${stale}`);
      await dropped(stage);
      await stage.exchange.events.expect(
        "a gap fill",
        (event) => event.kind === "sequenceReset" && event.gapFill,
      );
      await placed(stage);
      const came = stage.exchange.orders.rest.filter(({ ClOrdID }) => ClOrdID === stale);
      same("the order that was withheld", came.length, 0);
    },
  },
  {
    name: "gap fill, from us",
    async run(at) {
      const store = new MemoryStore();
      await using stage = await started(at, { heartBtInt: 1, store, mayResend: () => false });
      const id = await placed(stage);
      stage.wire.swallow("client");
      stage.exchange.fill(id, 1, "28003.00");
      const before = store.numbers().outgoing;
      while (store.numbers().outgoing < before + 2) await wait(100);
      await dropped(stage);
      await stage.peer.sees("in", "35=4", "123=Y", "43=Y");
      await placed(stage);
      same("numbers that agree", (await stage.peer.numbers()).incoming, store.numbers().outgoing);
    },
  },
  {
    name: "restart of both with their stores",
    async run(at) {
      const folder = join(at.folder, "ours");
      const first = new FileStore(folder);
      await using stage = await started(at, { store: first });
      const id = await placed(stage);
      stage.wire.swallow("client");
      stage.exchange.fill(id, 2, "28003.00");
      stage.wire.cut();
      await stage.peer.kill();
      await stage.acceptor.close();
      first.close();
      const second = new FileStore(folder, { durability: "disk" });
      await stage.listen(() => second);
      stage.wire.mend();
      await stage.startPeer();
      await stage.session();
      await stage.peer.sees("in", "35=8", `11=${id}`, "150=F", "14=2", "43=Y");
      await placed(stage);
      const { outgoing, incoming } = second.numbers();
      const theirs = await stage.peer.numbers();
      same("numbers that agree", [theirs.incoming, theirs.outgoing], [outgoing, incoming]);
      await stage.peer.quit();
      await stage.acceptor.close();
      second.close();
    },
  },
  {
    name: "TLS",
    async run(at) {
      const tls = { cert: readFileSync(at.tls.certificate), key: readFileSync(at.tls.key) };
      await using stage = await started(at, { tls });
      const id = await placed(stage);
      stage.exchange.fill(id, 10, "28003.00");
      await stage.peer.sees("in", "35=8", `11=${id}`, "150=F", "39=2");
      await dropped(stage);
      await placed(stage);
    },
  },
];

/** A stage with QuickFIX logged on. */
async function started(...options: Parameters<typeof acceptorStage>): Promise<AcceptorStage> {
  const stage = await acceptorStage(...options);
  await stage.startPeer();
  await stage.session();
  await stage.peer.sees("logon");
  return stage;
}

/** Has QuickFIX place an order, and waits until it has the answer. */
async function placed({ peer, exchange }: AcceptorStage): Promise<string> {
  const id = nextId();
  peer.tell(`order ${id} 1 10 28003.10`);
  await exchange.orders.expect(id, ({ ClOrdID }) => ClOrdID === id);
  await peer.sees("in", "35=8", `11=${id}`, "150=A");
  await peer.sees("in", "35=8", `11=${id}`, "150=0", "44=28003.10");
  return id;
}

/** Breaks the connection off and waits until QuickFIX is back. */
async function dropped(stage: AcceptorStage): Promise<void> {
  stage.wire.cut();
  await stage.peer.sees("logout");
  stage.wire.mend();
  await stage.session();
  await stage.peer.sees("logon");
}
