/** Events for any number of readers, each from the moment it begins to read until the last event. */
export interface EventLog<Event> extends AsyncIterable<Event> {
  /** @param last no event comes after it. */
  emit(event: Event, last: boolean): void;
}

/** @param capacity events kept for a reader that is busy: who is further behind misses the oldest. */
export function eventLog<Event>(capacity: number): EventLog<Event> {
  const readers = new Set<Event[]>();
  let over = false;
  let more = Promise.withResolvers<void>();
  return {
    emit(event, last) {
      for (const held of readers) if (held.push(event) > capacity) held.shift();
      over = last;
      more.resolve();
      more = Promise.withResolvers();
    },
    async *[Symbol.asyncIterator]() {
      const held: Event[] = [];
      readers.add(held);
      try {
        for (;;) {
          for (let [event] = held; event; [event] = held) {
            held.shift();
            yield event;
          }
          if (over) return;
          await more.promise;
        }
      } finally {
        readers.delete(held);
      }
    },
  };
}
