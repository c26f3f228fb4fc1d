import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { formatTimestamp } from "../codec/timestamp.ts";
import { Writer } from "../codec/writer.ts";
import { INCOMPLETE, readFrame } from "../framing.ts";
import { decodeHeader, encodeHeader } from "../generated/header.ts";
import { sequenceReset } from "../generated/messages/sequence-reset.ts";
import type { RoutingField } from "./routing.ts";
import type { StoredMessage } from "./store.ts";

/** Builds the messages of one direction: numbers, CompIDs and times are put in here and nowhere else. */
export class Outbox {
  readonly #writer = new Writer();
  readonly senderCompID: string;
  targetCompID: string;
  /** The number the next message will carry. */
  next: number;

  constructor(senderCompID: string, targetCompID: string, next: number) {
    this.senderCompID = senderCompID;
    this.targetCompID = targetCompID;
    this.next = next;
  }

  /** A new message under the next number. */
  make<Input>(
    message: FixMessage<Input, ReceivedMessage>,
    body: Input,
    now: number,
    routing: readonly RoutingField[] = [],
  ): Uint8Array {
    this.#begin(message.msgType, this.next, now);
    for (const [tag, value] of routing) this.#writer.text(tag, value);
    message.encode(this.#writer, body);
    this.next += 1;
    return this.#writer.finish();
  }

  /** A message sent before, again under its old number; nothing when what was stored is not that message. */
  repeat(stored: StoredMessage, now: number): Uint8Array | undefined {
    const frame = readFrame(stored.bytes, 0, stored.bytes.length, stored.bytes.length);
    if (frame === INCOMPLETE || "garbled" in frame) return undefined;
    const reader = new Reader(frame);
    const header = decodeHeader(reader);
    if (header?.MsgSeqNum !== stored.MsgSeqNum) return undefined;
    const body = reader.next() ? reader.position : frame.bodyEnd;
    this.#begin(frame.msgType, stored.MsgSeqNum, now, header.SendingTime);
    this.#writer.raw(frame.bytes.subarray(body, frame.bodyEnd));
    return this.#writer.finish();
  }

  /** Stands in for the numbers from `from` up to, not including, `next`. */
  gapFill(from: number, next: number, now: number): Uint8Array {
    this.#begin(sequenceReset.msgType, from, now, formatTimestamp(now));
    sequenceReset.encode(this.#writer, { GapFillFlag: true, NewSeqNo: next });
    return this.#writer.finish();
  }

  #begin(msgType: string, MsgSeqNum: number, now: number, OrigSendingTime?: string): void {
    this.#writer.begin(msgType);
    encodeHeader(this.#writer, {
      MsgSeqNum,
      SenderCompID: this.senderCompID,
      TargetCompID: this.targetCompID,
      SendingTime: formatTimestamp(now),
      PossDupFlag: OrigSendingTime === undefined ? undefined : true,
      OrigSendingTime,
    });
  }
}
