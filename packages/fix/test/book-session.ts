import type { BookMessage, BookSession } from "../src/book/feed.ts";
import type { FixMessage, ReceivedMessage } from "../src/codec/message.ts";
import { FixError } from "../src/errors.ts";
import { MessageQueue } from "../src/message-queue.ts";
import type { SessionEvent } from "../src/session/io.ts";
import type { ReceivedOf } from "../src/session/session.ts";

const overflow = () => new FixError("overflow", "too many");

/** A session for books without a counterparty: what is asked is kept, what is answered is said by the test. */
export class FakeSession implements BookSession {
  active = true;
  readonly asked: { readonly type: string; readonly body: Record<string, unknown> }[] = [];
  readonly #events = new MessageQueue<SessionEvent>({ capacity: 1000, overflow, onReturn() {} });
  readonly #messages = new MessageQueue<ReceivedMessage>({ capacity: 1000, overflow, onReturn() {} });

  get events(): AsyncIterable<SessionEvent> {
    return this.#events;
  }

  messages<const Messages extends readonly FixMessage<unknown, ReceivedMessage>[]>(
    ..._messages: Messages
  ): AsyncIterableIterator<ReceivedOf<Messages[number]>> {
    return this.#messages as unknown as AsyncIterableIterator<ReceivedOf<Messages[number]>>;
  }

  send<Input, Received extends ReceivedMessage>(message: FixMessage<Input, Received>, body: Input): void {
    const fault = message.check(body);
    if (fault !== undefined) throw new FixError("invalidMessage", fault.expected, { path: fault.path });
    this.asked.push({ type: message.msgType, body: body as Record<string, unknown> });
  }

  /** Id of the newest request. */
  get id(): string {
    const { MDReqID, SecurityReqID } = this.asked.at(-1)?.body ?? {};
    return String(MDReqID ?? SecurityReqID);
  }

  /** Says a message of the newest subscription, and waits until it was heard. */
  async say(message: Record<string, unknown> & { readonly MsgType: string }): Promise<void> {
    this.#messages.push({ MDReqID: this.id, ...message } as unknown as ReceivedMessage);
    await new Promise(setImmediate);
  }

  async happen(event: SessionEvent): Promise<void> {
    if (event.kind === "disconnected") this.active = false;
    if (event.kind === "connected") this.active = true;
    this.#events.push(event);
    await new Promise(setImmediate);
  }

  end(error?: Error): void {
    this.#messages.end(error);
    this.#events.end();
  }
}

/** One side's entry of an update or a snapshot. */
export interface Change {
  readonly side: "0" | "1";
  readonly price: string;
  readonly qty: string;
  readonly action?: "0" | "1" | "2";
  readonly id?: string;
  readonly queue?: string;
}

/** The entries of a message. */
export function entries(changes: readonly Change[]): BookMessage["NoMDEntries"] {
  return changes.map(({ side, price, qty, action, id, queue }) => ({
    ...(action === undefined ? {} : { MDUpdateAction: action }),
    MDEntryType: side,
    MDEntryID: id ?? `${side === "0" ? "B" : "O"}${price}`,
    MDEntryPx: price,
    MDEntrySize: qty,
    MDEntryTime: "10:00:00.000",
    MDEntryTimestamp: undefined,
    MDEntryTimeQueue: queue,
    OrdType: undefined,
    AggressorSide: undefined,
  }));
}
