import { crc32 } from "node:zlib";
import { FixError } from "../errors.ts";

/** Bytes on a medium that grow at their end. What a call does is done when it returns, and it throws if it is not. */
export interface JournalFile {
  readonly size: number;
  read(offset: number, length: number): Uint8Array;
  append(bytes: Uint8Array): void;
  truncate(size: number): void;
  /** Everything appended survives the loss of power from here on. */
  sync(): void;
  /** The file holds these bytes and no others; seen from a later run, it held either the old ones or these. */
  replace(bytes: Uint8Array): void;
  close(): void;
}

/** What a journal tells, in the order in which it happened. */
export type JournalRecord =
  /** Both directions began at 1, at this time. */
  | { readonly kind: "began"; readonly at: number }
  /** A number was used. */
  | { readonly kind: "sent"; readonly MsgSeqNum: number; readonly bytes: Uint8Array | undefined }
  /** Everything below was taken by the program. */
  | { readonly kind: "taken"; readonly next: number };

const BEGAN = 1;
const SENT = 2;
const SENT_UNKEPT = 3;
const TAKEN = 4;

/** Length of the records, their CRC-32, and the CRC-32 of these eight bytes; all little-endian. */
const HEADER = 12;
/** Type and number; a kept message follows with its length. */
const NUMBERED = 9;
export const SENT_HEADER = NUMBERED + 4;

/** How much of a file is read at a time. */
const WINDOW = 1 << 20;

/** Records that are kept together or not at all. */
export function encodeFrame(records: readonly JournalRecord[]): Uint8Array {
  const length = records.reduce((sum, record) => sum + lengthOf(record), 0);
  const frame = new Uint8Array(HEADER + length);
  const view = new DataView(frame.buffer);
  let at = HEADER;
  for (const record of records) at = encodeRecord(frame, view, at, record);
  view.setUint32(0, length, true);
  view.setUint32(4, crc32(frame.subarray(HEADER)), true);
  view.setUint32(8, crc32(frame.subarray(0, 8)), true);
  return frame;
}

/** Bytes a record takes. */
export function lengthOf(record: JournalRecord): number {
  return record.kind === "sent" && record.bytes !== undefined ? SENT_HEADER + record.bytes.length : NUMBERED;
}

function encodeRecord(frame: Uint8Array, view: DataView, at: number, record: JournalRecord): number {
  switch (record.kind) {
    case "began":
      view.setUint8(at, BEGAN);
      view.setFloat64(at + 1, record.at, true);
      return at + NUMBERED;
    case "taken":
      view.setUint8(at, TAKEN);
      view.setFloat64(at + 1, record.next, true);
      return at + NUMBERED;
    case "sent": {
      const { bytes } = record;
      view.setUint8(at, bytes === undefined ? SENT_UNKEPT : SENT);
      view.setFloat64(at + 1, record.MsgSeqNum, true);
      if (bytes === undefined) return at + NUMBERED;
      view.setUint32(at + NUMBERED, bytes.length, true);
      frame.set(bytes, at + SENT_HEADER);
      return at + SENT_HEADER + bytes.length;
    }
  }
}

/** How far into a frame's bytes the first record begins. */
export const FRAME_HEADER = HEADER;

/**
 * Reads a journal from its beginning.
 *
 * @param tell is given each record and the offset it begins at
 * @returns up to where the journal is whole: what follows was being written when the program or the machine stopped
 * @throws FixError `storeDamaged` when something in the middle is not what was written
 */
export function readJournal(
  file: JournalFile,
  tell: (record: JournalRecord, offset: number) => void,
): number {
  let at = 0;
  while (at < file.size) {
    const left = file.size - at;
    if (left < HEADER) return at;
    const header = file.read(at, HEADER);
    const view = new DataView(header.buffer, header.byteOffset, HEADER);
    if (view.getUint32(8, true) !== crc32(header.subarray(0, 8))) {
      // A file system may have made room for what it then could not write.
      if (isZero(file, at)) return at;
      throw damaged(at);
    }
    const length = view.getUint32(0, true);
    if (length > left - HEADER) return at;
    const records = file.read(at + HEADER, length);
    if (crc32(records) !== view.getUint32(4, true)) {
      if (length === left - HEADER) return at;
      throw damaged(at);
    }
    decodeRecords(records, at + HEADER, tell);
    at += HEADER + length;
  }
  return at;
}

function decodeRecords(
  records: Uint8Array,
  offset: number,
  tell: (record: JournalRecord, offset: number) => void,
): void {
  const view = new DataView(records.buffer, records.byteOffset, records.length);
  for (let at = 0; at < records.length; ) {
    const start = offset + at;
    const number = view.getFloat64(at + 1, true);
    switch (view.getUint8(at)) {
      case BEGAN:
        tell({ kind: "began", at: number }, start);
        break;
      case TAKEN:
        tell({ kind: "taken", next: number }, start);
        break;
      case SENT_UNKEPT:
        tell({ kind: "sent", MsgSeqNum: number, bytes: undefined }, start);
        break;
      case SENT: {
        const end = at + SENT_HEADER + view.getUint32(at + NUMBERED, true);
        tell({ kind: "sent", MsgSeqNum: number, bytes: records.subarray(at + SENT_HEADER, end) }, start);
        at = end;
        continue;
      }
      default:
        throw damaged(start);
    }
    at += NUMBERED;
  }
}

function isZero(file: JournalFile, from: number): boolean {
  for (let at = from; at < file.size; at += WINDOW) {
    if (file.read(at, Math.min(WINDOW, file.size - at)).some((byte) => byte !== 0)) return false;
  }
  return true;
}

function damaged(at: number): FixError {
  return new FixError(
    "storeDamaged",
    `the journal is damaged at byte ${at}: going on could use a sequence number twice. Move it away and start both sides again at 1`,
  );
}
