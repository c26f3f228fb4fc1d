import { type Clock, concatBytes, type Timer } from "@x/core";
import type { Reader } from "../codec/reader.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import type { Transport } from "../transport/transport.ts";
import type { SessionClose } from "./close.ts";
import type { Numbered, SessionEvent, SessionInput, SessionOutput } from "./io.ts";
import { ledgerOf } from "./ledger.ts";
import type { SessionMachine } from "./machine.ts";
import type { SessionStore } from "./store.ts";
import { callUser } from "./user-code.ts";
import type { Veto } from "./veto.ts";

export type LinkEnd = Pick<SessionClose, "reason" | "text" | "cause">;

/** What a link tells whoever made it. */
export interface LinkHost {
  /** An application message, or a Reject. `took` is to be called when the program has taken it. */
  deliver(frame: Frame, header: Header, reader: Reader, took: () => void): void;
  event(event: SessionEvent): void;
  ask(output: SessionOutput & { readonly type: "logonNeeded" | "logonReceived" | "established" }): void;
  ended(end: LinkEnd): void;
}

/** Timers of the platform cannot wait longer, in milliseconds. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** One connection: a machine between a transport, a store and a clock. Everything it does, it does at once. */
export class Link {
  readonly machine: SessionMachine;
  readonly #clock: Clock;
  readonly #host: LinkHost;
  readonly #veto: Veto;
  #store: SessionStore;
  #transport: Transport | undefined;
  #timer: Timer | undefined;
  /** Inputs that came while outputs were being carried out. */
  readonly #inputs: SessionInput[] = [];
  #stepping = false;
  #ended = false;

  constructor(machine: SessionMachine, store: SessionStore, clock: Clock, host: LinkHost, veto: Veto) {
    this.machine = machine;
    this.#store = store;
    this.#clock = clock;
    this.#host = host;
    this.#veto = veto;
    veto.connected();
  }

  open(transport: Transport): void {
    if (this.#ended) {
      transport.close();
      return;
    }
    this.#transport = transport;
    this.input({ type: "connected" });
  }

  /** An acceptor learns only from the Logon whose numbers it goes on with. */
  useStore(store: SessionStore): void {
    this.#store = store;
  }

  input(input: SessionInput): void {
    this.#inputs.push(input);
    if (this.#stepping) return;
    this.#stepping = true;
    try {
      for (let next = this.#inputs.shift(); next !== undefined; next = this.#inputs.shift()) {
        if (!this.#ended || next.type === "send") this.#step(next);
      }
    } finally {
      this.#stepping = false;
    }
  }

  #step(input: SessionInput): void {
    const outputs = this.machine.step(input, this.#clock.now());
    if (input.type === "send") this.#tellNumber(input.numbered, outputs);
    try {
      this.#keep(outputs);
    } catch (cause) {
      // What could not be kept must not be sent: its numbers would be used again.
      this.#end({ reason: "storeFailed", text: cause instanceof Error ? cause.message : "", cause });
      return;
    }
    const sends: Uint8Array[] = [];
    let next = 0;
    for (const output of outputs) {
      if (output.type === "send") sends.push(output.bytes);
      else if (output.type === "incoming") next = output.next;
      else if (output.type === "disconnect") {
        this.#send(sends.splice(0));
        this.#end({ reason: output.reason, text: output.text });
      } else this.#carryOut(output);
    }
    this.#send(sends);
    // After what was delivered: only what is in the ledger holds the number back.
    if (next > 0) ledgerOf(this.#store).received(next);
  }

  /** Before it is kept: what the store fails to keep may be sent all the same, by a later run of the program. */
  #tellNumber(numbered: Numbered | undefined, outputs: readonly SessionOutput[]): void {
    if (numbered === undefined) return;
    const kept = outputs.find((output) => output.type === "store");
    callUser(() => numbered(kept?.MsgSeqNum));
  }

  /** Everything the store is to know, and all of it kept before any byte goes out: one write for a whole step. */
  #keep(outputs: readonly SessionOutput[]): void {
    const store = this.#store;
    let sends = false;
    for (const output of outputs) {
      switch (output.type) {
        case "store":
          this.#veto.sent(output.MsgSeqNum);
          store.sent(output.MsgSeqNum, output.bytes);
          break;
        case "incoming":
          store.received(output.next);
          break;
        case "reset":
          this.#veto.reset();
          store.reset(output.at);
          ledgerOf(store).reset();
          break;
        case "send":
          sends = true;
          break;
        default:
          break;
      }
    }
    if (sends) store.commit();
  }

  #send(messages: readonly Uint8Array[]): void {
    const [first] = messages;
    if (first === undefined) return;
    this.#transport?.send(messages.length === 1 ? first : concatBytes(...messages));
  }

  #carryOut(output: Exclude<SessionOutput, { readonly type: "send" | "disconnect" }>): void {
    switch (output.type) {
      case "load":
        this.#load(output.from, output.to, output.limit);
        return;
      case "logonNeeded":
      case "logonReceived":
      case "established":
        this.#host.ask(output);
        return;
      case "deliver": {
        const took = ledgerOf(this.#store).given(output.header.MsgSeqNum);
        this.#host.deliver(output.frame, output.header, output.reader, took);
        return;
      }
      case "timer":
        this.#setTimer(output.at);
        return;
      case "event":
        this.#host.event(output.event);
        return;
      // Done before, or by the caller.
      case "store":
      case "reset":
      case "incoming":
        return;
    }
  }

  /** Answered when what was sent before has left, so that a long resend neither fills memory nor holds up the rest. */
  #load(from: number, to: number, limit: number): void {
    const answer = (): void => {
      if (this.#ended) return;
      let kept: ReturnType<SessionStore["range"]>;
      try {
        kept = this.#store.range(from, to, limit);
      } catch (cause) {
        this.#end({ reason: "storeFailed", text: "kept messages could not be read", cause });
        return;
      }
      const through = kept.length < limit ? to : (kept.at(-1)?.MsgSeqNum ?? to);
      this.input({
        type: "loaded",
        from,
        through,
        messages: kept.filter((message) => this.#veto.allows(message, (event) => this.#host.event(event))),
      });
    };
    const { whenDrained } = this.#transport ?? {};
    if (whenDrained === undefined) this.#clock.setTimer(0, answer);
    else whenDrained(answer);
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

  #end(end: LinkEnd): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#timer?.cancel();
    this.#transport?.close();
    this.#host.ended(end);
  }
}
