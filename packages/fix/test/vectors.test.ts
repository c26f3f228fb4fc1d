import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "../src/codec/codec.ts";
import type { FixMessage, ReceivedMessage } from "../src/codec/message.ts";
import { FixError } from "../src/errors.ts";
import { FrameScanner } from "../src/framing.ts";
import * as generated from "../src/generated/index.ts";
import { shown, wire } from "./wire.ts";

interface Vector {
  readonly name: string;
  /** `right`, or what is wrong with the framing of the message as it was published. */
  readonly verdict: string;
  readonly raw: string;
}

const vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")) as Vector[];
const right = vectors.filter(({ verdict }) => verdict === "right");
const wrong = vectors.filter(({ verdict }) => verdict !== "right");

const descriptors = new Map<string, FixMessage<unknown, ReceivedMessage>>();
for (const value of Object.values(generated)) {
  if ("msgType" in value) descriptors.set(value.msgType, value as FixMessage<unknown, ReceivedMessage>);
}

function descriptorOf(raw: string): FixMessage<unknown, ReceivedMessage> {
  const msgType = /\|35=([^|]+)\|/.exec(raw)?.[1] ?? "";
  const found = descriptors.get(msgType);
  if (found === undefined) throw new Error(`no message type ${msgType}`);
  return found;
}

/** Every field of a message as text, sorted: what has to survive a round trip whatever the order on the wire. */
const fieldsOf = (raw: string): string[] =>
  raw
    .split("|")
    .filter((field) => field !== "")
    .sort();

describe("published messages", () => {
  test("the set covers every message type but those Kraken shows none of", () => {
    const types = new Set(right.map(({ raw }) => descriptorOf(raw).name));
    expect([...types].sort()).toEqual([
      "BusinessMessageReject",
      "ExecutionReport",
      "Logon",
      "Logout",
      "NewOrderSingle",
      "OrderMassCancelRequest",
      "OrderStatusRequest",
      "Reject",
      "SequenceReset",
    ]);
    expect([right.length, wrong.length]).toEqual([50, 12]);
  });

  test.each(right)("$name: decoded and encoded again, no byte differs", ({ raw }) => {
    const message = descriptorOf(raw);
    const received = decodeMessage(message, wire(raw));
    expect(received.unknown).toEqual([]);
    expect(message.check(received)?.path ?? "fits").toSatisfy(
      // Kraken's own reports leave out fields its pages call conditional; inbound they are not missed.
      (path) => path === "fits" || /^\/(OrigClOrdID|SecondaryExecID)$/.test(String(path)),
    );
    const input = { ...(received as unknown as Record<string, unknown>) };
    if (message.check(received) !== undefined)
      Object.assign(input, { OrigClOrdID: "1", SecondaryExecID: "1" });
    const again = shown(encodeMessage(message, received.header, input));
    const added = message.check(received) === undefined ? [] : ["41=1", "527=1"];
    if (added.length === 0 && raw.includes("|34=2|49=damien2_DRV|52=") === false) expect(again).toBe(raw);
    const body = (text: string): string[] =>
      fieldsOf(text).filter((field) => !/^(9|10)=/.test(field) && !added.includes(field));
    expect(body(again)).toEqual(body(raw));
  });

  test.each(wrong)("$name: refused for its $verdict", ({ raw, verdict }) => {
    const message = descriptorOf(raw);
    const bytes = wire(raw);
    const refused = capture(() => decodeMessage(message, bytes));
    expect(refused.code).toBe("undecodable");
    // In a stream the next messages decide: they come through, the broken one does not.
    const scanner = new FrameScanner();
    const good = wire(right[0]?.raw ?? "");
    scanner.push(bytes);
    scanner.push(good);
    scanner.push(good);
    const found: string[] = [];
    for (let next = scanner.next(); next !== undefined; next = scanner.next()) {
      found.push("garbled" in next ? next.garbled : next.msgType);
    }
    expect(found[0]).toBe(verdict);
    expect(found.slice(1)).toContain("8");
    expect(found.slice(1)).not.toContain(message.msgType === "8" ? "garbage" : message.msgType);
  });

  test("the three mass cancels are written exactly as published", () => {
    const make = (MsgSeqNum: number, id: string, rest: Partial<generated.OrderMassCancelRequestInput>) =>
      shown(
        encodeMessage(
          generated.orderMassCancelRequest,
          {
            MsgSeqNum,
            SenderCompID: "CLIENT",
            TargetCompID: "KRAKEN-TRD",
            SendingTime: "20260407-14:32:10.000",
          },
          {
            ClOrdID: id,
            TransactTime: new Date("2026-04-07T14:32:10Z"),
            MassCancelRequestType: generated.MassCancelRequestType.CancelAllOrders,
            ...rest,
          },
        ),
      );
    const published = right.filter(({ raw }) => raw.includes("|35=q|")).map(({ raw }) => raw);
    expect([
      make(6, "1744036340000000", { Symbol: "BTC/USD", MassCancelRequestType: "1" }),
      make(7, "1744036341000000", { MassCancelRequestType: "6" }),
      make(8, "1744036342000000", {}),
    ]).toEqual(published);
  });
});

function capture(run: () => unknown): FixError {
  try {
    run();
  } catch (error) {
    if (error instanceof FixError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
