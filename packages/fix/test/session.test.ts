import { describe, expect, test } from "vitest";
import { orderMassCancelRequest } from "../src/generated/index.ts";
import { Bench, REPORT, START } from "./machine.ts";
import { framed, wire } from "./wire.ts";

const massCancel = (id: string) =>
  ({
    type: "send",
    message: orderMassCancelRequest,
    body: { ClOrdID: id, TransactTime: "20260407-14:32:00.000", MassCancelRequestType: "7" },
  }) as const;
const CANCEL_BODY = "60=20260407-14:32:00.000|530=7|";

function loggedOn(config: ConstructorParameters<typeof Bench>[0] = {}): Bench {
  const bench = new Bench(config);
  bench.logon();
  return bench;
}

describe("signs of life", () => {
  test("a Heartbeat after an interval of own silence", () => {
    const bench = loggedOn();
    expect(bench.pass(29_999)).toEqual([]);
    expect(bench.pass(1)).toEqual(["35=0|34=2|"]);
  });

  test("a TestRequest is answered with its id", () => {
    const bench = loggedOn();
    expect(bench.receive("35=1|112=ping|")).toEqual(["35=0|34=2|112=ping|"]);
  });

  test("a silent counterparty is asked at 1.2 intervals and given up at 2.4", () => {
    const bench = loggedOn();
    expect(bench.pass(36_000)).toEqual(["35=0|34=2|", `35=1|34=3|112=TEST-${START + 36_000}|`]);
    bench.pass(35_999);
    expect(bench.ended).toBeUndefined();
    bench.pass(1);
    expect(bench.ended).toMatch(/^peerDead/);
  });

  test("after standing still itself, the session waits for the answer as long as ever", () => {
    const bench = loggedOn();
    bench.now += 300_000;
    const asked = bench.now;
    expect(bench.feed({ type: "tick" })).toEqual([`35=1|34=2|112=TEST-${asked}|`]);
    expect(bench.timer).toBe(asked + 30_000);
    bench.pass(35_999);
    expect(bench.ended).toBeUndefined();
    bench.pass(1);
    expect(bench.ended).toMatch(/^peerDead/);
  });

  test("a clock that wakes the session too early does not silence it", () => {
    const bench = loggedOn();
    const wish = bench.timer as number;
    bench.now = wish - 1;
    const before = bench.outputs.length;
    expect(bench.feed({ type: "tick" })).toEqual([]);
    expect(bench.outputs.slice(before)).toEqual([{ type: "timer", at: wish }]);
    bench.now = wish;
    expect(bench.feed({ type: "tick" })).toEqual(["35=0|34=2|"]);
  });

  test("anything that comes counts, garbled bytes too", () => {
    const bench = loggedOn();
    bench.pass(40_000);
    bench.feed({ type: "received", bytes: wire("garbage") });
    bench.pass(35_000);
    expect(bench.ended).toBeUndefined();
  });

  test("a counterparty that answered is asked again when it falls silent again", () => {
    const bench = loggedOn();
    bench.pass(40_000);
    bench.receive("35=0|");
    const asked = bench.pass(36_000).filter((text) => text.startsWith("35=1|"));
    expect(asked).toHaveLength(1);
    expect(bench.ended).toBeUndefined();
  });

  test("HeartBtInt 0 turns them off", () => {
    const bench = new Bench({ heartBtInt: 0 });
    bench.feed({ type: "connected" });
    bench.feed({ type: "logon", fields: {} });
    bench.receive("35=A|98=0|108=0|141=Y|");
    expect(bench.pass(10 * 86_400_000)).toEqual([]);
    expect(bench.machine.phase).toBe("active");
  });
});

