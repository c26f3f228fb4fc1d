import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { digest, feed, finish, START } from "../src/book/crc32.ts";
import { Level } from "../src/book/level.ts";
import { LevelBook } from "../src/book/level-book.ts";
import { ModelBook } from "./book-model.ts";
import { levelVectors } from "./book-vectors.ts";
import { Random } from "./random.ts";

describe("crc32", () => {
  it("gives the check value of the standard", () => {
    expect(finish(feed(START, digest("123456789", "")))).toBe(0xcbf43926);
  });

  it("leaves out points and leading zeros", () => {
    const { length, register } = digest("0.05000", "0.00000304");
    expect(length).toBe("5000304".length);
    expect({ length, register }).toMatchObject({ register: digest("5000", "304").register });
    expect(finish(feed(START, digest("0.05000", "0.00000304")))).toBe(crc32("5000304"));
    expect(digest("0.0", "0").length).toBe(0);
  });

  it("puts runs of any length together as one text", () => {
    const random = new Random(1);
    for (let run = 0; run < 500; run++) {
      let register = START;
      let text = "";
      for (let part = random.below(30); part > 0; part--) {
        // Around multiples of 64, where a move takes one table more.
        const [one, other] = [1 + random.below(140), random.below(90)].map((length) =>
          Array.from({ length }, (_, at) => String(at === 0 ? 1 + random.below(9) : random.below(10))).join(
            "",
          ),
        ) as [string, string];
        text += one + other;
        register = feed(register, digest(one, other));
      }
      expect(finish(register)).toBe(crc32(text));
    }
  });
});

function fill(book: LevelBook, { asks, bids }: Pick<(typeof levelVectors)[number], "asks" | "bids">): void {
  for (const [price, qty] of asks) book.asks.set(Number(price), price, Number(qty), qty);
  for (const [price, qty] of bids) book.bids.set(Number(price), price, Number(qty), qty);
}

function texts(levels: readonly Level[]): [string, string][] {
  return levels.map(({ priceText, qtyText }) => [priceText, qtyText]);
}

describe("a book by price", () => {
  it.each(levelVectors)("comes to the guide's checksum: $name", (vector) => {
    const book = new LevelBook(10);
    fill(book, vector);
    expect(book.settle()).toBe(vector.checksum);
    expect(texts(book.asks.levels)).toEqual(vector.asks);
    expect(texts(book.bids.levels)).toEqual(vector.bids);
  });

  it("comes to it whatever order the levels come in, and whatever is beyond ten levels", () => {
    for (const vector of levelVectors) {
      const book = new LevelBook(25);
      fill(book, { asks: vector.asks.toReversed(), bids: vector.bids.toReversed() });
      book.asks.set(99_999, "99999.0", 1, "1.00000000");
      book.bids.set(0.0001, "0.0001", 1, "1.00000000");
      expect(book.settle()).toBe(vector.checksum);
    }
  });

  it("comes to the guide's checksum after its update", () => {
    const book = new LevelBook(10);
    const [, vector] = levelVectors;
    if (vector) fill(book, vector);
    book.settle();
    book.bids.set(0.5657, "0.5657", 1098.3947558, "1098.39475580");
    expect(book.settle()).toBe(2114181697);
  });

  it("does not come to it from numbers, which have lost their zeros", () => {
    const [vector] = levelVectors;
    const book = new LevelBook(10);
    for (const side of ["asks", "bids"] as const)
      for (const [price, qty] of vector?.[side] ?? [])
        book[side].set(Number(price), String(Number(price)), Number(qty), String(Number(qty)));
    expect(book.settle()).toBe(4237635173);
  });

  it("gives a level's numbers, nearest to its text", () => {
    const level = new Level(0.0286, "0.0286", "301727260.79999999");
    expect([level.price, level.qty]).toEqual([0.0286, Number("301727260.79999999")]);
  });

  it("knows a price again however many zeros it is written with", () => {
    const book = new LevelBook(10);
    book.bids.set(0.5, "0.5", 1, "1");
    book.bids.set(0.5, "0.50", 2, "2");
    expect(texts(book.bids.levels)).toEqual([["0.50", "2"]]);
    book.bids.set(0.5, "0.500", 0, "0.0");
    expect(book.bids.levels).toEqual([]);
  });

  it.each([10, 25, 100, 500, 1000])("is the plain model's at every step, depth %i", (depth) => {
    const random = new Random(depth);
    const book = new LevelBook(depth);
    const model = new ModelBook(depth);
    const updates = depth > 100 ? 120 : depth > 25 ? 1_000 : 3_000;
    // Few more prices than the depth, so that levels come, change, go and are cut.
    const prices = Math.ceil(depth * 1.5);
    for (let update = 0; update < updates; update++) {
      for (let change = 1 + random.below(depth > 100 ? 40 : 6); change > 0; change--) {
        const side = random.pick(["asks", "bids"] as const);
        // Mostly near the best, as books change.
        const away = random.chance(0.7) ? random.below(15) : random.below(prices);
        const price = (side === "asks" ? 500 + away / 100 : 499.99 - away / 100).toFixed(4);
        const qty = random.chance(0.35) ? "0.00000000" : (random.next() * 10 ** random.below(6)).toFixed(8);
        book[side].set(Number(price), price, Number(qty), qty);
        model.set(side, price, qty);
      }
      expect(book.settle()).toBe(model.settle());
      expect(texts(book.asks.levels)).toEqual(model.levels("asks"));
      expect(texts(book.bids.levels)).toEqual(model.levels("bids"));
      if (random.chance(0.002)) {
        book.clear();
        model.asks.clear();
        model.bids.clear();
      }
    }
  });
});
