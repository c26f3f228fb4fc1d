import { type Clock, type Drift, observe, redact, type Timer } from "@x/core";
import { type FixFault, refuse } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { FixError } from "../errors.ts";
import type { Frame } from "../framing.ts";
import { decodeHeader, type Header } from "../generated/header.ts";
import { businessMessageReject } from "../generated/messages/business-message-reject.ts";
import type { Logon } from "../generated/messages/logon.ts";
import { MessageQueue } from "../message-queue.ts";
import type { Transport } from "../transport/transport.ts";
import { closeError, type SessionClose } from "./close.ts";
import type { SessionEvent, SessionInput, SessionOutput } from "./io.ts";
import type { SessionMachine } from "./machine.ts";
import { showMessage } from "./mask.ts";
import type { SessionStore } from "./store.ts";

/** A message as `messages` yields it. */
export type ReceivedOf<Message extends FixMessage<unknown, ReceivedMessage>> =
  Message extends FixMessage<unknown, infer Received> ? Received : never;

export interface SessionOptions {
  /** Sees every event as it happens; see also {@link FixSession.events}. */
  readonly onEvent?: (event: SessionEvent) => void;
  /** Sees every field and value the dictionary does not list. */
  readonly onDrift?: (drift: Drift) => void;
  /** Messages held for a reader that falls behind. Default 10,000; beyond it the reader gets an `overflow` error. */
  readonly queueCapacity?: number;
  /**
   * `lenient` (initiator's default): unknown values and missing conditional fields are let through. `strict`
   * (acceptor's default): they are refused.
   */
  readonly inbound?: "lenient" | "strict";
  /** What happens to a message type nobody reads: kept until someone does, or refused (35=j, 380=3). */
  readonly unread?: "keep" | "refuse";
}

/** What the side that made the session adds to it. */
export type SessionHost = (
  output: SessionOutput & { readonly type: "logonNeeded" | "logonReceived" | "established" },
) => void;

interface Subscription {
  readonly message: FixMessage<unknown, ReceivedMessage>;
  readonly queue: MessageQueue<ReceivedMessage>;
}

/** How many messages that nobody reads yet are kept. */
const UNREAD_CAPACITY = 1_000;

/** A live FIX session: sends and receives typed messages. Made by `connect` and `listen`. */
export class FixSession {
  readonly #machine: SessionMachine;
  readonly #clock: Clock;
  readonly #options: SessionOptions;
  readonly #subscriptions = new Set<Subscription>();
  readonly #eventQueues = new Set<MessageQueue<SessionEvent>>();
  readonly #unread: { readonly frame: Frame; readonly header: Header }[] = [];
  readonly #established = Promise.withResolvers<Logon>();
  readonly #closed = Promise.withResolvers<SessionClose>();
  #store: SessionStore;
  #transport: Transport | undefined;
  #timer: Timer | undefined;
  #ended: SessionClose | undefined;
  #mayBeUnknown = false;
  /** Inputs that came while outputs were being carried out. */
  readonly #inputs: SessionInput[] = [];
  #stepping = false;
  readonly #host: SessionHost;

  constructor(
    machine: SessionMachine,
    store: SessionStore,
    clock: Clock,
    options: SessionOptions,
    host: SessionHost,
  ) {
    this.#machine = machine;
    this.#store = store;
    this.#clock = clock;
    this.#options = options;
    this.#host = host;
    // Both are also told by other ways; nobody has to await them.
    this.#established.promise.catch(() => undefined);
  }

  /** Our CompID. */
  get senderCompID(): string {
    return this.#machine.outbox.senderCompID;
  }

  /** The counterparty's CompID. */
  get targetCompID(): string {
    return this.#machine.outbox.targetCompID;
  }

  /** Messages can be sent. */
  get active(): boolean {
    return this.#machine.phase === "active";
  }

  /** The counterparty's Logon; rejects with a {@link FixError} when there will be none. */
  get established(): Promise<Logon> {
    return this.#established.promise;
  }

