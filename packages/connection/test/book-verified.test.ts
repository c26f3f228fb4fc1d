import { describe, expect, it, vi } from "vitest";
import type { BookChange, PriceLevel } from "../src/book/index.ts";
import { LevelBook } from "../src/book/level-book.ts";
import { type BookCopy, type BookOptions, type Mismatch, VerifiedBook } from "../src/book/verified-book.ts";
import type { Gap, Sink } from "../src/sink.ts";

/** A message of a wire of our own: bids, and whether its checksum is right. */
interface Message {
  readonly snapshot?: boolean;
  readonly bids: readonly (readonly [price: string, qty: string])[];
  readonly right?: boolean;
}

class Copy extends LevelBook implements BookCopy<PriceLevel, Message> {
  begins({ snapshot = false }: Message): boolean {
    return snapshot;
  }

  apply({ snapshot, bids, right = true }: Message): Mismatch | undefined {
    if (snapshot) this.clear();
    for (const [price, qty] of bids) this.bids.set(Number(price), price, Number(qty), qty);
    const actual = this.settle();
    return right ? undefined : { expected: 7, actual };
  }
}

const snapshot: Message = { snapshot: true, bids: [["5.0", "1.00"]] };
const update: Message = { bids: [["4.0", "2.50"]] };
const lost: Gap = { reason: "reconnected", detail: "the line" };

/** A book whose connection is a script. */
function open(options: BookOptions<Message> = {}) {
  let sink: Sink<Message> | undefined;
  const asked: (Gap | string)[] = [];
  const book = new VerifiedBook(
    {
      symbol: "A/B",
      depth: 10,
      copy: new Copy(10),
      follow: (given) => {
        sink = given;
        return {
          leave: () => asked.push("leave"),
          renew: (gap) => {
            asked.push(gap);
            given.gap(gap);
          },
          tell: () => {},
          fail: (code, words) => given.ended(new Error(`${code}: ${words}`)),
        };
      },
    },
    options,
  );
  if (!sink) throw new Error("it follows nothing");
  const { message, gap, ended } = sink;
  return { book, asked, say: (said: Message) => message(said, ""), gap, ended };
}

const texts = (levels: readonly PriceLevel[]): string[] =>
  levels.map(({ priceText, qtyText }) => `${priceText} ${qtyText}`);

