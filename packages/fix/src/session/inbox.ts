import type { DriftObserver, Known } from "@x/core";
import { type FixFault, refuse } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { isStandardHeaderTag } from "../codec/standard-tags.ts";
import { type Frame, keepFrame } from "../framing.ts";
import { decodeHeader, type Header } from "../generated/header.ts";
import { businessMessageReject } from "../generated/messages/business-message-reject.ts";
import { reject } from "../generated/messages/reject.ts";
import { MessageQueue } from "../message-queue.ts";
import type { SessionEvent, SessionInput } from "./io.ts";
import type { SessionOptions } from "./options.ts";
import { Pressure } from "./pressure.ts";
import { callUser } from "./user-code.ts";

interface Subscription {
  readonly message: FixMessage;
  readonly queue: MessageQueue<ReceivedMessage>;
}

interface Unread {
  readonly frame: Frame;
  readonly header: Header;
  readonly took: () => void;
}

/** How many messages that nobody reads yet are kept. */
const UNREAD_CAPACITY = 1_000;

/** The MsgTypes of FIX 4.4, and those that users define (U…). */
const MSG_TYPE = /^(?:[0-9A-HJ-NP-TV-Za-z]|A[A-Z]|B[A-H]|U.+)$/;

/** Decodes what a session delivers and hands it to those who asked for its type. */
export class Inbox {
  readonly #options: SessionOptions;
  readonly #input: (input: SessionInput) => void;
  readonly #tell: (event: SessionEvent) => void;
  readonly #subscriptions = new Set<Subscription>();
  readonly #pressure: Pressure;
  readonly #capacity: number;
  #unread: Unread[] = [];

  constructor(
    options: SessionOptions,
    input: (input: SessionInput) => void,
    tell: (event: SessionEvent) => void,
  ) {
    this.#options = options;
    this.#input = input;
    this.#tell = tell;
    this.#capacity = options.queueCapacity ?? 10_000;
    this.#pressure = new Pressure(this.#capacity, (paused) => input({ type: paused ? "pause" : "resume" }));
  }

  /** Starts with what came before and was read by nobody. */
  subscribe(messages: readonly FixMessage[]): MessageQueue<ReceivedMessage> {
    const subscriptions: Subscription[] = [];
    const queue: MessageQueue<ReceivedMessage> = new MessageQueue({
      capacity: this.#capacity,
      overflow: "hold",
      onReturn: () => {
        for (const subscription of subscriptions) this.#subscriptions.delete(subscription);
        this.#pressure.remove(queue);
      },
      onTaken: () => this.#pressure.taken(),
    });
    this.#pressure.add(queue);
    for (const message of messages) subscriptions.push({ message, queue });
    for (const subscription of subscriptions) this.#subscriptions.add(subscription);
    const types = new Set(messages.map(({ msgType }) => msgType));
    const kept = this.#unread;
    this.#unread = kept.filter(({ frame }) => !types.has(frame.msgType));
    for (const { frame, header, took } of kept) {
      if (!types.has(frame.msgType)) continue;
      const reader = new Reader(frame);
      decodeHeader(reader);
      this.deliver(frame, header, reader, took);
    }
    return queue;
  }

  /** @param took to be called when the program has taken the message, or there is nothing in it to take */
  deliver(frame: Frame, header: Header, reader: Reader, took: () => void): void {
    const readers: Subscription[] = [];
    for (const subscription of this.#subscriptions) {
      if (subscription.message.msgType === frame.msgType) readers.push(subscription);
    }
    const message = readers[0]?.message;
    if (message === undefined) {
      this.#keepUnread(frame, header, took);
      return;
    }
    const received = message.decode(reader, header);
    const { onDrift } = this.#options;
    if (onDrift !== undefined) callUser(() => lookThrough(message, received, reader, onDrift));
    const fault = received === undefined ? reader.fault : this.#faultOf(message, received, reader);
    if (received === undefined || fault !== undefined) {
      if (fault !== undefined) this.#input({ type: "reject", frame, MsgSeqNum: header.MsgSeqNum, fault });
      took();
      return;
    }
    const tookOne = readers.length === 1 ? took : countdown(readers.length, took);
    for (const { queue } of readers) {
      queue.push(received, tookOne);
      this.#pressure.pushed(queue);
    }
  }

  /** A new connection has to be told of a reader that is behind. */
  connected(): void {
    if (this.#pressure.paused) this.#input({ type: "pause" });
  }

  end(error: Error | undefined): void {
    for (const { queue } of this.#subscriptions) queue.end(error);
    this.#subscriptions.clear();
  }

  #faultOf(message: FixMessage, received: ReceivedMessage, reader: Reader): FixFault | undefined {
    const { judge } = this.#options;
    const fault = this.#strictFault(message, received, reader);
    if (fault !== undefined || judge === undefined) return fault;
    let judged: FixFault | undefined;
    callUser(() => {
      judged = judge(received);
    });
    return judged;
  }

  #strictFault(message: FixMessage, received: ReceivedMessage, reader: Reader): FixFault | undefined {
    if (this.#options.inbound !== "strict") return undefined;
    const { tolerated } = reader;
    if (tolerated === undefined) return message.check(received);
    // A field of the header that the body holds is no foreign field but one out of its place.
    return tolerated.reason === "2" && isStandardHeaderTag(tolerated.tag)
      ? { ...tolerated, reason: "14", expected: "header fields before the body" }
      : tolerated;
  }

  #keepUnread(frame: Frame, header: Header, took: () => void): void {
    if (frame.msgType === reject.msgType) {
      // Told as an event already.
      took();
    } else if (this.#options.unread === "refuse") {
      this.#refuseType(frame, header);
      took();
    } else if (this.#unread.length < UNREAD_CAPACITY) {
      this.#unread.push({ frame: keepFrame(frame), header, took });
    } else {
      this.#tell({ kind: "unread", msgType: frame.msgType, MsgSeqNum: header.MsgSeqNum });
      took();
    }
  }

  /** A type that FIX does not have is refused by the session, one that we do not read by the application. */
  #refuseType({ msgType, ...rest }: Frame, { MsgSeqNum }: Header): void {
    if (!MSG_TYPE.test(msgType)) {
      const fault = refuse(35, "11", "/MsgType", "a type of FIX 4.4", msgType);
      this.#input({ type: "reject", frame: { msgType, ...rest }, MsgSeqNum, fault });
      return;
    }
    this.#input({
      type: "send",
      message: businessMessageReject,
      body: {
        RefSeqNum: MsgSeqNum,
        RefMsgType: msgType,
        BusinessRejectRefID: "NONE",
        BusinessRejectReason: "3",
        Text: `message type ${msgType} is not supported`,
      },
    });
  }
}

function countdown(count: number, run: () => void): () => void {
  let left = count;
  return () => {
    left -= 1;
    if (left === 0) run();
  };
}

/** Fields without a place in the message are all unknown. */
const NOTHING: Known = { fields: {} };

function lookThrough(
  { name, known, check }: FixMessage,
  received: ReceivedMessage | undefined,
  { fault }: Reader,
  onDrift: DriftObserver,
): void {
  if (received === undefined) {
    // What a value that does not fit its type would have become is not known: its fault is all there is to tell.
    onDrift(undefined, 0, name, undefined, () => fault);
    return;
  }
  onDrift(received, known, name, undefined, check);
  if (received.unknown.length > 0) onDrift(Object.fromEntries(received.unknown), NOTHING, name);
}
