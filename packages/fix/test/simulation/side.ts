import type { Clock } from "@x/core";
import { Reader } from "../../src/codec/reader.ts";
import { latin1 } from "../../src/codec/text.ts";
import { formatTimestamp } from "../../src/codec/timestamp.ts";
import { type Frame, FrameScanner } from "../../src/framing.ts";
import { decodeHeader, type Header } from "../../src/generated/header.ts";
import { executionReport, newOrderSingle } from "../../src/generated/index.ts";
import { sequenceReset } from "../../src/generated/messages/sequence-reset.ts";
import type { SessionInput } from "../../src/session/io.ts";
import { Link, type LinkEnd } from "../../src/session/link.ts";
import { SessionMachine } from "../../src/session/machine.ts";
import { Veto } from "../../src/session/veto.ts";
import { JournalStore } from "../../src/store/journal-store.ts";
import type { Transport } from "../../src/transport/transport.ts";
import { MemoryFile } from "../memory-file.ts";
import type { Time } from "./time.ts";

/** A run has shown something that must never happen. */
export class Violation extends Error {}

/** How much of what came the program leaves lying before it asks for less. */
const MOST_UNTAKEN = 4;

interface Delivered {
  readonly id: string;
  readonly possDup: boolean;
  readonly took: () => void;
}

/** One party: a program with its store, over all its connections and crashes, and the judge of what it sees and does. */
export class Side {
  readonly role: "initiator" | "acceptor";
  readonly #time: Time;
  readonly #random: () => number;
  /** What the medium holds; all else is gone after a crash. */
  file = new MemoryFile();
  store: JournalStore;
  link: Link | undefined;
  /** Ids of messages whose `send` came back. */
  readonly sent = new Set<string>();
  /** Ids of messages in whose `send` the program crashed. */
  readonly inDoubt = new Set<string>();
  readonly withheld = new Set<string>();
  readonly processed: string[] = [];
  readonly #processed = new Set<string>();
  /** Also says which run of the program this is: nothing of an earlier one does anything any more. */
  crashes = 0;
  resent = 0;
  paused = false;
  /** What went out under each number: an id, or the type of an administrative message. */
  readonly numbers = new Map<number, string>();
  #untaken: Delivered[] = [];
  #count = 0;
  ended: ((end: LinkEnd) => void) | undefined;

  constructor(role: "initiator" | "acceptor", time: Time, random: () => number) {
    this.role = role;
    this.#time = time;
    this.#random = random;
    this.store = this.#openStore();
  }

  get peer(): string {
    return this.role === "initiator" ? "KRAKEN-TRD" : "CLIENT";
  }

  get active(): boolean {
    return this.link?.machine.phase === "active";
  }

