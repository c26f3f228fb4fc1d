import { crc32 } from "node:zlib";
import type { Following, PriceLevel, Sink } from "@x/connection";
import { describe, expect, it } from "vitest";
import { openBook } from "../src/book.ts";
import { type BookMessage, book as channel } from "../src/generated/channels/book.ts";
import { recorded } from "./book-recorded.ts";

/** A connection whose frames the test says. */
function open(pair: string, depth: 10 | 25 = 10) {
  const asked: unknown[] = [];
  let sink: Sink<BookMessage> | undefined;
  const follow = (_channel: unknown, params: object, given: unknown): Following => {
    sink = given as Sink<BookMessage>;
    asked.push(params);
    return {
      leave: () => asked.push("left"),
      renew: (gap) => {
        asked.push(gap.reason);
        sink?.gap(gap);
      },
      tell: () => {},
      fail: (code) => asked.push(code),
    };
  };
  const book = openBook({ follow } as Parameters<typeof openBook>[0], { pair, depth });
  return {
    book,
    asked,
    say(...parts: readonly object[]) {
      const frame = JSON.stringify([336, ...parts, `book-${depth}`, pair]);
      const message: BookMessage = JSON.parse(frame);
      expect(channel.checkMessage(message)).toBeUndefined();
      sink?.message(message, frame);
    },
  };
}

const rows = (levels: readonly PriceLevel[]) => levels.map(({ priceText, qtyText }) => [priceText, qtyText]);

describe("a book over the legacy WebSocket", () => {
  it.each(Object.entries(recorded))(
    "is right at every message of a recorded market: %s",
    (pair, messages) => {
      const { book, say, asked } = open(pair);
      expect(asked).toEqual([{ pair: [pair], depth: 10 }]);
      for (const message of messages) {
        say(message);
        expect(book.valid).toBe(true);
      }
      expect(asked).toHaveLength(1);
      expect(book.bids().length).toBeGreaterThan(7);
      expect(book.asks()).toHaveLength(10);
    },
  );

  it("applies a change of both sides at once, asks first, with the checksum of both", () => {
    const { book, say } = open("A/B");
    say({ as: [["7.00", "1.0", "1.1"]], bs: [] });
    say(
      {
        a: [
          ["7.00", "0.0", "1.2"],
          ["8.00", "3.0", "1.2"],
        ],
      },
      { b: [["6.00", "2.0", "1.2"]], c: String(crc32("8003060020")) },
    );
    expect([book.valid, rows(book.asks()), rows(book.bids())]).toEqual([
      true,
      [["8.00", "3.0"]],
      [["6.00", "2.0"]],
    ]);
  });

  it("takes both sides in one object as well", () => {
    const { book, say } = open("A/B");
    say({ as: [], bs: [] });
    say({ a: [["8.00", "3.0", "1.2"]], b: [["6.00", "2.0", "1.2"]], c: String(crc32("8003060020")) });
    expect([book.valid, rows(book.bids())]).toEqual([true, [["6.00", "2.0"]]]);
  });

  it.each([
    { part: { a: 5, b: [["6.00", "2.0", "1.2"]], c: "1" }, path: "/1/a" },
    { part: { a: [["8.00", "3.0", "1.2"]], b: [[]], c: "1" }, path: "/1/b/0" },
    { part: { as: 5, a: [["8.00", "3.0", "1.2"]], c: "1" }, path: "/1/as" },
    { part: { as: [], a: [["8.00", "3.0", "1.2"]] }, path: "/1/bs" },
    { part: { c: "1" }, path: "/1" },
    { part: 5, path: "/1" },
  ])("is not told of $part, of which a side does not fit", ({ part, path }) => {
    expect(channel.checkMessage([336, part, "book-10", "A/B"])?.path).toBe(path);
  });

  it.each([
    { what: "beside a snapshot", part: { as: [], bs: [], a: 5, c: 5 } },
    { what: "beside a change", part: { b: [], bs: 5, c: String(crc32("")) } },
  ])("does not look at what the spec does not list $what", ({ part }) => {
    const { book, say } = open("A/B");
    say({ as: [], bs: [] });
    say(part);
    expect([book.valid, rows(book.bids())]).toEqual([true, []]);
  });

  it("is empty from a checksum that is not right until the snapshot it asks for", () => {
    const { book, say, asked } = open("A/B");
    const snapshot = { as: [["7.00", "1.0", "1.1"]], bs: [] };
    say({ b: [["6.00", "2.0", "1.2"]], c: "1" });
    expect([book.valid, asked.length]).toEqual([false, 1]);
    say(snapshot);
    expect(book.valid).toBe(true);
    say({ b: [["6.00", "2.0", "1.2"]], c: "1" });
    expect([book.valid, rows(book.asks()), asked.at(-1)]).toEqual([false, [], "checksum"]);
    say(snapshot);
    expect([book.valid, rows(book.asks())]).toEqual([true, [["7.00", "1.0"]]]);
  });

  it("is given up after three in a row, though snapshots prove nothing", () => {
    const { say, asked } = open("A/B");
    for (let attempt = 0; attempt < 3; attempt++) {
      say({ as: [["7.00", "1.0", "1.1"]], bs: [] });
      say({ b: [["6.00", "2.0", "1.2"]], c: "1" });
    }
    expect(asked.slice(1)).toEqual(["checksum", "checksum", "invalidMessage"]);
  });
});
