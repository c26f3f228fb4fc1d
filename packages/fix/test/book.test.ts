import { readFileSync } from "node:fs";
import { crc32 } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openBook } from "../src/book/book.ts";
import { withDecimals } from "../src/book/digits.ts";
import { decodeMessage } from "../src/codec/codec.ts";
import { FixError } from "../src/errors.ts";
import {
  marketDataIncrementalRefresh,
  marketDataSnapshotFullRefresh,
  securityList,
} from "../src/generated/index.ts";
import { type Change, entries, FakeSession } from "./book-session.ts";

const precision = { price: 1, qty: 8 };

const vectors = JSON.parse(readFileSync(new URL("vectors.json", import.meta.url), "utf8")) as {
  readonly name: string;
  readonly raw: string;
}[];

/** A message of Kraken's guide to the checksum, byte for byte. */
function guide(name: string): Uint8Array {
  const raw = vectors.find((vector) => vector.name === name)?.raw ?? "";
  return Buffer.from(raw.replaceAll("|", "\u0001"), "latin1");
}

/** Straight from the guide: digits without points and leading zeros, ten asks, ten bids. */
function checksum(bids: ReadonlyMap<string, string>, asks: ReadonlyMap<string, string>): string {
  const digits = (text: string, places: number) =>
    Number(text).toFixed(places).replace(".", "").replace(/^0+/, "");
  const line = (side: ReadonlyMap<string, string>, sign: number) =>
    [...side]
      .toSorted(([one], [other]) => (Number(one) - Number(other)) * sign)
      .slice(0, 10)
      .map(([price, qty]) => digits(price, precision.price) + digits(qty, precision.qty))
      .join("");
  return String(crc32(line(asks, 1) + line(bids, -1)));
}

const snapshot = (...changes: Change[]) => ({
  MsgType: "W",
  Symbol: "BTC/USD",
  NoMDEntries: entries(changes),
});
const update = (ChecksumOrderBook: string, ...changes: Change[]) => ({
  MsgType: "X",
  Symbol: "BTC/USD",
  NoMDEntries: entries(changes),
  ChecksumOrderBook,
});
const bid = (price: string, qty: string, action?: Change["action"]): Change => ({
  side: "0",
  price,
  qty,
  ...(action && { action }),
});

