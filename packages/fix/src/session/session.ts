import { type Clock, redact, type Timer } from "@x/core";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { FixError } from "../errors.ts";
import type { Logon } from "../generated/messages/logon.ts";
import { MessageQueue } from "../message-queue.ts";
import { closeError, type SessionClose } from "./close.ts";
import { Inbox } from "./inbox.ts";
import type { Numbered, SessionEvent } from "./io.ts";
import { Link, type LinkEnd, type LinkHost } from "./link.ts";
import type { SessionMachine } from "./machine.ts";
import type { SessionOptions } from "./options.ts";
import type { Reconnect } from "./reconnect.ts";
import type { SessionStore } from "./store.ts";
import { callUser } from "./user-code.ts";
import { Veto } from "./veto.ts";

/** A message as `messages` yields it. */
export type ReceivedOf<Message extends FixMessage<unknown, ReceivedMessage>> =
  Message extends FixMessage<unknown, infer Received> ? Received : never;

/** What the side that made the session adds to it. */
export interface SessionSetup {
  readonly store: SessionStore;
  readonly clock: Clock;
  readonly options: SessionOptions;
  readonly ask: LinkHost["ask"];
  /** Whether the exchange cancels the open orders of a session that breaks off. */
  readonly cancelsOrders: (logon: Logon) => boolean;
  /** What to do with messages handed over between two connections. Default: refuse them. */
  readonly whileDown?: "refuse" | "queue";
  /** Opens another connection; for a side that does. */
  readonly again?: { readonly policy: Reconnect; readonly dial: () => Promise<void> };
}

interface Waiting {
  readonly message: FixMessage<unknown, ReceivedMessage>;
  readonly body: unknown;
  readonly numbered: Numbered | undefined;
}

/** A live FIX session: sends and receives typed messages. Made by `connect` and `listen`. */
export class FixSession {
  readonly #setup: SessionSetup;
  readonly #inbox: Inbox;
  readonly #veto: Veto;
  readonly #eventQueues = new Set<MessageQueue<SessionEvent>>();
  readonly #established = Promise.withResolvers<Logon>();
  readonly #closed = Promise.withResolvers<SessionClose>();
  #link: Link | undefined;
  #retry: Timer | undefined;
  #ended: SessionClose | undefined;
  /** The caller has said Logout: whatever ends the connection now ends the session. */
  #closing = false;
  #wasOpen = false;
  /** Since when this connection is open. */
  #openSince: number | undefined;
  #mayBeUnknown = false;
  #cancelsOrders = false;
  readonly #waiting: Waiting[] = [];

