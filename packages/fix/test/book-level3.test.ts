import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openLevel3 } from "../src/book/book-level3.ts";
import { type Change, entries, FakeSession } from "./book-session.ts";

const precision = { price: 1, qty: 2 };
const at = (second: number): string => `2026-02-03T10:24:${String(second).padStart(2, "0")}.000000001Z`;
const order = (
  id: string,
  price: string,
  qty: string,
  queue?: string,
  action?: Change["action"],
): Change => ({
  side: "0",
  id,
  price,
  qty,
  ...(queue === undefined ? {} : { queue }),
  ...(action === undefined ? {} : { action }),
});
const snapshot = (...changes: Change[]) => ({ MsgType: "W", NoMDEntries: entries(changes) });
const update = (digits: string, ...changes: Change[]) => ({
  MsgType: "X",
  NoMDEntries: entries(changes),
  ChecksumOrderBook: String(crc32(digits)),
});

function open(verify?: boolean) {
  const session = new FakeSession();
  const book = openLevel3(session, { symbol: "PF_XBTUSD", precision, ...(verify && { verify }) });
  const queues = () =>
    book
      .bids()
      .map(({ priceText, qtyText, orders }) => [priceText, qtyText, ...orders.map(({ orderId }) => orderId)]);
  return { session, book, queues };
}

describe("a book by order over FIX", () => {
  it("asks for all of it, order by order", () => {
    expect(open().session.asked).toMatchObject([
      { type: "V", body: { AggregatedBook: false, MarketDepth: "0", SubscriptionRequestType: "1" } },
    ]);
  });

  it("keeps each price's queue by the time its orders entered it", async () => {
    const { session, book, queues } = open(true);
    await session.say(
      snapshot(order("B", "5", "0.5", at(2)), order("A", "5", "1", at(1)), order("C", "4.9", "2", at(0))),
    );
    expect(queues()).toEqual([
      ["5.0", "1.50", "A", "B"],
      ["4.9", "2.00", "C"],
    ]);
    expect(book.bids(1)[0]?.orders[0]).toMatchObject({
      orderId: "A",
      timestamp: at(1),
      qtyText: "1.00",
      price: 5,
    });
    // A smaller quantity keeps its place; a later time loses it.
    await session.say(update("5020" + "5050" + "49200", order("A", "5", "0.2", at(1), "1")));
    expect(queues()[0]).toEqual(["5.0", "0.70", "A", "B"]);
    await session.say(update("5050" + "50900" + "49200", order("A", "5", "9", at(9), "1")));
    expect(queues()[0]).toEqual(["5.0", "9.50", "B", "A"]);
    await session.say(
      update(
        "50900" + "50100",
        order("D", "5", "1", at(10), "0"),
        order("B", "5", "0.5", at(2), "2"),
        order("C", "4.9", "0", at(0), "2"),
        order("X", "1", "1", at(0), "2"),
      ),
    );
    expect(queues()).toEqual([["5.0", "10.00", "A", "D"]]);
    expect([book.valid, session.asked.length]).toEqual([true, 1]);
  });

  it("keeps orders without such a time as they came", async () => {
    const { session, queues } = open();
    await session.say(snapshot(order("B", "5", "1"), order("A", "5", "1")));
    await session.say(update("", order("B", "5", "3", undefined, "1"), order("C", "5", "1", undefined, "0")));
    expect(queues()).toEqual([["5.0", "5.00", "B", "A", "C"]]);
  });

  it("holds the checksum against the queues only where it was asked to", async () => {
    const [trusting, verifying] = [open(), open(true)];
    for (const { session } of [trusting, verifying]) {
      await session.say(snapshot(order("A", "5", "1", at(1)), order("B", "5", "2", at(2))));
      // As if the queue were the other way round.
      await session.say(update("50200" + "50100", order("X", "1", "1", at(0), "2")));
    }
    expect([trusting.book.valid, verifying.book.valid]).toEqual([true, false]);
    expect(verifying.session.asked.map(({ body }) => body.SubscriptionRequestType)).toEqual(["1", "2", "1"]);
  });
});
