/** Something that many connections follow: the same messages for all of them. */
export interface Source {
  /** What one who begins to follow now is told first, if anything. */
  snapshot(): object | undefined;
  /** Tells every message from now on. Returns how to stop. */
  start(tell: (message: object) => void): () => void;
}

interface Broadcast {
  readonly source: Source;
  readonly listeners: Set<(text: string) => void>;
  readonly stop: () => void;
}

/** Writes each message once, however many connections follow it. What nobody follows does not run. */
export class Broadcasts {
  readonly #running = new Map<string, Broadcast>();

  /** Hands over the snapshot, if it is wanted, and every message after it. Returns how to stop. */
  follow(
    topic: string,
    make: () => Source,
    { snapshot, listener }: { readonly snapshot: boolean; readonly listener: (text: string) => void },
  ): () => void {
    const broadcast = this.#running.get(topic) ?? this.#run(topic, make());
    const first = snapshot ? broadcast.source.snapshot() : undefined;
    if (first !== undefined) listener(JSON.stringify(first));
    broadcast.listeners.add(listener);
    return () => {
      broadcast.listeners.delete(listener);
      if (broadcast.listeners.size > 0 || this.#running.get(topic) !== broadcast) return;
      this.#running.delete(topic);
      broadcast.stop();
    };
  }

  #run(topic: string, source: Source): Broadcast {
    const listeners: Broadcast["listeners"] = new Set();
    const stop = source.start((message) => {
      const text = JSON.stringify(message);
      for (const listener of listeners) listener(text);
    });
    const broadcast = { source, listeners, stop };
    this.#running.set(topic, broadcast);
    return broadcast;
  }
}
