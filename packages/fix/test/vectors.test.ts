import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "../src/codec/codec.ts";
import type { FixMessage, ReceivedMessage } from "../src/codec/message.ts";
import { FixError } from "../src/errors.ts";
import { FrameScanner } from "../src/framing.ts";
import * as generated from "../src/generated/index.ts";
import { framed, shown, wire } from "./wire.ts";

/** A message as Kraken's pages print it, and whether its framing adds up there. */
interface Vector {
  readonly name: string;
  readonly bodyLength: "right" | "wrong";
  readonly checkSum: "right" | "wrong";
  readonly raw: string;
}

const vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")) as Vector[];
const right = vectors.filter(({ bodyLength, checkSum }) => bodyLength === "right" && checkSum === "right");
const wrong = vectors.filter((vector) => !right.includes(vector));

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

/** The two whose page puts the symbol beside the group that should hold it; specs/fix/DECISIONS.md. */
const lacksItsGroup = ({ raw }: Vector): boolean => raw.includes("|35=V|") && !raw.includes("|146=");
/** Those a page cuts short. */
const cutShort = ({ raw }: Vector): boolean => raw.includes("|...|") || raw.includes("|9=87775|");

/** Of a published report Kraken's own words say that these come with it; its samples lack them. */
const MISSED = ["/OrigClOrdID", "/SecondaryExecID"];

/** Where another order of fields was published: older pages. */
const otherOrder = ({ name }: Vector): boolean => name.includes("old page");

const sorted = (raw: string): string[] => raw.split("|").toSorted();

test("every published message is here, and every type Kraken shows one of", () => {
  expect([vectors.length, right.length, wrong.length]).toEqual([99, 72, 27]);
  const types = new Set(vectors.map(({ raw }) => descriptorOf(raw).name));
  const all = new Set([...descriptors.values()].map(({ name }) => name));
  expect([...all].filter((name) => !types.has(name))).toEqual(["Heartbeat", "TestRequest"]);
});

test.each(vectors)("$name: the verdict on its framing is right", ({ raw, bodyLength, checkSum }) => {
  const body = /^8=[^|]+\|9=\d+\|(.*?)10=\d{3}\|?$/s.exec(raw)?.[1] ?? "";
  const upTo = wire(raw.slice(0, raw.lastIndexOf("10=")));
  const sum = upTo.reduce((total, byte) => total + byte, 0) % 256;
  expect({
    bodyLength: Number(/\|9=(\d+)\|/.exec(raw)?.[1]) === wire(body).length ? "right" : "wrong",
    checkSum: Number(/10=(\d{3})\|?$/.exec(raw)?.[1]) === sum ? "right" : "wrong",
  }).toEqual({ bodyLength, checkSum });
});

describe("with right framing", () => {
  test.each(right.filter((vector) => !lacksItsGroup(vector)))(
    "$name is decoded and written again",
    (vector) => {
      const { raw } = vector;
      const message = descriptorOf(raw);
      const { MsgType, header, unknown, ...body } = decodeMessage(message, wire(raw)) as ReceivedMessage &
        Record<string, unknown>;
      expect(MsgType).toBe(message.msgType);
      expect(unknown).toEqual([]);
      const missed = message.check(body)?.path;
      if (missed !== undefined) {
        // Not missed inbound, and told when asked for.
        expect(MISSED).toContain(missed);
        expect(capture(() => decodeMessage(message, wire(raw), { strict: true })).path).toBe(missed);
        return;
      }
      expect(decodeMessage(message, wire(raw), { strict: true })).toMatchObject(body);
      const again = shown(encodeMessage(message, header as never, body));
      // In another order the sum is the same.
      if (otherOrder(vector)) expect(sorted(again)).toEqual(sorted(raw));
      else expect(again).toBe(raw);
    },
  );

  test.each(right.filter(lacksItsGroup))("$name is refused for its missing group", ({ raw }) => {
    const refused = capture(() => decodeMessage(descriptorOf(raw), wire(raw)));
    expect(refused.path).toBe("/NoRelatedSym");
    expect(refused.message).toContain("MarketDataRequest NoRelatedSym (146)");
  });
});

describe("with wrong framing", () => {
  test.each(wrong)("$name is refused, and does not keep the next from being read", ({ raw, bodyLength }) => {
    const message = descriptorOf(raw);
    expect(capture(() => decodeMessage(message, wire(raw))).code).toBe("undecodable");
    // A length that leads beyond what there is can only be judged by what comes.
    const scanner = new FrameScanner(4_000);
    const good = wire(right[0]?.raw ?? "");
    scanner.push(wire(raw));
    scanner.push(good);
    scanner.push(good);
    const found: string[] = [];
    for (let next = scanner.next(); next !== undefined; next = scanner.next()) {
      found.push("garbled" in next ? next.garbled : next.msgType);
    }
    const long = raw.includes("|9=87775|");
    expect(found[0]).toBe(long ? "tooLong" : bodyLength === "wrong" ? "bodyLength" : "checkSum");
    expect(found.slice(1)).toContain("8");
  });

  test.each(wrong.filter((vector) => !cutShort(vector)))(
    "$name is decoded once its framing is",
    ({ raw }) => {
      const body = /^8=[^|]+\|9=\d+\|(.*?)10=\d{3}\|?$/s.exec(raw)?.[1] ?? "";
      const message = descriptorOf(raw);
      const decode = () => decodeMessage(message, framed(body));
      // Of the older pages one shows a Reject without its RefMsgType, another a request with fields the newer page drops.
      if (message.name === "Reject") expect(capture(decode).path).toBe("/RefMsgType");
      else
        expect(decode().unknown.map(([tag]) => tag)).toEqual(
          message.name === "OrderStatusRequest" ? [54, 60] : [],
        );
    },
  );
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
  const published = right
    .filter(({ raw }) => raw.includes("|35=q|"))
    .slice(0, 3)
    .map(({ raw }) => raw);
  expect([
    make(6, "1744036340000000", { Symbol: "BTC/USD", MassCancelRequestType: "1" }),
    make(7, "1744036341000000", { MassCancelRequestType: "6" }),
    make(8, "1744036342000000", {}),
  ]).toEqual(published);
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
