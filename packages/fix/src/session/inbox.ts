import { type Drift, observe } from "@x/core";
import { type FixFault, refuse } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { isStandardHeaderTag } from "../codec/standard-tags.ts";
import { FixError } from "../errors.ts";
import type { Frame } from "../framing.ts";
import { decodeHeader, type Header } from "../generated/header.ts";
import { businessMessageReject } from "../generated/messages/business-message-reject.ts";
import { reject } from "../generated/messages/reject.ts";
import { MessageQueue } from "../message-queue.ts";
import type { SessionEvent, SessionInput } from "./io.ts";
import { showMessage } from "./mask.ts";
import type { SessionOptions } from "./options.ts";
import { callUser } from "./user-code.ts";

interface Subscription {
  readonly message: FixMessage;
  readonly queue: MessageQueue<ReceivedMessage>;
}

/** How many messages that nobody reads yet are kept. */
const UNREAD_CAPACITY = 1_000;

/** Decodes what a session delivers and hands it to those who asked for its type. */
export class Inbox {
  readonly #options: SessionOptions;
  readonly #input: (input: SessionInput) => void;
  readonly #tell: (event: SessionEvent) => void;
  readonly #subscriptions = new Set<Subscription>();
  #unread: { readonly frame: Frame; readonly header: Header }[] = [];

  constructor(
    options: SessionOptions,
    input: (input: SessionInput) => void,
    tell: (event: SessionEvent) => void,
  ) {
    this.#options = options;
    this.#input = input;
    this.#tell = tell;
  }

  /** Starts with what came before and was read by nobody. */
  subscribe(messages: readonly FixMessage[]): MessageQueue<ReceivedMessage> {
    const subscriptions: Subscription[] = [];
    const queue = new MessageQueue<ReceivedMessage>(
      this.#options.queueCapacity ?? 10_000,
      () => new FixError("overflow", "messages came faster than they were read"),
      () => {
        for (const subscription of subscriptions) this.#subscriptions.delete(subscription);
      },
    );
    for (const message of messages) subscriptions.push({ message, queue });
    for (const subscription of subscriptions) this.#subscriptions.add(subscription);
    const types = new Set(messages.map(({ msgType }) => msgType));
    const kept = this.#unread;
    this.#unread = kept.filter(({ frame }) => !types.has(frame.msgType));
    for (const { frame, header } of kept) {
      if (!types.has(frame.msgType)) continue;
      const reader = new Reader(frame);
      decodeHeader(reader);
      this.deliver(frame, header, reader);
    }
    return queue;
  }

  deliver(frame: Frame, header: Header, reader: Reader): void {
    const readers = [...this.#subscriptions].filter(({ message }) => message.msgType === frame.msgType);
    const message = readers[0]?.message;
    if (message === undefined) {
      this.#keepUnread(frame, header);
      return;
    }
    const received = message.decode(reader, header);
    const fault = received === undefined ? reader.fault : this.#strictFault(message, received);
    if (fault !== undefined) {
      this.#input({ type: "reject", msgType: frame.msgType, header, fault, raw: showMessage(frame.bytes) });
      return;
    }
    if (received === undefined) return;
    const { onDrift } = this.#options;
    if (onDrift !== undefined) callUser(() => reportDrift(message, received, onDrift));
    for (const { queue } of readers) queue.push(received);
  }

  end(error: Error | undefined): void {
    for (const { queue } of this.#subscriptions) queue.end(error);
    this.#subscriptions.clear();
  }

  #strictFault(message: FixMessage, received: ReceivedMessage): FixFault | undefined {
    if (this.#options.inbound !== "strict") return undefined;
    // The header's other fields are FIX's own; only the body is held to the dictionary.
    const foreign = received.unknown.find(([tag]) => !isStandardHeaderTag(tag));
    if (foreign !== undefined) {
      const [tag] = foreign;
      return refuse(tag, "2", `/${tag}`, `a field of ${message.name}`, String(tag));
    }
    return message.check(received);
  }

  #keepUnread(frame: Frame, header: Header): void {
    // A Reject nobody reads was told as an event.
    if (frame.msgType === reject.msgType) return;
    if (this.#options.unread === "refuse") {
      this.#input({
        type: "send",
        message: businessMessageReject,
        body: {
          RefSeqNum: header.MsgSeqNum,
          RefMsgType: frame.msgType,
          BusinessRejectRefID: "NONE",
          BusinessRejectReason: "3",
          Text: `message type ${frame.msgType} is not supported`,
        },
      });
    } else if (this.#unread.length < UNREAD_CAPACITY) {
      // The bytes may belong to a larger buffer of the socket's; what is kept must not hold all of that.
      this.#unread.push({ frame: { ...frame, bytes: frame.bytes.slice() }, header });
    } else {
      this.#tell({ kind: "unread", msgType: frame.msgType, MsgSeqNum: header.MsgSeqNum });
    }
  }
}

function reportDrift(message: FixMessage, received: ReceivedMessage, onDrift: (drift: Drift) => void): void {
  observe(received, message.known, message.name, onDrift);
  for (const [tag, value] of received.unknown) {
    onDrift({ kind: "unknown-field", path: `/${tag}`, source: message.name, sample: typeof value });
  }
}
