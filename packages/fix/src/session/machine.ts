import type { FixFault } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import { Reader } from "../codec/reader.ts";
import { DEFAULT_MAX_BODY_LENGTH, type Frame, FrameScanner } from "../framing.ts";
import { decodeHeader, type Header } from "../generated/header.ts";
import { heartbeat } from "../generated/messages/heartbeat.ts";
import type { Logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { reject } from "../generated/messages/reject.ts";
import { resendRequest } from "../generated/messages/resend-request.ts";
import { testRequest } from "../generated/messages/test-request.ts";
import { beginLogout, handleAdmin } from "./admin.ts";
import type { SessionConfig } from "./config.ts";
import { Held } from "./held.ts";
import type { CloseReason, SessionEvent, SessionInput, SessionOutput } from "./io.ts";
import { Liveness } from "./liveness.ts";
import { answerLogon, connected, receiveLogon, sendLogon } from "./logon.ts";
import { showMessage } from "./mask.ts";
import { Outbox } from "./outbox.ts";
import { resend } from "./resend.ts";
import { admit, findMsgSeqNum } from "./sequence.ts";

/**
 * - `idle`: no transport.
 * - `preparing`: initiator waits for its credentials; acceptor for the verdict on a Logon.
 * - `logon`: initiator waits for the answer to its Logon; acceptor for a Logon.
 * - `active`: messages flow.
 * - `logout`: our Logout is sent, messages still come in.
 * - `closed`: over.
 */
export type SessionPhase = "idle" | "preparing" | "logon" | "active" | "logout" | "closed";

/**
 * A FIX session without I/O: inputs and the time go in, what is to be done comes out. It reads no clock and draws no
 * random number, so the same inputs give the same outputs.
 */
export class SessionMachine {
  readonly config: SessionConfig;
  readonly liveness = new Liveness();
  readonly outbox: Outbox;
  readonly held: Held;
  /** The number expected next. */
  incoming: number;
  /** Highest number of a resend that was asked for and has not come yet; 0 when none is awaited. */
  awaiting = 0;
  phase: SessionPhase = "idle";
  now = 0;
  /** The Logon an acceptor waits for a verdict on. */
  pendingLogon: { readonly frame: Frame; readonly message: Logon } | undefined;
  /** Whether this side asked for numbers to start at 1. */
  resetRequested = false;
  readonly #scanner: FrameScanner;
  readonly #maxPending: number;
  #outputs: SessionOutput[] = [];
  /** When a wait for a Logon or for the answer to a Logout is over. */
  deadline: number | undefined;
  #timer: number | undefined;

  constructor(config: SessionConfig) {
    this.config = config;
    const numbers = config.numbers ?? { outgoing: 1, incoming: 1 };
    this.outbox = new Outbox(config.senderCompID, config.targetCompID ?? "", numbers.outgoing);
    this.incoming = numbers.incoming;
    this.held = new Held(config.maxHeld ?? 10_000);
    this.#maxPending = config.maxBodyLength ?? DEFAULT_MAX_BODY_LENGTH;
    this.#scanner = new FrameScanner(this.#maxPending);
  }

  /** Takes one input; returns what is to be done, in order. */
  step(input: SessionInput, now: number): readonly SessionOutput[] {
    this.now = now;
    this.#outputs = [];
    if (this.phase !== "closed") this.#take(input);
    else if (input.type === "send") this.event({ kind: "notSent", message: input.message.name });
    this.#schedule();
    return this.#outputs;
  }

  #take(input: SessionInput): void {
    switch (input.type) {
      case "connected":
        connected(this);
        return;
      case "received":
        this.#scanner.push(input.bytes);
        if (this.phase === "preparing" && this.#scanner.pending > this.#maxPending) {
          this.close("protocol", "too much came before the Logon was settled");
          return;
        }
        this.#scan();
        return;
      case "tick":
        // A clock may wake us early; the wish is then told again.
        this.#timer = undefined;
        this.#tick();
        return;
      case "logon":
        if (this.phase === "preparing") sendLogon(this, input.fields);
        this.#scan();
        return;
      case "logonAccepted":
        answerLogon(this, input.numbers);
        this.#scan();
        return;
      case "logonRefused":
        this.fail("logonRefused", input.text);
        return;
      case "send":
        if (this.phase === "active") this.send(input.message, input.body);
        else this.event({ kind: "notSent", message: input.message.name });
        return;
      case "reject":
        if (this.phase !== "logon") this.refuse(input.header, input.msgType, input.fault, input.raw);
        return;
      case "loaded":
        resend(this, input.from, input.to, input.messages);
        return;
      case "logout":
        beginLogout(this, input.text);
        return;
      case "disconnected":
        this.close("connectionLost", "the connection was lost");
        return;
    }
  }

  output(...outputs: readonly SessionOutput[]): void {
    this.#outputs.push(...outputs);
  }

  event(event: SessionEvent): void {
    this.#outputs.push({ type: "event", event });
  }

  send<Input>(message: FixMessage<Input, ReceivedMessage>, body: Input): void {
    const MsgSeqNum = this.outbox.next;
    const bytes = this.outbox.make(message, body, this.now);
    this.output({ type: "store", MsgSeqNum, bytes: message.category === "app" ? bytes : undefined });
    this.transmit(bytes);
  }

  /** Bytes that use no new number, or whose number was stored already. */
  transmit(bytes: Uint8Array): void {
    this.liveness.sent(this.now);
    this.output({ type: "send", bytes });
  }

  /** Moves the number expected next. */
  advance(next: number): void {
    this.incoming = next;
    this.held.dropBelow(next);
    if (next > this.awaiting) this.awaiting = 0;
    this.output({ type: "incoming", next });
  }

  /** Both directions start again. */
  resetNumbers(): void {
    this.outbox.next = 1;
    this.incoming = 1;
    this.awaiting = 0;
    this.held.clear();
    this.output({ type: "reset" });
  }

  /** Refuses a message at session level (35=3). */
  refuse(header: Pick<Header, "MsgSeqNum">, msgType: string, fault: FixFault, raw: string): void {
    this.event({ kind: "refused", msgType, MsgSeqNum: header.MsgSeqNum, fault, raw });
    // A Reject is never answered by a Reject: two confused sides would go on for ever.
    if (msgType === reject.msgType) return;
    this.send(reject, {
      RefSeqNum: header.MsgSeqNum,
      RefTagID: fault.tag === 0 ? undefined : fault.tag,
      RefMsgType: msgType,
      SessionRejectReason: fault.reason,
      Text: `${fault.path.slice(1) || msgType}: expected ${fault.expected}, got ${fault.actual}`.replaceAll(
        "\u0001",
        "|",
      ),
    });
  }

  askForMissing(to: number): void {
    this.awaiting = to;
    this.event({ kind: "gap", from: this.incoming, to });
    this.send(resendRequest, { BeginSeqNo: this.incoming, EndSeqNo: to });
  }

  established(message: Logon): void {
    this.phase = "active";
    this.deadline = undefined;
    this.liveness.start(message.HeartBtInt, this.now);
    this.output({ type: "established", logon: message });
  }

  /** Says Logout and ends without waiting for the answer: the session cannot go on. */
  fail(reason: CloseReason, text: string): void {
    if (this.outbox.targetCompID !== "") this.send(logout, { Text: text });
    this.close(reason, text);
  }

  close(reason: CloseReason, text: string): void {
    if (this.phase === "closed") return;
    this.phase = "closed";
    this.deadline = undefined;
    this.output({ type: "disconnect", reason, text });
  }

  /** Works on what has come, unless the session is waiting for something else first. */
  #scan(): void {
    while (this.phase === "logon" || this.phase === "active" || this.phase === "logout") {
      const found = this.#scanner.next();
      if (found === undefined) return;
      this.liveness.received(this.now);
      if ("garbled" in found) this.event({ kind: "garbled", garbled: found });
      else this.#frame(found);
    }
  }

  #frame(frame: Frame): void {
    if (frame.beginString !== "FIX.4.4") {
      this.fail("protocol", `BeginString ${frame.beginString}, expected FIX.4.4`);
      return;
    }
    const reader = new Reader(frame);
    const header = decodeHeader(reader);
    if (this.phase === "logon") {
      if (header === undefined) {
        this.close("protocol", "the first message has no usable header");
        return;
      }
      receiveLogon(this, frame, header, reader);
      return;
    }
    if (header === undefined) {
      this.#brokenHeader(frame, reader.fault as FixFault);
      return;
    }
    if (admit(this, frame, header, reader)) this.consume(frame, header, reader);
    this.#releaseHeld();
  }

  /** A message whose turn it is. */
  consume(frame: Frame, header: Header, reader: Reader): void {
    this.advance(header.MsgSeqNum + 1);
    handleAdmin(this, frame, header, reader);
  }

  #releaseHeld(): void {
    while (this.phase !== "closed" && this.held.has(this.incoming)) {
      const frame = this.held.take(this.incoming);
      if (frame === undefined) {
        this.advance(this.incoming + 1);
        continue;
      }
      const reader = new Reader(frame);
      const header = decodeHeader(reader);
      if (header !== undefined) this.consume(frame, header, reader);
    }
    const waiting = this.held.lowest();
    if (waiting !== undefined && this.awaiting === 0 && this.phase === "active")
      this.askForMissing(waiting - 1);
  }

  #brokenHeader(frame: Frame, fault: FixFault): void {
    const MsgSeqNum = findMsgSeqNum(frame);
    if (MsgSeqNum === undefined) {
      this.fail("protocol", "a message came without MsgSeqNum");
      return;
    }
    // Out of turn it would be asked for or dropped; only the message whose turn it is gets an answer.
    if (MsgSeqNum !== this.incoming) return;
    this.advance(MsgSeqNum + 1);
    this.refuse({ MsgSeqNum }, frame.msgType, fault, showMessage(frame.bytes));
    this.#releaseHeld();
  }

  #tick(): void {
    if (this.deadline !== undefined && this.now >= this.deadline) {
      if (this.phase === "logout") {
        this.close("logoutTimeout", "the Logout was not answered");
        return;
      }
      this.close("logonTimeout", "no Logon came in time");
      return;
    }
    if (this.phase !== "active" && this.phase !== "logout") return;
    const due = this.liveness.due(this.now);
    if (due === "dead") this.close("peerDead", "nothing came for 2.4 heartbeat intervals");
    else if (due === "test") this.send(testRequest, { TestReqID: `TEST-${this.now}` });
    else if (due === "heartbeat") this.send(heartbeat, {});
  }

  #schedule(): void {
    const alive = this.phase === "active" || this.phase === "logout" ? this.liveness.deadline() : undefined;
    const at =
      this.deadline === undefined || alive === undefined
        ? (this.deadline ?? alive)
        : Math.min(this.deadline, alive);
    if (at === this.#timer) return;
    this.#timer = at;
    this.output({ type: "timer", at });
  }
}
