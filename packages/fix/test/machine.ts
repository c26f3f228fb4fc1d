import { formatTimestamp } from "../src/codec/timestamp.ts";
import type { SessionConfig } from "../src/session/config.ts";
import type { SessionInput, SessionOutput } from "../src/session/io.ts";
import { SessionMachine } from "../src/session/machine.ts";
import { MemoryStore, type SessionStore } from "../src/session/store.ts";
import { framed, shown, wire } from "./wire.ts";

/** A report of an order. */
export const REPORT = "35=8|11=1|14=0|17=E|37=O|38=1|39=0|40=2|44=1|54=1|55=BTC/USD|59=1|150=0|151=1|";

export const START = Date.UTC(2026, 3, 7, 14, 32, 0);

/** One machine with a store and a clock, told things one by one; what it wants done is kept in readable form. */
export class Bench {
  readonly machine: SessionMachine;
  readonly store: SessionStore;
  now = START;
  timer: number | undefined;
  /** The counterparty's next number. */
  peer = 1;
  readonly outputs: SessionOutput[] = [];

  constructor(config: Partial<SessionConfig> = {}, store: SessionStore = new MemoryStore()) {
    this.store = store;
    this.machine = new SessionMachine({
      role: "initiator",
      senderCompID: "CLIENT",
      targetCompID: "KRAKEN-TRD",
      heartBtInt: 30,
      numbers: store.numbers(),
      ...config,
    });
  }

  /** Feeds an input and returns what was sent because of it, as text. */
  feed(input: SessionInput): string[] {
    const sent: string[] = [];
    const inputs = [input];
    for (let next = inputs.shift(); next !== undefined; next = inputs.shift()) {
      for (const output of this.machine.step(next, this.now)) {
        this.outputs.push(output);
        if (output.type === "send") sent.push(body(shown(output.bytes)));
        if (output.type === "store") this.store.sent(output.MsgSeqNum, output.bytes);
        if (output.type === "incoming") this.store.received(output.next);
        if (output.type === "reset") this.store.reset(output.at);
        if (output.type === "timer") this.timer = output.at;
        if (output.type === "load") {
          const { from, to, limit } = output;
          const messages = this.store.range(from, to, limit);
          const through = messages.length < limit ? to : (messages.at(-1)?.MsgSeqNum ?? to);
          inputs.push({ type: "loaded", from, through, messages });
        }
      }
    }
    return sent;
  }

  /** The counterparty sends a message: `35=0|` and what follows the header. */
  receive(
    start: string,
    options: { seq?: number; header?: string; time?: number; from?: string; to?: string } = {},
  ): string[] {
    const seq = options.seq ?? this.peer++;
    const [type = "", ...rest] = start.split("|");
    const time = formatTimestamp(options.time ?? this.now);
    const header = `34=${seq}|49=${options.from ?? "KRAKEN-TRD"}|56=${options.to ?? "CLIENT"}|52=${time}|${options.header ?? ""}`;
    return this.feed({ type: "received", bytes: framed(`${type}|${header}${rest.join("|")}`) });
  }

  /** Connects as initiator and gets the Logon answered. */
  logon(): string[] {
    this.feed({ type: "connected" });
    const sent = this.feed({ type: "logon", fields: {} });
    this.receive("35=A|98=0|108=30|141=Y|");
    return sent;
  }

  /** Lets time pass and wakes the machine whenever it asked for it. Returns what it sent. */
  pass(milliseconds: number): string[] {
    const until = this.now + milliseconds;
    const sent: string[] = [];
    while (this.timer !== undefined && this.timer <= until && this.machine.phase !== "closed") {
      this.now = this.timer;
      sent.push(...this.feed({ type: "tick" }));
    }
    this.now = until;
    return sent;
  }

  get delivered(): string[] {
    return this.outputs.flatMap((output) =>
      output.type === "deliver" ? [`${output.frame.msgType}:${output.header.MsgSeqNum}`] : [],
    );
  }

  get events(): string[] {
    return this.outputs.flatMap((output) => (output.type === "event" ? [output.event.kind] : []));
  }

  get ended(): string | undefined {
    const last = this.outputs.find((output) => output.type === "disconnect");
    return last === undefined ? undefined : `${last.reason}: ${last.text}`;
  }
}

/** The part of a message a test looks at: type, number and body, without CompIDs, times, length and sum. */
function body(text: string): string {
  return text
    .replace(/^8=[^|]*\|9=\d+\|/, "")
    .replace(/(49|56|52)=[^|]*\|/g, "")
    .replace(/10=\d{3}\|$/, "");
}

export { wire };
