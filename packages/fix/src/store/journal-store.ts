import { FixError } from "../errors.ts";
import type { SequenceNumbers, SessionStore, StoredMessage } from "../session/store.ts";
import {
  encodeFrame,
  FRAME_HEADER,
  type JournalFile,
  type JournalRecord,
  lengthOf,
  readJournal,
  SENT_HEADER,
} from "./journal.ts";

/** There is no message under this number, or it is not kept. */
const NOT_KEPT = -1;

export interface JournalStoreOptions {
  /** A commit also survives the loss of power. */
  readonly sync: boolean;
  /** Runs something a little later, so that what was taken is written also when nothing is sent for long. */
  readonly later: (run: () => void) => void;
}

/** A session's store in a journal. In memory are only the offsets of the messages, eight bytes each. */
export class JournalStore implements SessionStore {
  readonly #file: JournalFile;
  readonly #options: JournalStoreOptions;
  #outgoing = 1;
  #incoming = 1;
  #since: number | undefined;
  /** Where the record of each message begins, by its number less one. */
  #offsets: number[] = [];
  #pending: (JournalRecord & { readonly kind: "sent" })[] = [];
  #taken = 1;
  #takenKept = 1;
  #flushing = false;
  /** Bytes of the file that are known to be whole. */
  #size: number;
  #failure: FixError | undefined;

  /**
   * Goes on from what the file holds.
   * @throws FixError `storeDamaged`
   */
  constructor(file: JournalFile, options: JournalStoreOptions) {
    this.#file = file;
    this.#options = options;
    this.#size = readJournal(file, (record, offset) => this.#remember(record, offset));
    this.#incoming = this.#taken;
    this.#takenKept = this.#taken;
    if (this.#size < file.size) file.truncate(this.#size);
  }

  numbers(): SequenceNumbers {
    return { outgoing: this.#outgoing, incoming: this.#incoming, since: this.#since };
  }

  sent(MsgSeqNum: number, bytes: Uint8Array | undefined): void {
    this.#outgoing = MsgSeqNum + 1;
    this.#pending.push({ kind: "sent", MsgSeqNum, bytes });
  }

  received(next: number): void {
    this.#incoming = next;
  }

  taken(next: number): void {
    this.#taken = next;
    if (this.#flushing) return;
    this.#flushing = true;
    this.#options.later(() => {
      this.#flushing = false;
      // A failure is told by the next commit that matters.
      if (this.#failure === undefined && this.#taken !== this.#takenKept) this.#attempt(false);
    });
  }

  /** @throws FixError `storeFailed`, now and from here on: what a medium does after a failure is not known. */
  commit(): void {
    if (this.#failure === undefined && (this.#pending.length > 0 || this.#taken !== this.#takenKept)) {
      this.#attempt(this.#options.sync);
    }
    if (this.#failure !== undefined) throw this.#failure;
  }

  range(from: number, to: number, limit: number): readonly StoredMessage[] {
    this.commit();
    const found: StoredMessage[] = [];
    const last = Math.min(to, this.#offsets.length);
    for (let MsgSeqNum = Math.max(1, from); MsgSeqNum <= last && found.length < limit; MsgSeqNum++) {
      const offset = this.#offsets[MsgSeqNum - 1] ?? NOT_KEPT;
      if (offset !== NOT_KEPT) found.push({ MsgSeqNum, bytes: this.#message(offset) });
    }
    return found;
  }

  reset(at: number): void {
    this.#guard(() => {
      const frame = encodeFrame([{ kind: "began", at }]);
      this.#file.replace(frame);
      this.#size = frame.length;
    });
    this.#pending = [];
    this.#offsets = [];
    this.#outgoing = 1;
    this.#incoming = 1;
    this.#taken = 1;
    this.#takenKept = 1;
    this.#since = at;
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Keeps what is left to keep and lets go of the file. */
  close(): void {
    try {
      this.commit();
    } finally {
      this.#file.close();
    }
  }

  #attempt(sync: boolean): void {
    const records: JournalRecord[] = [...this.#pending];
    if (this.#taken !== this.#takenKept) records.push({ kind: "taken", next: this.#taken });
    const frame = encodeFrame(records);
    this.#guard(() => {
      this.#file.append(frame);
      if (sync) this.#file.sync();
    });
    if (this.#failure !== undefined) return;
    let offset = this.#size + FRAME_HEADER;
    for (const record of this.#pending) {
      this.#remember(record, offset);
      offset += lengthOf(record);
    }
    this.#size += frame.length;
    this.#takenKept = this.#taken;
    this.#pending = [];
  }

  #guard(work: () => void): void {
    try {
      work();
    } catch (cause) {
      this.#failure = new FixError("storeFailed", "the journal could not be written", { cause });
      try {
        this.#file.truncate(this.#size);
      } catch {
        // What is left of the attempt is found, and cut off, when the journal is read again.
      }
    }
  }

  #remember(record: JournalRecord, offset: number): void {
    switch (record.kind) {
      case "began":
        this.#since = record.at;
        return;
      case "taken":
        this.#taken = record.next;
        return;
      case "sent":
        this.#outgoing = record.MsgSeqNum + 1;
        while (this.#offsets.length < record.MsgSeqNum - 1) this.#offsets.push(NOT_KEPT);
        this.#offsets[record.MsgSeqNum - 1] = record.bytes === undefined ? NOT_KEPT : offset;
        return;
    }
  }

  #message(offset: number): Uint8Array {
    const head = this.#file.read(offset, SENT_HEADER);
    const length = new DataView(head.buffer, head.byteOffset, SENT_HEADER).getUint32(SENT_HEADER - 4, true);
    return this.#file.read(offset + SENT_HEADER, length);
  }
}