  /** How the session ended. Never rejects. */
  get closed(): Promise<SessionClose> {
    return this.#closed.promise;
  }

  /**
   * Checks, numbers and sends a message.
   * @throws FixError `invalidMessage` (with `path`) or `closed`; nothing was sent then.
   */
  send<Input, Received extends ReceivedMessage>(message: FixMessage<Input, Received>, body: Input): void {
    const request = { name: message.name, params: redact(body) };
    const fault = message.check(body);
    if (fault !== undefined) {
      const found = `${fault.path.slice(1) || "the message"}: expected ${fault.expected}, got ${fault.actual}`;
      throw new FixError("invalidMessage", `${message.name} was not sent. ${found}`, {
        outcome: "not-sent",
        path: fault.path,
        request,
      });
    }
    if (message.category === "admin") {
      throw new FixError("invalidMessage", `${message.name} is sent by the session itself`, {
        outcome: "not-sent",
        path: "",
        request,
      });
    }
    if (!this.active || this.#ended !== undefined) {
      throw new FixError("closed", `${message.name} was not sent: the session is not active`, {
        outcome: "not-sent",
        request,
      });
    }
    if (message.changesOrders) this.#mayBeUnknown = true;
    this.input({ type: "send", message, body });
  }

  /**
   * Messages of the given types, in the order they came. Listening begins at once; what came before and was read by
   * nobody is handed over first. Ends when the session ends in order, and with a {@link FixError} when it does not.
   */
  messages<const Messages extends readonly FixMessage<unknown, ReceivedMessage>[]>(
    ...messages: Messages
  ): AsyncIterableIterator<ReceivedOf<Messages[number]>> {
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
    const kept = this.#unread.splice(0);
    for (const { frame, header } of kept) {
      if (types.has(frame.msgType)) this.#deliverAgain(frame, header);
      else this.#unread.push({ frame, header });
    }
    if (this.#ended !== undefined) queue.end(closeError(this.#ended));
    return queue as unknown as AsyncIterableIterator<ReceivedOf<Messages[number]>>;
  }

  /** Things worth knowing that are no messages, from the moment of iteration on. */
  get events(): AsyncIterable<SessionEvent> {
    return {
      [Symbol.asyncIterator]: () => {
        const queue: MessageQueue<SessionEvent> = new MessageQueue<SessionEvent>(
          this.#options.queueCapacity ?? 10_000,
          () => new FixError("overflow", "events came faster than they were read"),
          () => this.#eventQueues.delete(queue),
        );
        this.#eventQueues.add(queue);
        if (this.#ended !== undefined) queue.end();
        return queue;
      },
    };
  }

  /** Says Logout and waits for the answer, at most the logout timeout. */
  async close(text?: string): Promise<SessionClose> {
    this.input(text === undefined ? { type: "logout" } : { type: "logout", text });
    return this.closed;
  }

  /** For the side that made the session. @internal */
  open(transport: Transport): void {
    this.#transport = transport;
    this.input({ type: "connected" });
  }

  /** For the side that made the session: where to keep what must not be forgotten. @internal */
  useStore(store: SessionStore): void {
    this.#store = store;
  }

  /** For the side that made the session. @internal */
  input(input: SessionInput): void {
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        for (const output of this.#machine.step(next, this.#clock.now())) this.#carryOut(output);
      }
    } finally {
      this.#stepping = false;
    }
  }

  #carryOut(output: SessionOutput): void {
    switch (output.type) {
      case "store":
        this.#store.sent(output.MsgSeqNum, output.bytes);
        return;
      case "incoming":
        this.#store.received(output.next);
        return;
      case "reset":
        this.#store.reset();
        return;
      case "send":
        this.#transport?.send(output.bytes);
        return;
      case "load": {
        const { from, to } = output;
        this.#inputs.push({ type: "loaded", from, to, messages: this.#store.range(from, to) });
        return;
      }
      case "logonNeeded":
      case "logonReceived":
        this.#host(output);
        return;
      case "established":
        this.#established.resolve(output.logon);
        callUser(() => this.#host(output));
        return;
      case "deliver":
        this.#deliver(output.frame, output.header, output.reader);
        return;
      case "timer":
        this.#setTimer(output.at);
        return;
      case "event":
        this.#tell(output.event);
        return;
      case "disconnect":
        this.#end({ reason: output.reason, text: output.text, unknown: this.#mayBeUnknown });
        return;
    }
  }

  #setTimer(at: number | undefined): void {
    this.#timer?.cancel();
    this.#timer =
      at === undefined
        ? undefined
        : this.#clock.setTimer(Math.max(0, at - this.#clock.now()), () => this.input({ type: "tick" }));
  }