describe("a verified book", () => {
  it("is there with its snapshot and follows its updates", async () => {
    const { book, say } = open();
    expect([book.symbol, book.depth, book.valid]).toEqual(["A/B", 10, false]);
    say(snapshot);
    await book.ready;
    say(update);
    expect(book.valid).toBe(true);
    expect(texts(book.bids())).toEqual(["5.0 1.00", "4.0 2.50"]);
    expect(texts(book.bids(1))).toEqual(["5.0 1.00"]);
    expect(book.asks()).toEqual([]);
    expect(book.best).toEqual({ bid: book.bids()[0], ask: undefined });
  });

  it("gives lists that what comes does not change", () => {
    const { book, say } = open();
    say(snapshot);
    const bids = book.bids();
    say(update);
    expect(texts(bids)).toEqual(["5.0 1.00"]);
  });

  it("leaves out updates before its snapshot", () => {
    const { book, say } = open();
    say(update);
    expect([book.valid, book.bids()]).toEqual([false, []]);
  });

  it("is empty after a checksum that is not right, asks anew, and leaves out what was under way", async () => {
    const changes: BookChange<Message>[] = [];
    const { book, say, asked } = open({ onChange: (change) => changes.push(change) });
    say(snapshot);
    say({ ...update, right: false });
    expect([book.valid, book.bids()]).toEqual([false, []]);
    expect(asked).toEqual([{ reason: "checksum", detail: expect.stringContaining("A/B is ") }]);
    expect(asked).toMatchObject([{ detail: expect.stringContaining("the exchange's is 7") }]);
    say(update);
    expect(book.bids()).toEqual([]);
    say(snapshot);
    expect([book.valid, texts(book.bids())]).toEqual([true, ["5.0 1.00"]]);
    expect(changes.map(({ type }) => type)).toEqual(["snapshot", "gap", "snapshot"]);
  });

  it("is given up when no update is right between one failure and the next", async () => {
    const { book, say, asked } = open();
    const reader = book[Symbol.asyncIterator]();
    for (let attempt = 1; attempt <= 3; attempt++) {
      say(snapshot);
      say({ ...update, right: false });
    }
    expect(asked).toHaveLength(2);
    expect((await reader.next()).value).toMatchObject({ type: "gap" });
    expect((await reader.next()).value).toMatchObject({ type: "snapshot" });
    await expect(reader.next()).rejects.toThrow(
      /^invalidMessage: the checksum of A\/B is \d+.* at attempt 3$/,
    );
    expect(await reader.next()).toEqual({ done: true, value: undefined });
    expect([book.valid, book.bids()]).toEqual([false, []]);
    await book.close();
    expect(asked).toHaveLength(2);
  });

  it("is not given up for failures that lie apart", () => {
    const { book, say, asked } = open();
    for (let attempt = 0; attempt < 10; attempt++) {
      say(snapshot);
      say(update);
      say({ ...update, right: false });
    }
    say(snapshot);
    expect([asked.length, book.valid]).toEqual([10, true]);
  });

  it("is empty after a gap until the next snapshot", () => {
    const { book, say, gap } = open();
    say(snapshot);
    gap(lost);
    say(update);
    expect([book.valid, book.bids()]).toEqual([false, []]);
    say(snapshot);
    expect(book.valid).toBe(true);
  });

  it("ends with what ends its subscription", async () => {
    const { book, say, ended } = open();
    say(snapshot);
    const reader = book[Symbol.asyncIterator]();
    const next = reader.next();
    ended(new Error("gone"));
    await expect(next).rejects.toThrow("gone");
    await expect(book[Symbol.asyncIterator]().next()).rejects.toThrow("gone");
    expect([book.valid, book.bids()]).toEqual([false, []]);
    await book.close();
  });

  it("is not ready if it ends before its snapshot", async () => {
    const { book, ended } = open();
    ended(new Error("refused"));
    await expect(book.ready).rejects.toThrow("refused");
  });

  it("closes once, is empty from then on, and ends its readers without an error", async () => {
    const { book, say, asked, ended, gap } = open();
    say(snapshot);
    const reader = book[Symbol.asyncIterator]();
    const closed = Promise.all([book.close(), book.close()]);
    say(snapshot);
    gap(lost);
    expect([book.valid, book.bids(), asked]).toEqual([false, [], ["leave"]]);
    ended(new Error("the connection went first"));
    await closed;
    expect(await reader.next()).toEqual({ done: true, value: undefined });
  });

  it("outlives a listener that throws", () => {
    const { book, say } = open({
      onChange: () => {
        throw new Error("the program's own");
      },
    });
    const uncaught = vi.fn();
    const queue = vi.spyOn(globalThis, "queueMicrotask").mockImplementation(uncaught);
    try {
      say(snapshot);
      say(update);
      expect(texts(book.bids())).toEqual(["5.0 1.00", "4.0 2.50"]);
      expect(uncaught).toHaveBeenCalledTimes(2);
      expect(uncaught.mock.calls[0]?.[0]).toThrow("the program's own");
    } finally {
      queue.mockRestore();
    }
  });
});

describe("a book's changes", () => {
  const seen = async (reader: AsyncIterator<BookChange<Message>>, count: number) => {
    const changes: unknown[] = [];
    for (let at = 0; at < count; at++) {
      const { value } = await reader.next();
      changes.push(value.type === "gap" ? "gap" : `${value.type} ${value.messages}`);
    }
    return changes;
  };

  it("come one by one to a reader that waits", async () => {
    const { book, say } = open();
    const reader = book[Symbol.asyncIterator]();
    const first = reader.next();
    say(snapshot);
    expect((await first).value).toEqual({ type: "snapshot", message: snapshot, messages: 1 });
    const second = reader.next();
    say(update);
    expect((await second).value).toEqual({ type: "update", message: update, messages: 1 });
  });

  it("never pile up: a reader that was busy gets what counts", async () => {
    const { book, say, gap } = open();
    const reader = book[Symbol.asyncIterator]();
    say(snapshot);
    for (let at = 0; at < 1_000; at++) say(update);
    expect(await seen(reader, 1)).toEqual(["snapshot 1001"]);
    for (let at = 0; at < 1_000; at++) say(update);
    expect(await seen(reader, 1)).toEqual(["update 1000"]);
    for (let at = 0; at < 1_000; at++) {
      gap(lost);
      say(snapshot);
      say(update);
      say(update);
    }
    expect(await seen(reader, 2)).toEqual(["gap", "snapshot 3"]);
    say(snapshot);
    say(snapshot);
    expect(await seen(reader, 1)).toEqual(["snapshot 1"]);
  });

  it("reach every reader from the moment it starts, and no reader that left", async () => {
    const { book, say, asked } = open();
    const early = book[Symbol.asyncIterator]();
    say(snapshot);
    const late = book[Symbol.asyncIterator]();
    say(update);
    expect(await seen(late, 1)).toEqual(["update 1"]);
    for await (const { type } of { [Symbol.asyncIterator]: () => early }) {
      expect(type).toBe("snapshot");
      break;
    }
    expect(await early.next()).toEqual({ done: true, value: undefined });
    expect(asked).toEqual([]);
  });
});
