import { crc32 } from "node:zlib";
import type { PriceLevel } from "@x/connection";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { openBook } from "../src/book.ts";
import { type Recorded, type Row, recorded, snapshots } from "./book-recorded.ts";
import { Wire, write } from "./book-wire.ts";

const rows = (levels: readonly PriceLevel[]): Row[] =>
  levels.map(({ priceText, qtyText }) => [priceText, qtyText]);

describe("a book over WebSocket v2", () => {
  it("is right at every message of a recorded market", () => {
    const wire = new Wire();
    const book = openBook(wire, { symbol: "MINA/GBP", depth: 25 });
    expect(wire.asked).toEqual([{ symbol: ["MINA/GBP"], depth: 25 }]);
    for (const [at, message] of recorded.entries()) {
      wire.say(write(at === 0 ? "snapshot" : "update", "MINA/GBP", message));
      expect([book.valid, book.bids().length]).toEqual([true, 25]);
    }
    expect(rows(book.bids(3))).toEqual([
      ["0.0286", "74198.19125726"],
      ["0.0285", "18831.49589194"],
      ["0.0281", "173.01796684"],
    ]);
    expect(wire.asked).toHaveLength(1);
  });

  it.each(snapshots)("is right with a recorded book of $symbol", ({ symbol, ...message }) => {
    const wire = new Wire();
    const book = openBook(wire, { symbol });
    wire.say(write("snapshot", symbol, message));
    expect([book.valid, book.depth, wire.asked.length]).toEqual([true, 10, 1]);
  });

  it("applies a price that an update names more than once in order", () => {
    const wire = new Wire();
    const book = openBook(wire, { symbol: "A/B" });
    wire.say(write("snapshot", "A/B", { bids: [], asks: [["7.0", "1.00"]], checksum: crc32("70100") }));
    const asks: Row[] = [
      ["7.0", "0.00"],
      ["8.0", "2.00"],
      ["7.0", "3.00"],
      ["8.0", "0.00"],
    ];
    wire.say(write("update", "A/B", { bids: [], asks, checksum: crc32("70300") }));
    expect(rows(book.asks())).toEqual([["7.0", "3.00"]]);
  });

  it("reads a message of several entries, and of them those of its pair", () => {
    const wire = new Wire();
    const book = openBook(wire, { symbol: "A/B" });
    const entry = (symbol: string, price: string, checksum: number): string =>
      `{"symbol":"${symbol}","bids":[{"price":${price},"qty":1.0}],"asks":[],"checksum":${checksum}}`;
    const data = [entry("C/D", "9.0", 1), entry("A/B", "5.0", crc32("5010"))];
    wire.say(`{"channel":"book","type":"snapshot","data":[${data.join(",")}]}`);
    const more = [entry("A/B", "4.0", crc32("50104010")), entry("A/B", "3.0", crc32("501040103010"))];
    wire.say(`{"channel":"book","type":"update","data":[${more.join(",")}]}`);
    expect(rows(book.bids()).map(([price]) => price)).toEqual(["5.0", "4.0", "3.0"]);
    expect([book.valid, wire.asked.length]).toEqual([true, 1]);
  });

  it("is empty from a message that is not right until the snapshot it asks for", () => {
    const wire = new Wire();
    const book = openBook(wire, { symbol: "MINA/GBP", depth: 25 });
    const [first, second, third] = recorded as [Recorded, Recorded, Recorded];
    wire.say(write("snapshot", "MINA/GBP", first));
    wire.say(write("update", "MINA/GBP", third));
    expect([book.valid, book.best, wire.asked.at(-1)]).toEqual([
      false,
      { bid: undefined, ask: undefined },
      "checksum",
    ]);
    wire.say(write("update", "MINA/GBP", second));
    expect(book.valid).toBe(false);
    wire.say(write("snapshot", "MINA/GBP", first));
    wire.say(write("update", "MINA/GBP", second));
    wire.say(write("update", "MINA/GBP", third));
    expect(book.valid).toBe(true);
    wire.lose();
    expect(book.valid).toBe(false);
  });

  it("is closed by its user", async () => {
    const wire = new Wire();
    const book = openBook(wire, { symbol: "A/B" });
    await book.close();
    expect(wire.asked.at(-1)).toBe("left");
    for await (const change of book) expect.unreachable(String(change.type));
  });

  /** The ten best of each side after each frame, while the book is valid. */
  function play(frames: readonly string[]): (readonly [Row[], Row[]] | undefined)[] {
    const wire = new Wire();
    const book = openBook(wire, { symbol: "MINA/GBP", depth: 25 });
    return frames.map((frame) => {
      // Where the connection stops a frame it ends the subscription.
      if (!wire.tryToSay(frame)) wire.lose();
      return book.valid ? [rows(book.bids(10)), rows(book.asks(10))] : undefined;
    });
  }

  it("sees every wrong digit: what it shows is what the exchange has, or it says that it does not know", () => {
    const frames = recorded.map((message, at) =>
      write(at === 0 ? "snapshot" : "update", "MINA/GBP", message),
    );
    const truth = play(frames);
    // Where digits of prices, quantities and checksums stand.
    const places = frames.map((frame) =>
      [...frame.matchAll(/(?<="(?:price|qty|checksum)":[\d.]*)\d/g)].map(({ index }) => index),
    );
    let seen = 0;
    fc.assert(
      fc.property(fc.nat(frames.length - 1), fc.nat(), fc.integer({ min: 1, max: 9 }), (at, where, by) => {
        const frame = frames[at] ?? "";
        const place = places[at]?.[where % (places[at]?.length ?? 0)] ?? -1;
        const digit = String((Number(frame[place]) + by) % 10);
        const shown = play(frames.with(at, frame.slice(0, place) + digit + frame.slice(place + 1)));
        expect(shown.slice(0, at)).toEqual(truth.slice(0, at));
        for (const [now, book] of shown.entries()) if (book) expect(book).toEqual(truth[now]);
        if (!shown[at]) seen++;
      }),
      { numRuns: 1_000, seed: 44 },
    );
    // The others are of levels beyond the ten that count, or of what the same message sets right again.
    expect(seen).toBeGreaterThan(650);
  });

  it("sees every lost and every repeated frame that makes a difference", () => {
    const frames = recorded.map((message, at) =>
      write(at === 0 ? "snapshot" : "update", "MINA/GBP", message),
    );
    const truth = play(frames);
    for (const at of frames.keys()) {
      const without = play(frames.toSpliced(at, 1));
      const own = [...truth.slice(0, at), ...truth.slice(at + 1)];
      for (const [now, book] of without.entries()) if (book) expect(book).toEqual(own[now]);
      const twice = play(frames.toSpliced(at, 0, frames[at] ?? ""));
      for (const [now, book] of twice.entries())
        if (book) expect(book).toEqual(truth[now > at ? now - 1 : now]);
    }
    expect(play(frames.slice(1))).toEqual(frames.slice(1).map(() => undefined));
  });
});
