import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import type { SequenceNumbers, SessionStore, StoredMessage } from "../session/store.ts";
import { DiskFile } from "./disk.ts";
import { JournalStore } from "./journal-store.ts";
import { lock } from "./lock.ts";

export interface FileStoreOptions {
  /**
   * What a number or message survives once its bytes go to the socket. `process` (default): the end of the program,
   * however sudden; one write for each step of the session. `disk`: the loss of power too; one write and one fdatasync.
   */
  readonly durability?: "process" | "disk";
}

/** How long what was taken may wait for something else to be written with, in milliseconds. */
const LATER = 100;

/**
 * Keeps a session's numbers and sent messages in a folder of its own, for Node. A later run of the program goes on where
 * this one stopped: no number is used twice, nothing is lost, and messages that were delivered but not taken come again
 * as possible duplicates. Logons and other administrative messages leave no text behind.
 */
export class FileStore implements SessionStore {
  readonly #journal: JournalStore;
  readonly #unlock: () => void;

  /**
   * @param folder made if it is not there; one for each session
   * @throws FixError `storeDamaged` when the folder is in use, or its journal is not what was written
   */
  constructor(folder: string, { durability = "process" }: FileStoreOptions = {}) {
    const path = resolve(folder);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    this.#unlock = lock(join(path, "lock"));
    let file: DiskFile | undefined;
    try {
      file = new DiskFile(join(path, "session.journal"));
      this.#journal = new JournalStore(file, {
        sync: durability === "disk",
        later: (run) => void setTimeout(run, LATER).unref(),
      });
    } catch (error) {
      file?.close();
      this.#unlock();
      throw error;
    }
  }

  numbers(): SequenceNumbers {
    return this.#journal.numbers();
  }

  sent(MsgSeqNum: number, bytes: Uint8Array | undefined): void {
    this.#journal.sent(MsgSeqNum, bytes);
  }

  received(next: number): void {
    this.#journal.received(next);
  }

  taken(next: number): void {
    this.#journal.taken(next);
  }

  commit(): void {
    this.#journal.commit();
  }

  range(from: number, to: number, limit: number): readonly StoredMessage[] {
    return this.#journal.range(from, to, limit);
  }

  reset(at: number): void {
    this.#journal.reset(at);
  }

  /** Lets go of the folder. Close the session first. */
  close(): void {
    try {
      this.#journal.close();
    } finally {
      this.#unlock();
    }
  }
}
