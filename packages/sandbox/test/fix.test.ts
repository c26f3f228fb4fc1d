import {
  businessMessageReject,
  FixError,
  logonPassword,
  MemoryStore,
  newOrderSingle,
  orderMassCancelRequest,
  orderStatusRequest,
} from "@x/fix";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { fixClient, newOrder, nextId, RawFix, reports } from "./fix-client.ts";
import { ManualClock } from "./manual-clock.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
const now = () => new Date();

describe("through the real client", () => {
  test("placed, asked for, cancelled", async () => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    const next = reports(session);
    const order = newOrder();
    session.send(newOrderSingle, order);
    const pending = await next();
    expect(pending).toMatchObject({
      ClOrdID: order.ClOrdID,
      ExecType: "A",
      OrdStatus: "A",
      Price: "59000.1",
      OrderQty: "0.001",
      LeavesQty: "0.001",
      CumQty: "0",
      Text: "buy 0.001 BTC/USD @ limit 59000.1",
    });
    expect(pending.OrderID).toMatch(/^O[A-Z2-7]{5}-[A-Z2-7]{5}-[A-Z2-7]{6}$/);
    expect(await next()).toMatchObject({ OrderID: pending.OrderID, ExecType: "0", OrdStatus: "0" });

    session.send(orderStatusRequest, { ClOrdID: order.ClOrdID, OrderID: pending.OrderID, Symbol: "BTC/USD" });
    expect(await next()).toMatchObject({ OrderID: pending.OrderID, ExecType: "I", OrdStatus: "0" });

    const ClOrdID = nextId();
    session.send(orderMassCancelRequest, { ClOrdID, TransactTime: now(), MassCancelRequestType: "7" });
    expect(await next()).toMatchObject({
      ClOrdID,
      OrigClOrdID: order.ClOrdID,
      OrderID: pending.OrderID,
      ExecType: "4",
      OrdStatus: "4",
      LeavesQty: "0",
      Text: "Order canceled by user",
    });
    session.send(orderStatusRequest, { ClOrdID: order.ClOrdID, OrderID: pending.OrderID, Symbol: "BTC/USD" });
    expect(await next()).toMatchObject({ ExecType: "I", OrdStatus: "4", LeavesQty: "0" });
    expect(sandbox.counts()).toEqual({ placed: 1, ended: 1, open: 0 });
    expect(await session.close()).toMatchObject({ reason: "logout" });
  });

  test("530 = 1, 6 and 7 reach further and further", async () => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    const next = reports(session);
    const symbols = ["BTC/USD", "ETH/USD", "BTC/USD"];
    const placed: string[] = [];
    for (const symbol of symbols) {
      const order = newOrder({ Symbol: symbol, Price: "2900", OrderQty: "0.01" });
      placed.push(order.ClOrdID);
      session.send(newOrderSingle, order);
      await next();
      await next();
    }
    const cancel = (MassCancelRequestType: "1" | "6" | "7", symbol?: string) =>
      session.send(orderMassCancelRequest, {
        ClOrdID: nextId(),
        TransactTime: now(),
        MassCancelRequestType,
        Symbol: symbol,
      });
    cancel("1", "BTC/USD");
    expect([(await next()).OrigClOrdID, (await next()).OrigClOrdID]).toEqual([placed[0], placed[2]]);
    cancel("6");
    expect((await next()).OrigClOrdID).toBe(placed[1]);
    expect(sandbox.counts().open).toBe(0);
  });

  test.each<[string, Parameters<typeof newOrder>[0], object]>([
    [
      "a stop",
      { OrdType: "3", StopPx: "58000", Side: "2", Price: undefined },
      { OrdType: "3", StopPx: "58000" },
    ],
    [
      "a take-profit with a limit",
      { OrdType: "T", StopPx: "62000", Price: "62010", Side: "2" },
      { OrdType: "T", Price: "62010" },
    ],
    [
      "a trailing stop",
      { OrdType: "U", StopPx: "2000", Side: "2", Price: undefined },
      { StopPx: "2000", TriggerPrice: "58000" },
    ],
    ["an iceberg", { OrderQty: "0.15", DisplayQty: "0.01" }, { DisplayQty: "0.01" }],
    ["a post-only order", { ExecInst: ["P"] }, { ExecType: "0" }],
  ])("%s is taken", async (_name, change, reported) => {
    const session = await fixClient(await fixture.start(), fixture);
    const next = reports(session);
    session.send(newOrderSingle, newOrder(change));
    await next();
    expect(await next()).toMatchObject(reported);
  });

  test("an order that finds nothing to trade with is canceled", async () => {
    const session = await fixClient(await fixture.start(), fixture);
    const next = reports(session);
    session.send(newOrderSingle, newOrder({ TimeInForce: "3" }));
    expect(await next()).toMatchObject({ ExecType: "A" });
    expect(await next()).toMatchObject({ ExecType: "4", Text: "IOC_WOULD_ENTER_BOOK" });
  });

  test("a good-till-date order expires", async () => {
    const clock = new ManualClock(Date.now());
    const session = await fixClient(await fixture.start({ clock }), fixture, { clock, heartBtInt: 0 });
    const next = reports(session);
    session.send(newOrderSingle, newOrder({ TimeInForce: "6", ExpireTime: new Date(clock.now() + 60_000) }));
    await next();
    await next();
    clock.advance(60_000);
    expect(await next()).toMatchObject({ ExecType: "C", OrdStatus: "C", Text: "GTD order expired" });
  });

  test.each<[string, string, Parameters<typeof newOrder>[0]]>([
    ["2", "Unknown symbol: FOO/BAR", { Symbol: "FOO/BAR" }],
    ["0", "EOrder:Tick size check failed", { Price: "1.23" }],
    ["0", "EGeneral:Invalid arguments:volume minimum not met", { OrderQty: "0.00000001" }],
    ["0", "EGeneral:Invalid arguments:cl_ord_id not unique", { ClOrdID: "1" }],
    ["0", "EOrder:Post only order", { Side: "2", Price: "50000", ExecInst: ["P"] }],
    ["0", "EService:Deadline elapsed", { ValidUntilTime: new Date(Date.UTC(2020, 0)) }],
    ["0", "EOrder:Reduce only:No position exists", { ExecInst: ["E"] }],
  ])("refused by the business reject %s: %s", async (reason, text, change) => {
    const sandbox = await fixture.start();
    const session = await fixClient(sandbox, fixture);
    session.send(newOrderSingle, newOrder({ ClOrdID: "1" }));
    const rejects = session.messages(businessMessageReject)[Symbol.asyncIterator]();
    const order = newOrder(change);
    session.send(newOrderSingle, order);
    expect((await rejects.next()).value).toMatchObject({
      RefMsgType: "D",
      BusinessRejectRefID: order.ClOrdID,
      BusinessRejectReason: reason,
      Text: text,
    });
    expect(sandbox.openOrders("spot")).toBe(1);
  });

  test("the status of an unknown order is unknown", async () => {
    const session = await fixClient(await fixture.start(), fixture);
    const rejects = session.messages(businessMessageReject)[Symbol.asyncIterator]();
    session.send(orderStatusRequest, { ClOrdID: "9", OrderID: "OAAAAA-BBBBB-CCCCCC", Symbol: "BTC/USD" });
    expect((await rejects.next()).value).toMatchObject({
      BusinessRejectReason: "101",
      Text: "EOrder:Unknown order",
    });
    session.send(orderMassCancelRequest, {
      ClOrdID: "10",
      TransactTime: now(),
      MassCancelRequestType: "1",
      Symbol: "FOO/BAR",
    });
    expect((await rejects.next()).value).toMatchObject({ RefMsgType: "q", BusinessRejectReason: "2" });
  });
});

