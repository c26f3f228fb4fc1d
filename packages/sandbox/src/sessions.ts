import type { Clock } from "@x/core";

/** A connection that outlives one request. */
export interface Session {
  /** Rises by one with every session, from 1. */
  readonly id: number;
  /** The interface it speaks. */
  readonly interface: string;
  /** The CompID of a FIX session, the path of a WebSocket. */
  readonly name: string;
  /** When it began, in milliseconds since the epoch. */
  readonly since: number;
}

export interface SessionChange {
  readonly kind: "opened" | "closed";
  readonly session: Session;
}

/** Who is connected. */
export class Sessions {
  readonly #clock: Clock;
  readonly #open = new Set<Session>();
  readonly #listeners = new Set<(change: SessionChange) => void>();
  #lastId = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes a session that has begun. What comes back notes its end. */
  opened(spoken: string, name: string): () => void {
    this.#lastId += 1;
    const session: Session = { id: this.#lastId, interface: spoken, name, since: this.#clock.now() };
    this.#open.add(session);
    this.#tell({ kind: "opened", session });
    return () => {
      if (this.#open.delete(session)) this.#tell({ kind: "closed", session });
    };
  }

  /** Oldest first. */
  list(): readonly Session[] {
    return [...this.#open];
  }

  /** Hears of every session that begins or ends from now on. Returns how to stop. */
  listen(listener: (change: SessionChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(change: SessionChange): void {
    for (const listener of this.#listeners) listener(change);
  }
}
