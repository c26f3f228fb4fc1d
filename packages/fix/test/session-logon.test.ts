import { describe, expect, test } from "vitest";
import { MemoryStore } from "../src/session/store.ts";
import { Bench, REPORT } from "./machine.ts";

describe("logon, initiator", () => {
  test("asks for credentials, sends the Logon, is active when it is answered", () => {
    const bench = new Bench();
    bench.feed({ type: "connected" });
    expect(bench.outputs).toContainEqual({ type: "logonNeeded", MsgSeqNum: 1 });
    const sent = bench.feed({ type: "logon", fields: { Username: "K", Password: "P", Nonce: "1" } });
    expect(sent).toEqual(["35=A|34=1|98=0|108=30|553=K|554=P|5025=1|141=Y|"]);
    expect(bench.machine.phase).toBe("logon");
    bench.receive("35=A|98=0|108=30|141=Y|");
    expect(bench.machine.phase).toBe("active");
    expect(bench.store.numbers()).toMatchObject({ outgoing: 2, incoming: 2 });
  });

  test("goes on with its numbers and without a reset when the store has some", () => {
    const store = new MemoryStore();
    store.sent(4, undefined);
    store.received(9);
    const bench = new Bench({}, store);
    bench.feed({ type: "connected" });
    expect(bench.feed({ type: "logon", fields: {} })).toEqual(["35=A|34=5|98=0|108=30|"]);
    bench.peer = 9;
    bench.receive("35=A|98=0|108=30|");
    expect(bench.machine.incoming).toBe(10);
  });

  test("a reset can be asked for", () => {
    const store = new MemoryStore();
    store.sent(4, undefined);
    const bench = new Bench({ resetSeqNum: true }, store);
    bench.feed({ type: "connected" });
    expect(bench.feed({ type: "logon", fields: {} })).toEqual(["35=A|34=1|98=0|108=30|141=Y|"]);
  });

  test("a Logout in answer ends it with the counterparty's words", () => {
    const bench = new Bench();
    bench.feed({ type: "connected" });
    bench.feed({ type: "logon", fields: {} });
    bench.receive("35=5|58=Logon failed: invalid credentials|");
    expect(bench.ended).toBe("logonRefused: Logon failed: invalid credentials");
  });

  test.each([
    ["something else", "35=0|", {}],
    ["a Logon from someone else", "35=A|98=0|108=30|", { from: "OTHER" }],
    ["a Logon without HeartBtInt", "35=A|98=0|", {}],
  ])("%s in answer ends it", (_what, message, options) => {
    const bench = new Bench();
    bench.feed({ type: "connected" });
    bench.feed({ type: "logon", fields: {} });
    bench.receive(message, options);
    expect(bench.ended).toMatch(/^logonRefused/);
  });

  test("no answer in 10 seconds ends it", () => {
    const bench = new Bench();
    bench.feed({ type: "connected" });
    bench.feed({ type: "logon", fields: {} });
    bench.pass(9_999);
    expect(bench.ended).toBeUndefined();
    bench.pass(1);
    expect(bench.ended).toMatch(/^logonTimeout/);
  });

  test("a Logon answered with a number too high is taken, and the missing messages are asked for", () => {
    const store = new MemoryStore();
    store.sent(1, undefined);
    store.received(2);
    const bench = new Bench({}, store);
    bench.feed({ type: "connected" });
    bench.feed({ type: "logon", fields: {} });
    expect(bench.receive("35=A|98=0|108=30|", { seq: 5 })).toEqual(["35=2|34=3|7=2|16=4|"]);
    bench.receive(REPORT, { seq: 2, header: "43=Y|122=20260407-14:31:00.000|" });
    bench.receive("35=4|123=Y|36=5|", { seq: 3, header: "43=Y|" });
    expect(bench.machine.incoming).toBe(6);
    expect(bench.delivered).toEqual(["8:2"]);
  });

  test("a Logon answered with a number too low ends it", () => {
    const store = new MemoryStore();
    store.sent(1, undefined);
    store.received(7);
    const bench = new Bench({}, store);
    bench.feed({ type: "connected" });
    bench.feed({ type: "logon", fields: {} });
    bench.receive("35=A|98=0|108=30|", { seq: 3 });
    expect(bench.ended).toBe("msgSeqNumTooLow: MsgSeqNum too low, expecting 7 but received 3");
  });
});