describe("sequence numbers", () => {
  test("messages in turn are delivered", () => {
    const bench = loggedOn();
    bench.receive(REPORT);
    bench.receive(REPORT);
    expect(bench.delivered).toEqual(["8:2", "8:3"]);
    expect(bench.store.numbers().incoming).toBe(4);
  });

  test("what comes early waits; what is missing is asked for once, and all is delivered in turn", () => {
    const bench = loggedOn();
    expect(bench.receive(REPORT, { seq: 5 })).toEqual(["35=2|34=2|7=2|16=4|"]);
    expect(bench.receive(REPORT, { seq: 6 })).toEqual([]);
    bench.receive("35=4|123=Y|36=4|", { seq: 2, header: "43=Y|" });
    bench.receive(REPORT, { seq: 4, header: "43=Y|122=20260407-14:31:00.000|" });
    expect(bench.delivered).toEqual(["8:4", "8:5", "8:6"]);
    expect(bench.machine.incoming).toBe(7);
  });

  test("a second gap behind the first is asked for when the first is closed", () => {
    const bench = loggedOn();
    bench.receive(REPORT, { seq: 3 });
    bench.receive(REPORT, { seq: 5 });
    expect(bench.receive(REPORT, { seq: 2, header: "43=Y|" })).toEqual(["35=2|34=3|7=4|16=4|"]);
    bench.receive(REPORT, { seq: 4, header: "43=Y|" });
    expect(bench.delivered).toEqual(["8:2", "8:3", "8:4", "8:5"]);
  });

  test("what is held is bounded, and asked for again later", () => {
    const bench = loggedOn({ maxHeld: 2 });
    for (const seq of [3, 4, 5, 6]) bench.receive(REPORT, { seq });
    expect(bench.events.filter((kind) => kind === "heldTooMany")).toHaveLength(2);
    expect(bench.receive(REPORT, { seq: 2, header: "43=Y|" })).toEqual(["35=2|34=3|7=5|16=6|"]);
    expect(bench.delivered).toEqual(["8:2", "8:3", "8:4"]);
    expect(bench.receive(REPORT, { seq: 7 })).toEqual([]);
  });

  test("a number too low ends the session, with a Logout that says so", () => {
    const bench = loggedOn();
    bench.receive(REPORT);
    expect(bench.receive(REPORT, { seq: 1 })).toEqual([
      "35=5|34=2|58=MsgSeqNum too low, expecting 3 but received 1|",
    ]);
    expect(bench.ended).toMatch(/^msgSeqNumTooLow/);
  });

  test("a duplicate that says so is dropped", () => {
    const bench = loggedOn();
    bench.receive(REPORT);
    const header = "43=Y|122=20260407-14:31:00.000|";
    expect(bench.receive(REPORT, { seq: 2, header })).toEqual([]);
    expect(bench.delivered).toEqual(["8:2"]);
    expect(bench.events).toContain("duplicate");
  });

  test("a duplicate sent first after it was sent again is refused", () => {
    const bench = loggedOn();
    bench.receive(REPORT);
    const [answer] = bench.receive(REPORT, { seq: 2, header: "43=Y|122=20260408-00:00:00.000|" });
    expect(answer).toContain("35=3|34=2|45=2|371=122|372=8|373=10|");
  });

  test("garbled messages use no number and get no answer", () => {
    const bench = loggedOn();
    const bad = framed("35=8|34=2|49=KRAKEN-TRD|56=CLIENT|52=20260407-14:32:00.000|58=x|");
    bad[30] = 0x7a;
    expect(bench.feed({ type: "received", bytes: bad })).toEqual([]);
    expect(bench.events).toEqual(["garbled"]);
    expect(bench.machine.incoming).toBe(2);
  });

  test("SequenceReset without gap fill counts whatever its own number", () => {
    const bench = loggedOn();
    bench.receive("35=4|123=N|36=50|", { seq: 99 });
    expect(bench.machine.incoming).toBe(50);
    const [answer] = bench.receive("35=4|123=N|36=10|", { seq: 50 });
    expect(answer).toContain("371=36|372=4|373=5|");
  });

  test("a gap fill that goes back is refused", () => {
    const bench = loggedOn();
    const [answer] = bench.receive("35=4|123=Y|36=1|");
    expect(answer).toContain("371=36|372=4|373=5|");
  });

  test("a Logon with a reset within the session starts both directions again", () => {
    const bench = loggedOn();
    bench.receive(REPORT);
    expect(bench.receive("35=A|98=0|108=30|141=Y|", { seq: 1 })).toEqual(["35=A|34=1|98=0|108=30|141=Y|"]);
    expect(bench.store.numbers()).toMatchObject({ outgoing: 2, incoming: 2 });
  });
});

describe("resending", () => {
  test("kept messages again under their numbers, everything else as the fewest gap fills", () => {
    const bench = loggedOn();
    bench.feed(massCancel("1"));
    bench.pass(30_000);
    bench.receive("35=1|112=a|");
    bench.feed(massCancel("2"));
    expect(bench.receive("35=2|7=1|16=0|")).toEqual([
      "35=4|34=1|43=Y|122=20260407-14:32:30.000|123=Y|36=2|",
      `35=q|34=2|43=Y|122=20260407-14:32:00.000|11=1|${CANCEL_BODY}`,
      "35=4|34=3|43=Y|122=20260407-14:32:30.000|123=Y|36=5|",
      `35=q|34=5|43=Y|122=20260407-14:32:30.000|11=2|${CANCEL_BODY}`,
    ]);
    expect(bench.feed(massCancel("3"))).toEqual([`35=q|34=6|11=3|${CANCEL_BODY}`]);
  });

  test("a range, and one that reaches beyond what was sent", () => {
    const bench = loggedOn();
    for (const id of ["1", "2", "3"]) bench.feed(massCancel(id));
    expect(bench.receive("35=2|7=3|16=3|").map((text) => text.slice(0, 10))).toEqual(["35=q|34=3|"]);
    expect(bench.receive("35=2|7=4|16=99|").map((text) => text.slice(0, 10))).toEqual(["35=q|34=4|"]);
  });

  test("a range that was never sent is refused", () => {
    const bench = loggedOn();
    const [answer] = bench.receive("35=2|7=9|16=0|");
    expect(answer).toContain("35=3|34=2|45=2|371=7|372=2|373=5|");
  });

  test("both sides ask at once: theirs is served first, whatever its number", () => {
    const bench = loggedOn();
    bench.feed(massCancel("1"));
    expect(bench.receive("35=2|7=2|16=0|", { seq: 4 }).map((text) => text.slice(0, 10))).toEqual([
      "35=2|34=3|",
      "35=q|34=2|",
    ]);
    expect(bench.receive("35=4|123=Y|36=4|", { seq: 2, header: "43=Y|" })).toEqual([]);
    expect(bench.machine.incoming).toBe(5);
  });
});