  #deliverAgain(frame: Frame, header: Header): void {
    const reader = new Reader(frame);
    decodeHeader(reader);
    this.#deliver(frame, header, reader);
  }

  #deliver(frame: Frame, header: Header, reader: Reader): void {
    const readers = [...this.#subscriptions].filter(({ message }) => message.msgType === frame.msgType);
    const [first] = readers;
    if (first === undefined) {
      this.#keepUnread(frame, header);
      return;
    }
    const received = first.message.decode(reader, header);
    const fault = received === undefined ? reader.fault : this.#strictFault(first.message, received);
    if (received === undefined || fault !== undefined) {
      this.#refuse(frame, header, fault as FixFault);
      return;
    }
    const { onDrift } = this.#options;
    if (onDrift !== undefined) callUser(() => reportDrift(first.message, received, onDrift));
    for (const { queue } of readers) queue.push(received);
  }

  #strictFault(message: FixMessage, received: ReceivedMessage): FixFault | undefined {
    if (this.#options.inbound !== "strict") return undefined;
    const [foreign] = received.unknown;
    if (foreign !== undefined) {
      const [tag] = foreign;
      return refuse(tag, "2", `/${tag}`, `a field of ${message.name}`, String(tag));
    }
    return message.check(received);
  }

  #refuse(frame: Frame, header: Header, fault: FixFault): void {
    this.input({ type: "reject", msgType: frame.msgType, header, fault, raw: showMessage(frame.bytes) });
  }

  #keepUnread(frame: Frame, header: Header): void {
    if (frame.msgType === "3") return;
    if (this.#options.unread === "refuse") {
      this.input({
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
      return;
    }
    if (this.#unread.length < UNREAD_CAPACITY) {
      // The bytes may belong to a larger buffer of the socket's; what is kept must not hold all of that.
      this.#unread.push({ frame: { ...frame, bytes: frame.bytes.slice() }, header });
    } else this.#tell({ kind: "unread", msgType: frame.msgType, MsgSeqNum: header.MsgSeqNum });
  }

  #tell(event: SessionEvent): void {
    callUser(() => this.#options.onEvent?.(event));
    for (const queue of this.#eventQueues) queue.push(event);
  }

  #end(close: SessionClose): void {
    this.#ended = close;
    this.#timer?.cancel();
    this.#transport?.close();
    const error = closeError(close);
    this.#established.reject(error ?? new FixError("closed", "the session was closed before the logon"));
    for (const { queue } of this.#subscriptions) queue.end(error);
    for (const queue of this.#eventQueues) queue.end();
    this.#closed.resolve(close);
  }
}

/** Runs the user's code: what it throws must surface, but not in the middle of the session's work. */
function callUser(run: () => void): void {
  try {
    run();
  } catch (error) {
    queueMicrotask(() => {
      throw error;
    });
  }
}

function reportDrift(message: FixMessage, received: ReceivedMessage, onDrift: (drift: Drift) => void): void {
  observe(received, message.known, message.name, onDrift);
  for (const [tag, value] of received.unknown) {
    onDrift({ kind: "unknown-field", path: `/${tag}`, source: message.name, sample: typeof value });
  }
}
