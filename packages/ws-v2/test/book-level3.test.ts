import { crc32 } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openLevel3 } from "../src/book-level3.ts";
import { Wire } from "./book-wire.ts";

interface Order {
  readonly event?: "add" | "modify" | "delete";
  readonly id: string;
  readonly price: string;
  readonly qty: string;
}

const order = (id: string, price: string, qty: string, event?: Order["event"]): Order => ({
  id,
  price,
  qty,
  ...(event && { event }),
});

/** As the exchange writes it: the numbers of an order between its id and its time. */
function write(
  type: "snapshot" | "update",
  bids: readonly Order[],
  asks: readonly Order[],
  digits: string,
): string {
  const side = (orders: readonly Order[]): string =>
    orders
      .map(
        ({ event, id, price, qty }) =>
          `{${event ? `"event":"${event}",` : ""}"order_id":"${id}","limit_price":${price},"order_qty":${qty},"timestamp":"2026-03-01T10:00:00.000123456Z"}`,
      )
      .join(",");
  return `{"channel":"level3","type":"${type}","data":[{"checksum":${crc32(digits)},"symbol":"A/B","bids":[${side(bids)}],"asks":[${side(asks)}]}]}`;
}

describe("a level 3 book over WebSocket v2", () => {
  it("follows orders through their queues, proven at each message", () => {
    const wire = new Wire();
    const book = openLevel3(wire, { symbol: "A/B", depth: 100 });
    expect(wire.asked).toEqual([{ symbol: ["A/B"], depth: 100 }]);
    const queues = (): string[][] =>
      book.bids().map(({ orders }) => orders.map(({ orderId, qtyText }) => `${orderId} ${qtyText}`));
    wire.say(
      write(
        "snapshot",
        [order("OA", "5.0", "1.00"), order("OB", "5.0", "0.50"), order("OC", "4.9", "2.00")],
        [order("OD", "5.1", "7.00")],
        "51700" + "50100" + "5050" + "49200",
      ),
    );
    expect(queues()).toEqual([["OA 1.00", "OB 0.50"], ["OC 2.00"]]);
    wire.say(
      write(
        "update",
        [
          order("OA", "5.0", "0.20", "modify"),
          order("OE", "5.0", "3.00", "add"),
          order("OC", "4.9", "2.00", "delete"),
        ],
        [],
        "51700" + "5020" + "5050" + "50300",
      ),
    );
    expect(queues()).toEqual([["OA 0.20", "OB 0.50", "OE 3.00"]]);
    wire.say(
      write(
        "update",
        [order("OA", "5.0", "0.20", "delete"), order("OX", "1.0", "1.00", "delete")],
        [order("OD", "5.1", "7.00", "delete")],
        "5050" + "50300",
      ),
    );
    expect(queues()).toEqual([["OB 0.50", "OE 3.00"]]);
    expect([book.valid, wire.asked.length]).toEqual([true, 1]);
    const [best] = book.bids(1);
    expect([best?.price, best?.priceText, best?.qty, best?.qtyText]).toEqual([5, "5.0", 3.5, "3.50"]);
    expect(best?.orders[0]).toMatchObject({
      orderId: "OB",
      price: 5,
      priceText: "5.0",
      qtyText: "0.50",
      timestamp: "2026-03-01T10:00:00.000123456Z",
    });
    expect(book.best).toEqual({ bid: best, ask: undefined });
  });

  it("is empty when a queue is not in the exchange's order, until the snapshot it asks for", () => {
    const wire = new Wire();
    const book = openLevel3(wire, { symbol: "A/B" });
    const bids = [order("OA", "5.0", "1.00"), order("OB", "5.0", "0.50")];
    wire.say(write("snapshot", bids, [], "50100" + "5050"));
    expect(book.valid).toBe(true);
    wire.say(write("update", [order("OC", "5.0", "0.30", "add")], [], "50100" + "5030" + "5050"));
    expect([book.valid, book.bids(), wire.asked.at(-1)]).toEqual([false, [], "checksum"]);
    wire.say(write("update", [], [], "50100" + "5050"));
    expect(book.valid).toBe(false);
    wire.say(write("snapshot", bids, [], "50100" + "5050"));
    expect(book.valid).toBe(true);
  });

  it("takes no notice of events it does not know", () => {
    const wire = new Wire();
    const book = openLevel3(wire, { symbol: "A/B" });
    wire.say(write("snapshot", [order("OA", "5.0", "1.00")], [], "50100"));
    wire.say(write("update", [order("OA", "5.0", "1.00", "freeze" as "add")], [], "50100"));
    expect([book.valid, book.bids().length]).toEqual([true, 1]);
  });

  it("cuts what falls out of the depth, and knows its orders again when they come back", () => {
    const wire = new Wire();
    const book = openLevel3(wire, { symbol: "A/B" });
    const prices = Array.from({ length: 10 }, (_, at) => `${60 - at}.0`);
    const bids = prices.map((price, at) => order(`O${at}`, price, "1.0"));
    const digits = (levels: readonly string[]): string =>
      levels.map((price) => `${price.replace(".", "")}10`).join("");
    wire.say(write("snapshot", bids, [], digits(prices)));
    wire.say(
      write("update", [order("ON", "61.0", "1.0", "add")], [], digits(["61.0", ...prices.slice(0, 9)])),
    );
    expect(book.bids()).toHaveLength(10);
    const back = [order("ON", "61.0", "1.0", "delete"), order("O9", "51.0", "1.0", "add")];
    wire.say(write("update", back, [], digits(prices)));
    expect([book.valid, book.bids().at(-1)?.orders.length]).toEqual([true, 1]);
  });
});