describe("messages that break a rule", () => {
  test.each([
    ["a required field is missing", "35=1|", "371=112|372=1|373=1|"],
    ["a value has the wrong format", "35=2|7=x|16=0|", "371=7|372=2|373=6|"],
    ["a field is empty", "35=1|112=|", "371=112|372=1|373=4|"],
  ])("%s: Reject, and the session goes on", (_what, message, reason) => {
    const bench = loggedOn();
    const [answer] = bench.receive(message);
    expect(answer).toContain(`35=3|34=2|45=2|${reason}`);
    expect(bench.machine.incoming).toBe(3);
    expect(bench.machine.phase).toBe("active");
  });

  test("a header field is missing: Reject", () => {
    const bench = loggedOn();
    const bytes = framed("35=0|34=2|49=KRAKEN-TRD|56=CLIENT|");
    expect(bench.feed({ type: "received", bytes })[0]).toContain("35=3|34=2|45=2|371=52|372=0|373=1|");
    expect(bench.machine.incoming).toBe(3);
  });

  test("no MsgSeqNum: Logout and the end", () => {
    const bench = loggedOn();
    const bytes = framed("35=0|49=KRAKEN-TRD|56=CLIENT|52=20260407-14:32:00.000|");
    expect(bench.feed({ type: "received", bytes })).toEqual([
      "35=5|34=2|58=a message came without MsgSeqNum|",
    ]);
    expect(bench.ended).toMatch(/^protocol/);
  });

  test("another BeginString: Logout and the end", () => {
    const bench = loggedOn();
    const bytes = framed("35=0|34=2|49=KRAKEN-TRD|56=CLIENT|52=20260407-14:32:00.000|", "FIX.4.2");
    expect(bench.feed({ type: "received", bytes })[0]).toContain("35=5|");
    expect(bench.ended).toMatch(/^protocol/);
  });

  test("another CompID: Reject 9, Logout and the end", () => {
    const bench = loggedOn();
    const sent = bench.receive("35=0|", { from: "OTHER" });
    expect(sent[0]).toContain("371=49|372=0|373=9|");
    expect(sent[1]).toContain("35=5|");
    expect(bench.ended).toMatch(/^protocol/);
  });

  test("a SendingTime two minutes off: Reject 10, Logout and the end", () => {
    const bench = loggedOn();
    expect(bench.receive("35=0|", { time: START - 120_000 })).toEqual([]);
    const sent = bench.receive("35=0|", { time: START + 120_001 });
    expect(sent[0]).toContain("371=52|372=0|373=10|");
    expect(bench.ended).toMatch(/^protocol/);
  });

  test("a Reject is never answered by a Reject", () => {
    const bench = loggedOn();
    expect(bench.receive("35=3|45=1|")).toEqual([]);
    expect(bench.events).toContain("refused");
  });

  test("the counterparty's Reject is told", () => {
    const bench = loggedOn();
    bench.receive("35=3|45=1|372=D|373=5|371=40|");
    expect(bench.events).toEqual(["rejected"]);
  });

  test("a second Logon without reset is refused", () => {
    const bench = loggedOn();
    expect(bench.receive("35=A|98=0|108=30|")[0]).toContain("372=A|373=5|");
  });
});

describe("logout", () => {
  test("ours is sent, answered, and the session ends", () => {
    const bench = loggedOn();
    expect(bench.feed({ type: "logout", text: "done" })).toEqual(["35=5|34=2|58=done|"]);
    bench.receive(REPORT);
    expect(bench.delivered).toEqual(["8:2"]);
    bench.receive("35=5|");
    expect(bench.ended).toBe("logout: ");
  });

  test("without an answer it ends after 2 seconds", () => {
    const bench = loggedOn();
    bench.feed({ type: "logout" });
    bench.pass(1_999);
    expect(bench.ended).toBeUndefined();
    bench.pass(1);
    expect(bench.ended).toMatch(/^logoutTimeout/);
  });

  test("theirs is answered, also when its number is too high", () => {
    for (const seq of [2, 9]) {
      const bench = loggedOn();
      expect(bench.receive("35=5|58=maintenance|", { seq })).toEqual(["35=5|34=2|"]);
      expect(bench.ended).toBe("logout: maintenance");
    }
  });

  test("after the end nothing is sent, and a message handed over is told as not sent", () => {
    const bench = loggedOn();
    bench.feed({ type: "disconnected" });
    expect(bench.ended).toMatch(/^connectionLost/);
    expect(bench.receive("35=1|112=a|")).toEqual([]);
    expect(bench.feed(massCancel("1"))).toEqual([]);
    expect(bench.events).toEqual(["notSent"]);
  });
});
