import type { JournalFile } from "../src/store/journal.ts";

/** A journal's medium in memory, whose writer can be stopped in the middle of a write. */
export class MemoryFile implements JournalFile {
  bytes: Uint8Array;
  /** Bytes still written before the medium fails. */
  room = Number.POSITIVE_INFINITY;
  syncs = 0;
  writes = 0;
  #length: number;

  constructor(content: Uint8Array = new Uint8Array()) {
    this.bytes = content.slice();
    this.#length = content.length;
  }

  get size(): number {
    return this.#length;
  }

  get content(): Uint8Array {
    return this.bytes.slice(0, this.#length);
  }

  read(offset: number, length: number): Uint8Array {
    if (offset + length > this.#length) throw new RangeError("read beyond the end");
    return this.bytes.subarray(offset, offset + length);
  }

  append(bytes: Uint8Array): void {
    const fits = Math.min(bytes.length, this.room);
    this.room -= fits;
    this.writes += 1;
    if (this.#length + fits > this.bytes.length) {
      const larger = new Uint8Array((this.#length + fits) * 2);
      larger.set(this.bytes.subarray(0, this.#length));
      this.bytes = larger;
    }
    this.bytes.set(bytes.subarray(0, fits), this.#length);
    this.#length += fits;
    if (fits < bytes.length) throw new Error("no space left");
  }

  truncate(size: number): void {
    this.#length = size;
  }

  sync(): void {
    this.syncs += 1;
  }

  replace(bytes: Uint8Array): void {
    this.bytes = bytes.slice();
    this.#length = bytes.length;
  }

  close(): void {}
}
