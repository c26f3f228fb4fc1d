import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eventLog } from "../src/event-log.ts";
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

describe("the event log", () => {
  it("gives every reader each event from when it starts, the newest if it does not read", async () => {
    const log = eventLog<{ readonly is: number }>(2);
    log.emit({ is: 0 }, false);
    const [one, other] = [log[Symbol.asyncIterator](), log[Symbol.asyncIterator]()];
    const waiting = one.next();
    const behind = other.next();
    for (const is of [1, 2, 3, 4]) log.emit({ is }, false);
    for (const reader of [waiting, behind]) expect(await reader).toEqual({ done: false, value: { is: 3 } });
    expect(await one.next()).toEqual({ done: false, value: { is: 4 } });
    const last = one.next();
    await other.return?.();
    log.emit({ is: 5 }, true);
    expect(await last).toEqual({ done: false, value: { is: 5 } });
    expect(await one.next()).toEqual({ done: true, value: undefined });
    expect(await other.next()).toEqual({ done: true, value: undefined });
    expect(await log[Symbol.asyncIterator]().next()).toEqual({ done: true, value: undefined });
  });
});