describe("a book by price over FIX", () => {
  it("comes to the checksum of Kraken's example, from the messages as they were", async () => {
    const session = new FakeSession();
    const book = openBook(session, { symbol: "BTC/USD" });
    expect(session.asked[0]).toMatchObject({
      type: "x",
      body: { Symbol: "BTC/USD", SecurityListRequestType: "0" },
    });
    await session.say({
      ...decodeMessage(securityList, guide("y spot old page")),
      SecurityReqID: session.id,
    });
    expect(session.asked[1]).toMatchObject({
      type: "V",
      body: {
        SubscriptionRequestType: "1",
        MarketDepth: "10",
        NoMDEntryTypes: [{ MDEntryType: "0" }, { MDEntryType: "1" }],
        NoRelatedSym: [{ Symbol: "BTC/USD" }],
      },
    });
    const id = { MDReqID: session.id };
    await session.say({ ...decodeMessage(marketDataSnapshotFullRefresh, guide("W spot old page")), ...id });
    await book.ready;
    expect(book.best.ask).toMatchObject({ priceText: "28013.0", qtyText: "0.00100000", price: 28013 });
    const change = decodeMessage(marketDataIncrementalRefresh, guide("X spot old page"));
    await session.say({ ...change, ...id });
    expect([book.valid, book.best.ask?.qtyText, book.best.bid?.priceText]).toEqual([
      true,
      "0.00096506",
      "28003.0",
    ]);
    // The same once more is no change; another checksum is one, and a new snapshot is asked for.
    await session.say({ ...change, ...id, ChecksumOrderBook: "3341325817" });
    expect([book.valid, book.bids()]).toEqual([false, []]);
    expect(session.asked.slice(2).map(({ body }) => body.SubscriptionRequestType)).toEqual(["2", "1"]);
    expect(session.asked[2]?.body.MDReqID).toBe(id.MDReqID);
    expect(session.id).not.toBe(id.MDReqID);
  });

  it("is what a naive book is, message by message", async () => {
    const price = fc.integer({ min: 1, max: 30 }).map((tenths) => `${tenths}${tenths % 2 ? ".5" : ""}`);
    const change = fc.record({
      side: fc.constantFrom("0" as const, "1" as const),
      price,
      qty: fc.constantFrom("0.5", "1", "0.12345678", "2000.00000001", "0.10"),
      action: fc.constantFrom("0" as const, "1" as const, "2" as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(change, { maxLength: 6 }), { maxLength: 12 }),
        fc.constantFrom(0 as const, 10 as const, 1 as const),
        async (messages, depth) => {
          const session = new FakeSession();
          const book = openBook(session, { symbol: "BTC/USD", depth, precision });
          await session.say(snapshot());
          const model = { "0": new Map<string, string>(), "1": new Map<string, string>() };
          for (const changes of messages) {
            for (const { side, price: at, qty, action } of changes) {
              if (action === "2") model[side].delete(at);
              else model[side].set(at, qty);
            }
            for (const side of ["0", "1"] as const) {
              const sorted = [...model[side]].toSorted(([one], [other]) =>
                side === "0" ? Number(other) - Number(one) : Number(one) - Number(other),
              );
              if (depth !== 0) model[side] = new Map(sorted.slice(0, depth));
              else model[side] = new Map(sorted);
            }
            await session.say(update(checksum(model["0"], model["1"]), ...changes));
            expect(book.valid).toBe(true);
            const seen = (levels: ReturnType<typeof book.bids>) =>
              levels.map((level) => [level.price, level.qty, level.priceText, level.qtyText]);
            const wanted = (side: ReadonlyMap<string, string>) =>
              [...side].map(([at, qty]) => [
                Number(at),
                Number(qty),
                Number(at).toFixed(1),
                Number(qty).toFixed(8),
              ]);
            expect(seen(book.bids())).toEqual(wanted(model["0"]));
            expect(seen(book.asks())).toEqual(wanted(model["1"]));
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  it("tells of a mismatch as a gap, goes on with the snapshot it asked for, and gives up after three", async () => {
    const session = new FakeSession();
    const changes: string[] = [];
    const book = openBook(
      session,
      { symbol: "BTC/USD", precision },
      {
        onChange: (change) => changes.push(change.type === "gap" ? `gap: ${change.gap.reason}` : change.type),
      },
    );
    for (let attempt = 1; attempt <= 3; attempt++) {
      await session.say(snapshot(bid("5", "1")));
      expect(book.valid).toBe(true);
      await session.say(update("1", bid("5", "2", "1")));
      expect(book.valid).toBe(false);
    }
    expect(changes).toEqual(["snapshot", "gap: checksum", "snapshot", "gap: checksum", "snapshot"]);
    const failure = await book[Symbol.asyncIterator]()
      .next()
      .catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(FixError);
    expect(failure).toMatchObject({
      code: "bookMismatch",
      message: expect.stringContaining("exchange's is 1"),
    });
    // What was subscribed was given up each time.
    expect(session.asked.map(({ body }) => body.SubscriptionRequestType)).toEqual([
      "1",
      "2",
      "1",
      "2",
      "1",
      "2",
    ]);
  });

  it("passes over what belongs to an earlier request, and to trades", async () => {
    const session = new FakeSession();
    const book = openBook(session, { symbol: "BTC/USD", precision });
    const earlier = session.id;
    await session.say(snapshot(bid("5", "1")));
    await session.say(update("1", bid("5", "2", "1")));
    await session.say({ ...snapshot(bid("9", "1")), MDReqID: earlier });
    expect(book.valid).toBe(false);
    await session.say(snapshot(bid("5", "1")));
    await session.say({
      ...update(checksum(new Map([["5", "1"]]), new Map())),
      NoMDEntries: [{ ...entries([bid("7", "3", "0")])[0], MDEntryType: "2" }],
    });
    expect([book.valid, book.bids().length]).toEqual([true, 1]);
  });

  it("is empty while the connection is gone, and asks again on the next", async () => {
    const session = new FakeSession();
    const changes: string[] = [];
    const onChange = ({ type }: { readonly type: string }) => void changes.push(type);
    const book = openBook(session, { symbol: "BTC/USD", precision }, { onChange });
    await session.say(snapshot(bid("5", "1")));
    const lost = {
      kind: "disconnected",
      retryIn: 10,
      reason: "connectionLost",
      text: "",
      unknown: false,
      cancelsOrders: false,
    } as const;
    // The second is an attempt to connect again that failed.
    for (const event of [lost, lost]) await session.happen(event);
    expect([book.valid, book.bids(), session.asked.length]).toEqual([false, [], 1]);
    await session.happen({ kind: "connected", again: true });
    expect(session.asked.map(({ body }) => body.SubscriptionRequestType)).toEqual(["1", "1"]);
    // Messages from before the snapshot that are not sent again are of no concern; those after it are.
    await session.happen({ kind: "sequenceReset", from: 3, to: 5, gapFill: true });
    expect(session.asked).toHaveLength(2);
    await session.say(snapshot(bid("6", "1")));
    expect(book.best.bid?.price).toBe(6);
    expect(changes).toEqual(["snapshot", "gap", "snapshot"]);
    await session.happen({ kind: "sequenceReset", from: 7, to: 9, gapFill: true });
    expect([book.valid, session.asked.length]).toEqual([false, 4]);
  });

  it.each([
    [
      "by its own answer",
      { MsgType: "Y", MDReqRejReason: "0", Text: "Unknown symbol: FOO/BAR" },
      "Unknown symbol: FOO/BAR",
    ],
    ["without words", { MsgType: "Y", MDReqRejReason: "5", Text: undefined }, "reason 5"],
  ])("ends when it is refused %s", async (_how, answer, raw) => {
    const session = new FakeSession();
    const book = openBook(session, { symbol: "FOO/BAR", precision });
    await session.say(answer);
    await expect(book.ready).rejects.toMatchObject({ code: "marketDataRefused", raw });
  });

  it("ends when the instrument is not listed, or the session refuses the request", async () => {
    const unlisted = new FakeSession();
    const first = openBook(unlisted, { symbol: "FOO/BAR" });
    await unlisted.say({
      MsgType: "y",
      SecurityReqID: unlisted.id,
      SecurityRequestResult: "2",
      NoRelatedSym: [],
      Text: "none",
    });
    await expect(first.ready).rejects.toMatchObject({ code: "marketDataRefused", raw: "none" });
    const rejecting = new FakeSession();
    const second = openBook(rejecting, { symbol: "BTC/USD", precision });
    const reject = { MsgType: "3", RefMsgType: "V", RefSeqNum: 2, Text: "no such value" };
    await rejecting.happen({ kind: "rejected", reject: reject as never });
    await expect(second.ready).rejects.toMatchObject({ code: "marketDataRefused", raw: "no such value" });
  });

  it("gives up the subscription when it is closed, and ends with the session", async () => {
    const session = new FakeSession();
    const book = openBook(session, { symbol: "BTC/USD", precision });
    await session.say(snapshot(bid("5", "1")));
    const changes = book[Symbol.asyncIterator]();
    await book.close();
    expect(session.asked.at(-1)?.body.SubscriptionRequestType).toBe("2");
    expect([book.bids(), await changes.next()]).toEqual([[], { value: undefined, done: true }]);
    const lost = new FakeSession();
    const other = openBook(lost, { symbol: "BTC/USD", precision });
    lost.end(new FixError("peerDead", "nothing came"));
    await expect(other.ready).rejects.toMatchObject({ code: "peerDead" });
  });
});

describe("decimals as an instrument has them", () => {
  it.each([
    ["0.001", 8, "0.00100000"],
    ["28013", 1, "28013.0"],
    ["28013.0", 1, "28013.0"],
    ["28013.000", 1, "28013.0"],
    ["5.00", 0, "5"],
    ["5", 0, "5"],
    ["0.123", 2, "0.123"],
    ["0.1230", 2, "0.123"],
  ])("%s with %i is %s", (text, decimals, wanted) => {
    expect(withDecimals(text, decimals)).toBe(wanted);
  });
});