  #openStore(): JournalStore {
    return new JournalStore(this.file, { sync: false, later: () => undefined });
  }

  connect(): Link {
    const own = this.role === "initiator" ? "CLIENT" : "KRAKEN-TRD";
    const machine = new SessionMachine({
      role: this.role,
      senderCompID: own,
      heartBtInt: 10,
      numbers: this.store.numbers(),
      resetSeqNum: false,
      resendBatch: 3,
      maxHeld: 6,
      ...(this.role === "initiator" && { targetCompID: this.peer }),
    });
    let last = 0;
    const run = this.crashes;
    const clock: Clock = {
      now: () => this.#time.now(),
      setTimer: (milliseconds, then) =>
        this.#time.setTimer(milliseconds, () => {
          if (run === this.crashes) then();
        }),
    };
    const link: Link = new Link(
      machine,
      this.store,
      clock,
      {
        deliver: (frame, header, _reader, took) => {
          if (header.MsgSeqNum <= last)
            throw new Violation(`${this.role}: ${header.MsgSeqNum} came after ${last}`);
          last = header.MsgSeqNum;
          this.#given(frame, header, took);
        },
        event: (event) => {
          if (event.kind === "refused" || event.kind === "rejected") {
            throw new Violation(`${this.role} ${JSON.stringify(event)}`);
          }
        },
        ask: (question) => {
          if (question.type === "logonNeeded") link.input({ type: "logon", fields: {} });
          if (question.type === "logonReceived") {
            link.input({ type: "logonAccepted", numbers: this.store.numbers() });
          }
          if (question.type === "established" && this.paused) link.input({ type: "pause" });
        },
        ended: (end) => {
          if (this.link === link) this.link = undefined;
          this.ended?.(end);
        },
      },
      new Veto(({ bytes }) => {
        const id = idOf(bytes);
        // One message in eight is not worth sending again.
        const wanted = Number(id.slice(1)) % 8 !== 0;
        if (!wanted) this.withheld.add(id);
        return wanted;
      }),
    );
    this.link = link;
    return link;
  }

  /** The program wants something sent. */
  say(): void {
    if (!this.active) return;
    this.#count += 1;
    const id = `${this.role === "initiator" ? "i" : "a"}${this.#count}`;
    const before = this.crashes;
    this.link?.input(this.#message(id));
    if (this.crashes > before) this.inDoubt.add(id);
    else this.sent.add(id);
  }

  /** The program looks at what came. */
  take(most: number): void {
    for (const { id, possDup, took } of this.#untaken.splice(0, most)) {
      if (this.#processed.has(id)) {
        if (!possDup || this.crashes === 0) throw new Violation(`${this.role} was given ${id} twice`);
      } else {
        this.#processed.add(id);
        this.processed.push(id);
      }
      took();
    }
    if (this.paused && this.#untaken.length < MOST_UNTAKEN / 2) {
      this.paused = false;
      this.link?.input({ type: "resume" });
    }
  }

  /** The program is gone from one moment to the next, and comes back with what the medium holds. */
  crash(): void {
    this.crashes += 1;
    this.link = undefined;
    this.#untaken = [];
    this.paused = false;
    this.file = new MemoryFile(this.file.content);
    this.store = this.#openStore();
  }

  /** Watches everything that leaves. */
  watched(transport: Transport): Transport {
    const scanner = new FrameScanner();
    return {
      send: (bytes) => {
        scanner.push(bytes);
        for (let found = scanner.next(); found !== undefined; found = scanner.next()) {
          if ("garbled" in found) throw new Violation(`${this.role} sent garbled bytes: ${found.detail}`);
          this.#watch(found);
        }
        transport.send(bytes);
      },
      close: () => transport.close(),
    };
  }

  #watch(frame: Frame): void {
    const reader = new Reader(frame);
    const header = decodeHeader(reader);
    if (header === undefined) throw new Violation(`${this.role} sent a message without a header`);
    const { MsgSeqNum, PossDupFlag } = header;
    const isApp = frame.msgType === "D" || frame.msgType === "8";
    const what = isApp ? idOf(frame.bytes) : frame.msgType;
    if (PossDupFlag !== true) {
      if (this.numbers.has(MsgSeqNum))
        throw new Violation(`${this.role} used ${MsgSeqNum} again, for ${what}`);
      this.numbers.set(MsgSeqNum, what);
    } else if (isApp) {
      this.resent += 1;
      const first = this.numbers.get(MsgSeqNum) ?? what;
      if (first !== what)
        throw new Violation(`${this.role} resent ${what} as ${MsgSeqNum}, which was ${first}`);
      // A crash between keeping and sending: the first sending is this one.
      this.numbers.set(MsgSeqNum, what);
    } else this.#watchGapFill(MsgSeqNum, sequenceReset.decode(reader, header)?.NewSeqNo ?? 0);
  }

  #watchGapFill(from: number, next: number): void {
    if (next <= from) throw new Violation(`${this.role} filled a gap from ${from} to ${next}`);
    for (let number = from; number < next; number++) {
      const what = this.numbers.get(number) ?? "";
      if (what.length > 1 && !this.withheld.has(what)) {
        throw new Violation(`${this.role} filled over ${what}`);
      }
    }
  }

  #given(frame: Frame, header: Header, took: () => void): void {
    this.#untaken.push({ id: idOf(frame.bytes), possDup: header.PossDupFlag === true, took });
    if (!this.paused && this.#untaken.length >= MOST_UNTAKEN) {
      this.paused = true;
      this.link?.input({ type: "pause" });
    }
    if (this.#random() < 0.5) this.#time.setTimer(Math.floor(this.#random() * 50), () => this.take(3));
  }

  #message(id: string): SessionInput {
    const order = {
      ClOrdID: id,
      Symbol: "BTC/USD",
      Side: "1",
      OrdType: "1",
      OrderQty: "1",
      TimeInForce: "1",
    } as const;
    if (this.role === "initiator") {
      const body = { ...order, TransactTime: formatTimestamp(this.#time.now()) };
      return { type: "send", message: newOrderSingle, body };
    }
    const body = {
      ...order,
      CumQty: "0",
      ExecID: id,
      OrderID: id,
      OrdStatus: "0",
      ExecType: "0",
      LeavesQty: "1",
    };
    return { type: "send", message: executionReport, body };
  }
}

/** The ClOrdID of a message. */
export function idOf(bytes: Uint8Array): string {
  const text = latin1(bytes, 0, bytes.length);
  const at = text.indexOf("\u000111=");
  if (at < 0) throw new Violation("a message without an id");
  return text.slice(at + 4, text.indexOf("\u0001", at + 4));
}