  /** @internal */
  constructor(setup: SessionSetup) {
    this.#setup = setup;
    this.#veto = new Veto(setup.options.mayResend);
    this.#inbox = new Inbox(
      setup.options,
      (input) => this.#link?.input(input),
      (event) => this.#tell(event),
    );
    // Both are also told by other ways; nobody has to await them.
    this.#established.promise.catch(() => undefined);
  }

  /** Our CompID. */
  get senderCompID(): string {
    return this.#link?.machine.outbox.senderCompID ?? "";
  }

  /** The counterparty's CompID. */
  get targetCompID(): string {
    return this.#link?.machine.outbox.targetCompID ?? "";
  }

  /** Messages can be sent. */
  get active(): boolean {
    return this.#link?.machine.phase === "active";
  }

  /** The counterparty's Logon; rejects with a {@link FixError} when there will be none. */
  get established(): Promise<Logon> {
    return this.#established.promise;
  }

  /** How the session ended, after the last attempt to connect again. Never rejects. */
  get closed(): Promise<SessionClose> {
    return this.#closed.promise;
  }

  /**
   * Checks, numbers, stores and sends a message. Between two connections it is refused, or kept until the next logon
   * where the session was made with `whileDown: "queue"`.
   *
   * @param numbered told the message's sequence number, by which a Reject and `withheld` name it
   * @throws FixError `invalidMessage` (with `path`), `closed` or `overflow`; nothing was sent then.
   */
  send<Input, Received extends ReceivedMessage>(
    message: FixMessage<Input, Received>,
    body: Input,
    numbered?: Numbered,
  ): void {
    const fault = message.check(body);
    if (fault !== undefined) {
      const found = `${fault.path.slice(1) || "the message"}: expected ${fault.expected}, got ${fault.actual}`;
      throw notSent("invalidMessage", message, body, `${message.name} was not sent. ${found}`, fault.path);
    }
    if (message.category === "admin") {
      throw notSent("invalidMessage", message, body, `${message.name} is sent by the session itself`, "");
    }
    if (this.active) {
      if (message.changesOrders) this.#mayBeUnknown = true;
      this.#link?.input({ type: "send", message, body, numbered });
      return;
    }
    if (this.#ended !== undefined || this.#closing || this.#setup.whileDown !== "queue") {
      throw notSent("closed", message, body, `${message.name} was not sent: the session is not active`);
    }
    if (this.#waiting.length >= (this.#setup.options.queueCapacity ?? 10_000)) {
      throw notSent(
        "overflow",
        message,
        body,
        `${message.name} was not kept: too many wait for a connection`,
      );
    }
    this.#waiting.push({ message, body, numbered });
  }

  /**
   * Messages of the given types, in the order they came, over all connections of the session. Listening begins at once;
   * what came before and was read by nobody is handed over first. Ends when the session ends in order, and with a
   * {@link FixError} when it does not. A message counts as taken when the next one is asked for: after a crash, a file
   * store goes on from the first that was not.
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
        const queue: MessageQueue<SessionEvent> = new MessageQueue<SessionEvent>({
          capacity: this.#setup.options.queueCapacity ?? 10_000,
          overflow: () => new FixError("overflow", "events came faster than they were read"),
          onReturn: () => this.#eventQueues.delete(queue),
        });
        this.#eventQueues.add(queue);
        if (this.#ended !== undefined) queue.end();
        return queue;
      },
    };
  }

  /** Starts both directions again at sequence number 1 while the session goes on. What was sent cannot be resent then. */
  resetSeqNum(): void {
    if (!this.active) throw new FixError("closed", "the session is not active", { outcome: "not-sent" });
    this.#link?.input({ type: "reset" });
  }

  /** Says Logout and waits for the answer, at most the logout timeout. */
  async close(text?: string): Promise<SessionClose> {
    this.#closing = true;
    if (this.#retry !== undefined) this.#end({ reason: "logout", text: text ?? "" });
    else this.#link?.input(text === undefined ? { type: "logout" } : { type: "logout", text });
    return this.closed;
  }

  /** For the side that made the session: a connection to be opened. @internal */
  attach(machine: SessionMachine): Link {
    const { store, clock } = this.#setup;
    const host: LinkHost = {
      deliver: (frame, header, reader, took) => this.#inbox.deliver(frame, header, reader, took),
      event: (event) => this.#tell(event),
      ask: (output) => {
        if (output.type === "established") this.#opened(output.logon);
        if (output.type === "established") callUser(() => this.#setup.ask(output));
        else this.#setup.ask(output);
      },
      ended: (end) => this.#linkEnded(end),
    };
    this.#link = new Link(machine, store, clock, host, this.#veto);
    if (this.#closing) this.#link.input({ type: "logout" });
    return this.#link;
  }

  #opened(logon: Logon): void {
    this.#openSince = this.#setup.clock.now();
    this.#cancelsOrders = this.#setup.cancelsOrders(logon);
    this.#inbox.connected();
    this.#tell({ kind: "connected", again: this.#wasOpen });
    this.#wasOpen = true;
    this.#established.resolve(logon);
    for (const { message, body, numbered } of this.#waiting.splice(0)) {
      if (message.changesOrders) this.#mayBeUnknown = true;
      this.#link?.input({ type: "send", message, body, numbered });
    }
  }

  #linkEnded(end: LinkEnd): void {
    const { again, clock } = this.#setup;
    const lasted = this.#openSince === undefined ? 0 : clock.now() - this.#openSince;
    const delay =
      again === undefined || this.#closing || !this.#wasOpen
        ? undefined
        : again.policy.delay(end, lasted, clock.now());
    if (again === undefined || delay === undefined) {
      this.#end(end);
      return;
    }
    this.#tell({ kind: "disconnected", retryIn: delay, ...this.#close(end) });
    this.#openSince = undefined;
    this.#retry = clock.setTimer(delay, () => {
      this.#retry = undefined;
      // A connection that cannot be opened ends its link, and so comes back here.
      again.dial().catch(() => this.#link?.input({ type: "disconnected" }));
    });
  }

  #close(end: LinkEnd): SessionClose {
    const orderly = end.reason === "logout" || end.reason === "rollover";
    const cancelsOrders = this.#openSince !== undefined && !orderly && this.#cancelsOrders;
    return { ...end, unknown: this.#mayBeUnknown, cancelsOrders };
  }

  #tell(event: SessionEvent): void {
    callUser(() => this.#setup.options.onEvent?.(event));
    for (const queue of this.#eventQueues) queue.push(event);
  }

  #end(end: LinkEnd): void {
    const close = this.#close(end);
    this.#ended = close;
    this.#retry?.cancel();
    this.#retry = undefined;
    for (const { message, numbered } of this.#waiting.splice(0)) {
      this.#tell({ kind: "notSent", message: message.name });
      if (numbered !== undefined) callUser(() => numbered(undefined));
    }
    const error = closeError(close);
    this.#established.reject(error ?? new FixError("closed", "the session was closed before the logon"));
    this.#inbox.end(error);
    for (const queue of this.#eventQueues) queue.end();
    this.#closed.resolve(close);
  }
}

function notSent(
  code: "invalidMessage" | "closed" | "overflow",
  { name }: { readonly name: string },
  body: unknown,
  text: string,
  path?: string,
): FixError {
  return new FixError(code, text, { outcome: "not-sent", path, request: { name, params: redact(body) } });
}