describe("logon", () => {
  const refusal = async (connecting: Promise<unknown>) =>
    connecting.then(
      () => {
        throw new Error("expected an error");
      },
      (error: unknown) => {
        if (!FixError.is(error)) throw error;
        return error;
      },
    );

  test.each<[string, (sandbox: Sandbox) => Parameters<typeof fixClient>[2]]>([
    ["an unknown CompID", () => ({ senderCompID: "STRANGER" })],
    ["an unknown key", ({ credentials: { fix } }) => ({ credentials: { ...fix, apiKey: "nobody" } })],
    ["a wrong secret", ({ credentials: { fix } }) => ({ credentials: { ...fix, apiSecret: "c2VjcmV0" } })],
    ["a clock that is 6 seconds off", () => ({ clock: { ...systemLike, now: () => Date.now() - 6000 } })],
  ])("%s is refused with the exchange's words", async (_name, options) => {
    const sandbox = await fixture.start();
    expect(await refusal(fixClient(sandbox, fixture, options(sandbox)))).toMatchObject({
      code: "logonRefused",
      raw: expect.stringContaining("Logon failed: invalid credentials"),
    });
  });

  test("a password cannot be used twice", async () => {
    const sandbox = await fixture.start();
    const { apiKey, apiSecret, senderCompID, targetCompID } = sandbox.credentials.fix;
    const nonce = String(Date.now());
    const signature = { apiSecret, apiKey, nonce, MsgSeqNum: 1, SenderCompID: senderCompID };
    const password = await logonPassword({ ...signature, TargetCompID: targetCompID });
    const time = new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, -1);
    const logon = `35=A|34=1|49=${senderCompID}|56=${targetCompID}|52=${time}|98=0|108=30|141=Y|553=${apiKey}|554=${password}|5025=${nonce}`;
    const first = new RawFix(sandbox, fixture);
    first.send(logon);
    expect(await first.message()).toMatch(/35=A\|.*98=0\|108=30\|/);
    first.send(`35=5|34=2|49=${senderCompID}|56=${targetCompID}|52=${time}`);
    expect(await first.message()).toContain("35=5|");
    const second = new RawFix(sandbox, fixture);
    second.send(logon);
    expect(await second.message()).toMatch(/35=5\|.*58=Logon failed: invalid credentials/);
  });
});

