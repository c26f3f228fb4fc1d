import { describe, expect, it } from "vitest";
import { OrderBook } from "../src/book/order-book.ts";
import { sum } from "../src/book/sum.ts";
import { checksum } from "./book-model.ts";
import { orderVector } from "./book-vectors.ts";
import { Random } from "./random.ts";

describe("a book by order", () => {
  const filled = (): OrderBook => {
    const book = new OrderBook(10);
    for (const side of ["asks", "bids"] as const)
      for (const [price, qty, id, timestamp] of orderVector[side])
        book[side].add(id, timestamp, Number(price), price, Number(qty), qty);
    return book;
  };

  it("comes to the guide's checksum", () => {
    expect(filled().settle()).toBe(orderVector.checksum);
  });

  it("comes to another when two orders of one queue change places", () => {
    const book = filled();
    const [first] = orderVector.asks;
    const [price, qty, id, timestamp] = first ?? ["", "", "", ""];
    book.asks.add(id, timestamp, Number(price), price, Number(qty), qty);
    expect(book.asks.levels[0]?.orders.at(-1)?.orderId).toBe(id);
    expect(book.settle()).not.toBe(orderVector.checksum);
  });

  it("adds up the orders at a price exactly", () => {
    const [best] = filled().bids.levels;
    expect(best?.orders).toHaveLength(8);
    expect([best?.price, best?.priceText]).toEqual([44939.4, "44939.4"]);
    expect([best?.qty, best?.qtyText]).toEqual([3.5578887, "3.55788870"]);
    expect(sum(["0.1", "0.02", "300"])).toBe("300.12");
    expect(sum(["9007199254740993", "2"])).toBe("9007199254740995");
    expect(sum(["0.00000001", "0.00000002"])).toBe("0.00000003");
  });

  it("keeps an order's place while it keeps its price, and ends its queue when not", () => {
    const book = new OrderBook(10);
    for (const id of ["A", "B", "C"]) book.asks.add(id, "t0", 5, "5.0", 1, "1.00");
    book.asks.modify("B", "t1", 5, "5.0", 0.5, "0.50");
    expect(
      book.asks.levels.map(({ orders }) => orders.map(({ orderId, qtyText }) => [orderId, qtyText])),
    ).toEqual([
      [
        ["A", "1.00"],
        ["B", "0.50"],
        ["C", "1.00"],
      ],
    ]);
    book.asks.modify("A", "t2", 6, "6.0", 1, "1.00");
    book.asks.modify("B", "t3", 6, "6.0", 1, "1.00");
    expect(book.asks.levels.map(({ orders }) => orders.map(({ orderId }) => orderId))).toEqual([
      ["C"],
      ["A", "B"],
    ]);
    expect(book.asks.levels[1]?.orders[0]).toMatchObject({ timestamp: "t2", price: 6, qty: 1 });
  });

  it("takes no notice of changes to orders it does not hold, and of an order of nothing it holds no longer", () => {
    const book = new OrderBook(10);
    book.bids.add("A", "t0", 5, "5.0", 1, "1.00");
    book.bids.modify("X", "t1", 5, "5.0", 2, "2.00");
    book.bids.delete("X");
    book.asks.delete("A");
    expect(book.bids.levels.map(({ orders }) => orders.length)).toEqual([1]);
    book.bids.modify("A", "t1", 5, "5.0", 0, "0.00");
    expect(book.bids.levels).toEqual([]);
    book.bids.delete("A");
  });

  it.each([10, 100, 1000])("is the plain model's at every step, depth %i", (depth) => {
    interface Held {
      readonly id: string;
      readonly price: string;
      readonly qty: string;
    }
    const random = new Random(depth);
    const book = new OrderBook(depth);
    const model = { asks: [] as Held[], bids: [] as Held[] };
    const prices = (side: "asks" | "bids"): string[] => {
      const sign = side === "asks" ? 1 : -1;
      return [...new Set(model[side].map(({ price }) => price))].toSorted(
        (one, other) => (Number(one) - Number(other)) * sign,
      );
    };
    const queues = (side: "asks" | "bids"): Held[][] =>
      prices(side).map((at) => model[side].filter(({ price }) => price === at));
    let ids = 0;
    for (let update = 0; update < (depth === 10 ? 2_000 : 60); update++) {
      for (let change = 1 + random.below(depth === 10 ? 5 : 60); change > 0; change--) {
        const side = random.pick(["asks", "bids"] as const);
        const away = random.below(Math.min(200, Math.ceil(depth * 1.4)));
        const price = (side === "asks" ? 80 + away / 10 : 79.9 - away / 10).toFixed(1);
        const qty = (0.01 + random.next()).toFixed(8);
        const held = model[side].length > 0 ? random.pick(model[side]) : undefined;
        const event = held ? random.pick(["add", "add", "delete", "modify"] as const) : "add";
        if (!held || event === "add") {
          const id = `O${++ids}`;
          book[side].add(id, "t", Number(price), price, Number(qty), qty);
          model[side].push({ id, price, qty });
        } else if (event === "delete") {
          book[side].delete(held.id);
          model[side] = model[side].filter(({ id }) => id !== held.id);
        } else {
          const moves = random.chance(0.3);
          const changed = { id: held.id, price: moves ? price : held.price, qty };
          book[side].modify(held.id, "t", Number(changed.price), changed.price, Number(qty), qty);
          if (changed.price === held.price)
            model[side] = model[side].map((other) => (other.id === held.id ? changed : other));
          else model[side] = [...model[side].filter(({ id }) => id !== held.id), changed];
        }
      }
      for (const side of ["asks", "bids"] as const) {
        const within = new Set(prices(side).slice(0, depth));
        model[side] = model[side].filter(({ price }) => within.has(price));
      }
      const rows = (side: "asks" | "bids"): string[][] =>
        queues(side)
          .slice(0, 10)
          .flat()
          .map(({ price, qty }) => [price, qty]);
      expect(book.settle()).toBe(plainChecksum(rows("asks"), rows("bids")));
      for (const side of ["asks", "bids"] as const)
        expect(
          book[side].levels.map(({ orders }) =>
            orders.map(({ orderId, priceText, qtyText }) => ({
              id: orderId,
              price: priceText,
              qty: qtyText,
            })),
          ),
        ).toEqual(queues(side));
    }
  });
});

/** Of orders, of which ten levels hold more than ten. */
function plainChecksum(asks: readonly string[][], bids: readonly string[][]): number {
  const join = (rows: readonly string[][]): string[][] => [
    [
      rows
        .flat()
        .map((text) => text.replace(".", "").replace(/^0+/, ""))
        .join(""),
      "",
    ],
  ];
  return checksum(join(asks), join(bids));
}
