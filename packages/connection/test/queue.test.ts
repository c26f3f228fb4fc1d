import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EventStream } from "../src/event-stream.ts";
import { BoundedQueue } from "../src/queue.ts";

describe("BoundedQueue", () => {
  it("is a list with an end: first in, first out, never past its capacity", () => {
    const action = fc.oneof(fc.constant(undefined), fc.integer());
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.array(action, { maxLength: 3_000 }),
        (capacity, actions) => {
          const queue = new BoundedQueue<number>(capacity);
          const model: number[] = [];
          for (const item of actions) {
            if (item === undefined) expect(queue.shift()).toBe(model.shift());
            else {
              expect(queue.push(item)).toBe(model.length < capacity);
              if (model.length < capacity) model.push(item);
            }
            expect(queue.size).toBe(model.length);
          }
        },
      ),
      { seed: 20261121 },
    );
  });

  it.each([0, -1, 1.5, Number.NaN])("refuses a capacity of %d", (capacity) => {
    expect(() => new BoundedQueue(capacity)).toThrow(RangeError);
  });
});

describe("EventStream", () => {
  it("gives every reader each event from when it starts, the newest if it does not read", async () => {
    const stream = new EventStream<number>(2);
    stream.emit(0);
    const [one, other] = [stream[Symbol.asyncIterator](), stream[Symbol.asyncIterator]()];
    const waiting = one.next();
    for (const event of [1, 2, 3]) stream.emit(event);
    expect(await waiting).toEqual({ done: false, value: 1 });
    expect([await one.next(), await one.next()].map(({ value }) => value)).toEqual([2, 3]);
    expect([await other.next(), await other.next()].map(({ value }) => value)).toEqual([2, 3]);
    const last = one.next();
    await other.return?.();
    stream.emit(4);
    stream.end();
    expect(await last).toEqual({ done: false, value: 4 });
    expect(await one.next()).toEqual({ done: true, value: undefined });
    expect(await other.next()).toEqual({ done: true, value: undefined });
    expect(await stream[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });
});
