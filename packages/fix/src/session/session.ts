import { type Clock, redact, type Timer } from "@x/core";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { FixError } from "../errors.ts";
import type { Logon } from "../generated/messages/logon.ts";
import { MessageQueue } from "../message-queue.ts";
import type { Transport } from "../transport/transport.ts";
import { closeError, type SessionClose } from "./close.ts";
import { Inbox } from "./inbox.ts";
import type { SessionEvent, SessionInput, SessionOutput } from "./io.ts";
import type { SessionMachine } from "./machine.ts";
import type { SessionOptions } from "./options.ts";
import type { SessionStore } from "./store.ts";
import { callUser } from "./user-code.ts";

/** A message as `messages` yields it. */
export type ReceivedOf<Message extends FixMessage<unknown, ReceivedMessage>> =
  Message extends FixMessage<unknown, infer Received> ? Received : never;

/** What the side that made the session adds to it. */
export type SessionHost = (
  output: SessionOutput & { readonly type: "logonNeeded" | "logonReceived" | "established" },
) => void;

/** Timers of the platform cannot wait longer, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** A live FIX session: sends and receives typed messages. Made by `connect` and `listen`. */
export class FixSession {
  readonly #machine: SessionMachine;
  readonly #clock: Clock;
  readonly #options: SessionOptions;
  readonly #inbox: Inbox;
  readonly #eventQueues = new Set<MessageQueue<SessionEvent>>();
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
    this.#inbox = new Inbox(
      options,
      (input) => this.input(input),
      (event) => this.#tell(event),
    );
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
    const queue = this.#inbox.subscribe(messages);
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
        this.#inbox.deliver(output.frame, output.header, output.reader);
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
        : this.#clock.setTimer(Math.min(Math.max(0, at - this.#clock.now()), LONGEST_TIMER), () =>
            this.input({ type: "tick" }),
          );
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
    this.#inbox.end(error);
    for (const queue of this.#eventQueues) queue.end();
    this.#closed.resolve(close);
  }
}
