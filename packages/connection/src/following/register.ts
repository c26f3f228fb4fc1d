import { type Address, overlap } from "./address.ts";
import type { Entry } from "./entry.ts";

/** The subscriptions of a connection, by the names their messages have. */
export class Register {
  /** In the order they were asked for, which is the order they are asked for again. */
  readonly #entries = new Set<Entry>();
  /** Lists are replaced, not changed, so that one can be gone through while entries come and go. */
  readonly #byName = new Map<string, readonly Entry[]>();

  add(entry: Entry): void {
    const { name } = entry.address;
    this.#entries.add(entry);
    this.#byName.set(name, [...this.named(name), entry]);
  }

  /** `false` when it was not there. */
  delete(entry: Entry): boolean {
    const { name } = entry.address;
    const others = this.named(name).filter((other) => other !== entry);
    if (others.length > 0) this.#byName.set(name, others);
    else this.#byName.delete(name);
    return this.#entries.delete(entry);
  }

  has(entry: Entry): boolean {
    return this.#entries.has(entry);
  }

  [Symbol.iterator](): Iterator<Entry> {
    return this.#entries.values();
  }

  /** To be gone through while entries come and go. */
  all(): Entry[] {
    return [...this.#entries];
  }

  named(name: string): readonly Entry[] {
    return this.#byName.get(name) ?? [];
  }

  /** What is at an address and followed already, by one whose messages would be the same. */
  clash(address: Address): string | undefined {
    for (const other of this.named(address.name)) {
      const followed = overlap(address, other.address);
      if (followed !== undefined) return followed;
    }
    return undefined;
  }
}
