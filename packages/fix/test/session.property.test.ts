import fc from "fast-check";
import { expect, test } from "vitest";
import { type Frame, readFrame } from "../src/framing.ts";
import { orderMassCancelRequest } from "../src/generated/index.ts";
import { Bench } from "./machine.ts";

const number = fc.integer({ min: 0, max: 12 });
const flag = fc.constantFrom("Y", "N", "", "x");
/** Messages a counterparty could send, right and wrong. */
const message = fc.oneof(
  fc.constantFrom(
    "35=0|",
    "35=1|112=a|",
    "35=1|",
    "35=5|",
    "35=8|",
    "35=D|11=1|",
    "35=3|45=1|372=D|373=5|",
    "35=??|",
  ),
  fc.tuple(number, number).map(([begin, end]) => `35=2|7=${begin}|16=${end}|`),
  fc.tuple(flag, number).map(([gapFill, next]) => `35=4|123=${gapFill}|36=${next}|`),
  fc.tuple(number, flag).map(([interval, reset]) => `35=A|98=0|108=${interval}|141=${reset}|`),
);
const happening = fc.oneof(
  fc.record({
    kind: fc.constant("message" as const),
    message,
    ahead: fc.integer({ min: -3, max: 3 }),
    header: fc.constantFrom(
      "",
      "43=Y|",
      "43=Y|122=20200101-00:00:00|",
      "43=Y|122=20990101-00:00:00|",
      "97=Y|",
      "43=|",
    ),
  }),
  fc.record({ kind: fc.constant("noise" as const), bytes: fc.uint8Array({ maxLength: 30 }) }),
  fc.record({ kind: fc.constant("time" as const), milliseconds: fc.integer({ min: 0, max: 60_000 }) }),
  fc.record({ kind: fc.constantFrom("send" as const, "logout" as const) }),
);

test("whatever the counterparty does: every message out is right, no number is used twice, nothing is delivered twice", () => {
  fc.assert(
    fc.property(fc.array(happening, { maxLength: 40 }), (happenings) => {
      const bench = new Bench();
      bench.logon();
      for (const now of happenings) {
        if (now.kind === "message") {
          const seq = Math.max(0, bench.machine.incoming + now.ahead);
          bench.receive(now.message, { seq, header: now.header });
        } else if (now.kind === "noise") bench.feed({ type: "received", bytes: now.bytes });
        else if (now.kind === "time") bench.pass(now.milliseconds);
        else if (now.kind === "logout") bench.feed({ type: "logout" });
        else {
          const body = { ClOrdID: "1", TransactTime: "20260407-14:32:00", MassCancelRequestType: "7" };
          bench.feed({ type: "send", message: orderMassCancelRequest, body });
        }
      }
      let outgoing = 1;
      let delivered = 0;
      for (const output of bench.outputs) {
        if (output.type === "reset") {
          outgoing = 1;
          delivered = 0;
        } else if (output.type === "store") {
          expect(output.MsgSeqNum).toBe(outgoing);
          outgoing += 1;
        } else if (output.type === "send") {
          const frame = readFrame(output.bytes, 0, output.bytes.length) as Frame;
          expect(frame.bytes?.length).toBe(output.bytes.length);
        } else if (output.type === "deliver") {
          expect(output.header.MsgSeqNum).toBeGreaterThan(delivered);
          delivered = output.header.MsgSeqNum;
        }
      }
      const ends = bench.outputs.filter(({ type }) => type === "disconnect");
      expect(ends.length).toBe(bench.machine.phase === "closed" ? 1 : 0);
      // What comes after the end of a session is no longer its work.
      const last = bench.outputs.findIndex(({ type }) => type === "disconnect");
      if (last >= 0) expect(bench.outputs.slice(last).map(({ type }) => type)).not.toContain("send");
    }),
    { numRuns: 1_000 },
  );
});