describe("what a broken connection leaves behind", () => {
  const place = async (logon?: { CancelOrdersOnDisconnect: "0" | "1" }) => {
    const sandbox = await fixture.start();
    const { apiKey, apiSecret, senderCompID, targetCompID } = sandbox.credentials.fix;
    const nonce = String(Date.now());
    const signature = {
      apiSecret,
      apiKey,
      nonce,
      MsgSeqNum: 1,
      SenderCompID: senderCompID,
      TargetCompID: targetCompID,
    };
    const password = await logonPassword(signature);
    const time = new Date().toISOString().replaceAll("-", "").replace("T", "-").slice(0, -1);
    const names = `49=${senderCompID}|56=${targetCompID}|52=${time}`;
    const keep = logon === undefined ? "" : `|8674=${logon.CancelOrdersOnDisconnect}`;
    const raw = new RawFix(sandbox, fixture);
    raw.send(`35=A|34=1|${names}|98=0|108=30|141=Y|553=${apiKey}|554=${password}|5025=${nonce}${keep}`);
    expect(await raw.message()).toContain("35=A|");
    raw.send(`35=D|34=2|${names}|11=1|55=BTC/USD|54=1|40=2|44=84|38=0.001|59=1|60=${time}`);
    expect(await raw.message()).toContain("150=A|");
    expect(await raw.message()).toContain("150=0|");
    return { sandbox, raw, names };
  };
  const settled = async (sandbox: Sandbox, open: number) => {
    for (let i = 0; i < 200 && sandbox.counts().open !== open; i++)
      await new Promise((go) => setTimeout(go, 5));
    return sandbox.counts().open;
  };

  test("nothing, by default", async () => {
    const { sandbox, raw } = await place();
    raw.drop();
    expect(await settled(sandbox, 0)).toBe(0);
  });

  test("its orders, if the logon says so", async () => {
    const { sandbox, raw } = await place({ CancelOrdersOnDisconnect: "1" });
    raw.drop();
    // The session may come back once the old connection is gone, and finds its order.
    await new Promise((go) => setTimeout(go, 50));
    expect(sandbox.counts().open).toBe(1);
  });

  test("its orders, if it said Logout", async () => {
    const { sandbox, raw, names } = await place();
    raw.send(`35=5|34=3|${names}`);
    expect(await raw.message()).toContain("35=5|");
    await new Promise((go) => setTimeout(go, 50));
    expect(sandbox.counts().open).toBe(1);
  });

  test("a later session of the same CompID still reaches its orders", async () => {
    const sandbox = await fixture.start();
    const store = new MemoryStore();
    const first = await fixClient(sandbox, fixture, { store });
    const placed = reports(first);
    first.send(newOrderSingle, newOrder());
    await placed();
    await placed();
    await first.close();
    const second = await fixClient(sandbox, fixture, { store });
    const next = reports(second);
    second.send(orderMassCancelRequest, {
      ClOrdID: nextId(),
      TransactTime: now(),
      MassCancelRequestType: "6",
    });
    expect(await next()).toMatchObject({ ExecType: "4" });
    expect(sandbox.counts().open).toBe(0);
  });

  test("messages that break the dictionary are refused by the session", async () => {
    const { sandbox, raw, names } = await place();
    const time = names.split("52=")[1];
    raw.send(`35=D|34=3|${names}|11=2|55=BTC/USD|40=2|44=84|38=0.001|59=1|60=${time}`);
    expect(await raw.message()).toMatch(/35=3\|.*45=3\|.*371=54\|372=D\|373=1\|/);
    raw.send(`35=D|34=4|${names}|11=2|55=BTC/USD|54=1|40=9|44=84|38=0.001|59=1|60=${time}`);
    expect(await raw.message()).toMatch(/35=3\|.*371=40\|372=D\|373=5\|/);
    raw.send(`35=q|34=5|${names}|11=3|60=${time}|530=1`);
    expect(await raw.message()).toMatch(/35=(3|j)\|/);
    raw.send(`35=F|34=6|${names}|11=4|41=1|54=1|55=BTC/USD|60=${time}`);
    expect(await raw.message()).toMatch(/35=j\|.*372=F\|.*380=3\|/);
    expect(sandbox.counts()).toEqual({ placed: 1, ended: 0, open: 1 });
  });
});

const systemLike = {
  setTimer(milliseconds: number, run: () => void) {
    const handle = setTimeout(run, milliseconds);
    return { cancel: () => clearTimeout(handle) };
  },
};
