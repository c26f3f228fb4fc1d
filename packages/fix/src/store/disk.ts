import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { JournalFile } from "./journal.ts";

/** Orders and account names are nobody else's business. */
const PRIVATE = 0o600;

/** How much of a file is read at a time where it is read from end to end. */
const WINDOW = 1 << 18;

/** A journal in a file of the platform. */
export class DiskFile implements JournalFile {
  readonly #path: string;
  #file: number;
  #size: number;
  /** The part of the file read last. */
  #window: { readonly from: number; readonly bytes: Uint8Array } | undefined;

  constructor(path: string) {
    this.#path = path;
    this.#file = openSync(path, "a+", PRIVATE);
    this.#size = fstatSync(this.#file).size;
  }

  get size(): number {
    return this.#size;
  }

  read(offset: number, length: number): Uint8Array {
    const known = this.#window;
    if (known !== undefined && offset >= known.from && offset + length <= known.from + known.bytes.length) {
      return known.bytes.subarray(offset - known.from, offset - known.from + length);
    }
    const bytes = new Uint8Array(Math.max(length, Math.min(WINDOW, this.#size - offset)));
    let done = 0;
    while (done < bytes.length) {
      const count = readSync(this.#file, bytes, done, bytes.length - done, offset + done);
      if (count === 0) throw new Error(`${this.#path} is shorter than it was`);
      done += count;
    }
    this.#window = { from: offset, bytes };
    return bytes.subarray(0, length);
  }

  append(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    this.#size += bytes.length;
  }

  truncate(size: number): void {
    ftruncateSync(this.#file, size);
    this.#size = size;
    this.#window = undefined;
  }

  sync(): void {
    fdatasyncSync(this.#file);
  }

  replace(bytes: Uint8Array): void {
    const next = `${this.#path}.new`;
    const file = openSync(next, "w", PRIVATE);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(next, this.#path);
    syncFolder(dirname(this.#path));
    closeSync(this.#file);
    this.#file = openSync(this.#path, "a+", PRIVATE);
    this.#size = bytes.length;
    this.#window = undefined;
  }

  close(): void {
    closeSync(this.#file);
  }
}

/** Makes a new name last. Where folders cannot be opened, the platform sees to it by itself. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
