import type { Clock } from "@x/core";
import { FixError, logonPassword, MemoryStore, newOrderSingle, orderMassCancelRequest } from "@x/fix";
import { describe, expect, test } from "vitest";
import type { Sandbox } from "../src/index.ts";
import { fixClient, newOrder, nextId, RawFix, reports } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";

const fixture = sandboxes();
const { clock } = fixture;
const now = () => new Date(clock.now());

const lateClock: Clock = {
  now: () => clock.now() - 6000,
  setTimer: (milliseconds, run) => clock.setTimer(milliseconds, run),
};

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
    ["a clock that is 6 seconds off", () => ({ clock: lateClock })],
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
    const nonce = String(clock.now());
    const signature = { apiSecret, apiKey, nonce, MsgSeqNum: 1, SenderCompID: senderCompID };
    const password = await logonPassword({ ...signature, TargetCompID: targetCompID });
    const time = now().toISOString().replaceAll("-", "").replace("T", "-").slice(0, -1);
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
    const nonce = String(clock.now());
    const signature = {
      apiSecret,
      apiKey,
      nonce,
      MsgSeqNum: 1,
      SenderCompID: senderCompID,
      TargetCompID: targetCompID,
    };
    const password = await logonPassword(signature);
    const time = now().toISOString().replaceAll("-", "").replace("T", "-").slice(0, -1);
    const names = `49=${senderCompID}|56=${targetCompID}|52=${time}`;
    const keep = logon === undefined ? "" : `|8674=${logon.CancelOrdersOnDisconnect}`;
    const raw = new RawFix(sandbox, fixture);
    raw.send(`35=A|34=1|${names}|98=0|108=30|141=Y|553=${apiKey}|554=${password}|5025=${nonce}${keep}`);
    expect(await raw.message()).toContain("35=A|");
    raw.send(`35=D|34=2|${names}|11=1|55=BTC/USD|54=1|40=2|44=8400|38=0.001|59=1|60=${time}`);
    expect(await raw.message()).toContain("150=A|");
    expect(await raw.message()).toContain("150=0|");
    return { sandbox, raw, names };
  };
  /** Resolves once the exchange has noticed that the session is over. */
  const ended = (sandbox: Sandbox) => expect.poll(() => sandbox.view().sessions).toEqual([]);

  test("nothing, by default", async () => {
    const { sandbox, raw } = await place();
    raw.drop();
    await ended(sandbox);
    expect(sandbox.counts().open).toBe(0);
  });

  test("its orders, if the logon says so", async () => {
    const { sandbox, raw } = await place({ CancelOrdersOnDisconnect: "1" });
    raw.drop();
    // The session may come back once the old connection is gone, and finds its order.
    await ended(sandbox);
    expect(sandbox.counts().open).toBe(1);
  });

  test("its orders, if it said Logout", async () => {
    const { sandbox, raw, names } = await place();
    raw.send(`35=5|34=3|${names}`);
    expect(await raw.message()).toContain("35=5|");
    await ended(sandbox);
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
    raw.send(`35=D|34=3|${names}|11=2|55=BTC/USD|40=2|44=8400|38=0.001|59=1|60=${time}`);
    expect(await raw.message()).toMatch(
      /35=3\|.*45=3\|.*371=54\|372=D\|373=1\|58=Missing mandatory field: Side \(54\)\|/,
    );
    raw.send(`35=D|34=4|${names}|11=2|55=BTC/USD|54=1|40=9|44=8400|38=0.001|59=1|60=${time}`);
    expect(await raw.message()).toMatch(
      /35=3\|.*371=40\|372=D\|373=5\|58=Invalid value for tag 40: OrdType\|/,
    );
    raw.send(`35=q|34=5|${names}|11=3|60=${time}|530=1`);
    expect(await raw.message()).toMatch(/35=(3|j)\|/);
    raw.send(`35=x|34=6|${names}|320=4|559=4`);
    expect(await raw.message()).toMatch(/35=j\|.*372=x\|.*380=3\|/);
    expect(sandbox.counts()).toEqual({ placed: 1, ended: 0, open: 1 });
  });
});