describe("logon, acceptor", () => {
  const acceptor = (): Bench => {
    const bench = new Bench({ role: "acceptor", senderCompID: "KRAKEN-TRD" });
    bench.feed({ type: "connected" });
    return bench;
  };
  const toUs = { from: "CLIENT", to: "KRAKEN-TRD" };

  test("asks who that is and answers when told", () => {
    const bench = acceptor();
    expect(bench.receive("35=A|98=0|108=15|141=Y|", toUs)).toEqual([]);
    expect(bench.outputs.map(({ type }) => type)).toContain("logonReceived");
    const sent = bench.feed({ type: "logonAccepted", numbers: { outgoing: 1, incoming: 1 } });
    expect(sent).toEqual(["35=A|34=1|98=0|108=15|141=Y|"]);
    expect(bench.machine.phase).toBe("active");
  });

  test("messages that come before the verdict wait for it", () => {
    const bench = acceptor();
    bench.receive("35=A|98=0|108=15|", toUs);
    expect(bench.receive("35=1|112=hello|", toUs)).toEqual([]);
    expect(bench.feed({ type: "logonAccepted", numbers: { outgoing: 1, incoming: 1 } })).toEqual([
      "35=A|34=1|98=0|108=15|",
      "35=0|34=2|112=hello|",
    ]);
  });

  test("what comes before the verdict is bounded", () => {
    const bench = new Bench({ role: "acceptor", senderCompID: "KRAKEN-TRD", maxBodyLength: 1_000 });
    bench.feed({ type: "connected" });
    bench.receive("35=A|98=0|108=15|", toUs);
    bench.feed({ type: "received", bytes: new Uint8Array(1_001) });
    expect(bench.ended).toBe("protocol: too much came before the Logon was settled");
  });

  test("says why it refuses", () => {
    const bench = acceptor();
    bench.receive("35=A|98=0|108=15|", toUs);
    expect(bench.feed({ type: "logonRefused", text: "invalid credentials" })).toEqual([
      "35=5|34=1|58=invalid credentials|",
    ]);
    expect(bench.ended).toBe("logonRefused: invalid credentials");
  });

  test.each([
    ["a first message that is no Logon", "35=0|", toUs],
    ["a Logon for someone else", "35=A|98=0|108=15|", { from: "CLIENT", to: "OTHER" }],
  ])("closes without a word on %s", (_what, message, options) => {
    const bench = acceptor();
    expect(bench.receive(message, options)).toEqual([]);
    expect(bench.ended).toMatch(/^protocol/);
  });

  test("an invalid Logon is answered by Logout", () => {
    const bench = acceptor();
    expect(bench.receive("35=A|98=0|108=15|553=K|", toUs)).toEqual([
      "35=5|34=1|58=Logon is not valid: Password, expected a value when Username is given|",
    ]);
  });

  test("a number too low is told and ends it", () => {
    const bench = acceptor();
    bench.receive("35=A|98=0|108=15|", toUs);
    expect(bench.feed({ type: "logonAccepted", numbers: { outgoing: 4, incoming: 8 } })).toEqual([
      "35=5|34=4|58=MsgSeqNum too low, expecting 8 but received 1|",
    ]);
    expect(bench.ended).toMatch(/^msgSeqNumTooLow/);
  });

  test("a number too high is answered, then the gap is asked for", () => {
    const bench = acceptor();
    bench.receive("35=A|98=0|108=15|", { ...toUs, seq: 5 });
    expect(bench.feed({ type: "logonAccepted", numbers: { outgoing: 4, incoming: 2 } })).toEqual([
      "35=A|34=4|98=0|108=15|",
      "35=2|34=5|7=2|16=4|",
    ]);
  });
});

test("credentials are never stored and never shown", () => {
  const bench = new Bench();
  bench.feed({ type: "connected" });
  bench.feed({ type: "logon", fields: { Username: "KEY", Password: "hush", Nonce: "12" } });
  expect(bench.store.range(1, 9, 9)).toEqual([]);
  bench.receive("35=A|98=0|108=30|141=Y|");
  bench.receive("35=A|98=0|108=30|553=KEY|554=hush|5025=12|");
  const told = bench.outputs.filter(({ type }) => type === "event");
  expect(told).toHaveLength(1);
  expect(JSON.stringify(told)).not.toMatch(/KEY|hush/);
});
