import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decodeMessage, encodeMessage } from "../src/codec/codec.ts";
import { FixError } from "../src/errors.ts";
import { type Frame, FrameScanner } from "../src/framing.ts";
import {
  type ExecutionReportInput,
  executionReport,
  type NewOrderSingleInput,
  newOrderSingle,
} from "../src/generated/index.ts";
import { sentHeader, wire } from "./wire.ts";

const text = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 20 })
  .filter((value) => !value.includes("\u0001") && value.isWellFormed());
const decimal = fc
  .tuple(
    fc.constantFrom("", "-"),
    fc.bigInt({ min: 0n, max: 10n ** 30n }),
    fc.option(fc.stringMatching(/^\d{1,18}$/)),
  )
  .map(([sign, whole, fraction]) => `${sign}${whole}${fraction === null ? "" : `.${fraction}`}`);
const time = fc.date({ min: new Date(0), max: new Date("2099-12-31"), noInvalidDate: true }).chain((date) =>
  fc.stringMatching(/^(\.\d{1,9})?$/).map((fraction) => {
    const [day, clock] = date.toISOString().split("T") as [string, string];
    return `${day.replaceAll("-", "")}-${clock.slice(0, 8)}${fraction}`;
  }),
);
const id = fc.oneof(fc.bigInt({ min: 1n, max: 10n ** 18n - 1n }).map(String), fc.uuid());
const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });

const orders: fc.Arbitrary<NewOrderSingleInput> = fc.record({
  ClOrdID: id,
  Symbol: text,
  Side: fc.constantFrom("1", "2"),
  OrdType: fc.constantFrom("2", "4"),
  StopPx: decimal,
  Price: decimal,
  OrderQty: decimal,
  TimeInForce: fc.constantFrom("1", "3", "4"),
  TransactTime: time,
  ExecInst: maybe(fc.uniqueArray(fc.constantFrom("E", "P", "f", "q", "s", "v"), { minLength: 1 })),
  NoAllocs: maybe(fc.array(fc.record({ AllocAccount: text }), { maxLength: 1 })),
  ValidUntilTime: maybe(time),
});

const reports: fc.Arbitrary<ExecutionReportInput> = fc.record({
  ClOrdID: text,
  CumQty: decimal,
  ExecID: text,
  OrderID: text,
  OrderQty: decimal,
  OrdStatus: fc.constantFrom("0", "1", "2", "A"),
  OrdType: fc.constantFrom("1"),
  Side: fc.constantFrom("1", "2"),
  Symbol: text,
  TimeInForce: fc.constantFrom("1"),
  ExecType: fc.constantFrom("0", "A"),
  LeavesQty: decimal,
  Text: maybe(text),
  NoMiscFees: maybe(
    fc.array(
      fc.record({ MiscFeeAmt: decimal, MiscFeeCurr: maybe(text), MiscFeeType: maybe(fc.constant("4")) }),
      { maxLength: 5 },
    ),
  ),
  TransactTime: maybe(time),
});

/** What was put in has to come out; what was left out is `undefined`. */
function expectSame(received: object, sent: object): void {
  for (const [key, value] of Object.entries(received)) {
    if (["MsgType", "header", "unknown"].includes(key)) continue;
    const put = (sent as Record<string, unknown>)[key];
    if (Array.isArray(put) && typeof put[0] === "object") {
      expect(value).toHaveLength(put.length);
      put.forEach((entry, index) => {
        expectSame((value as object[])[index] as object, entry as object);
      });
    } else expect(value).toEqual(put);
  }
}

describe("what is encoded is decoded the same", () => {
  test("orders", () => {
    fc.assert(
      fc.property(orders, (order) => {
        expectSame(decodeMessage(newOrderSingle, encodeMessage(newOrderSingle, sentHeader, order)), order);
      }),
      { numRuns: 300 },
    );
  });

  test("reports with groups", () => {
    fc.assert(
      fc.property(reports, (report) => {
        expectSame(
          decodeMessage(executionReport, encodeMessage(executionReport, sentHeader, report)),
          report,
        );
      }),
      { numRuns: 300 },
    );
  });
});

/** Cuts bytes into packets of the given sizes, over and over. */
function packets(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    cut.push(bytes.slice(at, at + size));
    at += size;
  }
  return cut;
}

function scan(chunks: readonly Uint8Array[]): { frames: Frame[]; garbled: string[] } {
  const scanner = new FrameScanner();
  const frames: Frame[] = [];
  const garbled: string[] = [];
  for (const chunk of chunks) {
    scanner.push(chunk);
    for (let next = scanner.next(); next !== undefined; next = scanner.next()) {
      if ("garbled" in next) garbled.push(next.garbled);
      else frames.push(next);
    }
  }
  return { frames, garbled };
}

const join = (parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(parts.flatMap((part) => [...part]));

describe("framing", () => {
  test("packets may be cut anywhere", () => {
    fc.assert(
      fc.property(
        fc.array(orders, { minLength: 1, maxLength: 5 }),
        fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 10 }),
        (list, sizes) => {
          const messages = list.map((order) => encodeMessage(newOrderSingle, sentHeader, order));
          const { frames, garbled } = scan(packets(join(messages), sizes));
          expect(garbled).toEqual([]);
          expect(frames.map(({ bytes }) => [...bytes])).toEqual(messages.map((bytes) => [...bytes]));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("garbage between messages is passed over and reported", () => {
    const garbage = fc.uint8Array({ minLength: 1, maxLength: 40 }).filter((bytes) => !bytes.includes(56));
    fc.assert(
      fc.property(
        orders,
        garbage,
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1 }),
        (order, noise, sizes) => {
          const message = encodeMessage(newOrderSingle, sentHeader, order);
          const { frames, garbled } = scan(packets(join([noise, message, noise, message]), sizes));
          expect(frames).toHaveLength(2);
          expect(new Set(garbled)).toEqual(new Set(["garbage"]));
        },
      ),
      { numRuns: 100 },
    );
  });

  test("one changed byte is never accepted", () => {
    fc.assert(
      fc.property(orders, fc.nat(), fc.integer({ min: 1, max: 255 }), (order, place, change) => {
        const bytes = encodeMessage(newOrderSingle, sentHeader, order);
        const at = place % bytes.length;
        bytes[at] = (bytes[at] as number) ^ change;
        expect(() => decodeMessage(newOrderSingle, bytes)).toThrow(FixError);
        expect(scan([bytes, wire("8=FIX.4.4|")]).frames).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("random bytes are never a message, and never stop the scanner", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 10 }), orders, (noise, order) => {
        const message = encodeMessage(newOrderSingle, sentHeader, order);
        const quiet = noise.map((bytes) => bytes.filter((byte) => byte !== 56));
        expect(scan([...quiet, message]).frames).toHaveLength(1);
      }),
      { numRuns: 200 },
    );
  });

  test("whatever the bytes of a body, decoding ends with a message or a FixError", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat({ max: 200 }), fc.string()), { maxLength: 20 }), (fields) => {
        const body = fields.map(([tag, value]) => `${tag}=${value.replaceAll("|", "")}|`).join("");
        const content = wire(`35=8|34=1|49=A|56=B|52=20260407-14:32:05|${body}`);
        const head = wire(`8=FIX.4.4|9=${content.length}|`);
        const sum = [...head, ...content].reduce((total, byte) => total + byte, 0) % 256;
        const bytes = join([head, content, wire(`10=${String(sum).padStart(3, "0")}|`)]);
        try {
          decodeMessage(executionReport, bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(FixError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
