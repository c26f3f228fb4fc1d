import type { FixFault } from "../codec/fault.ts";
import { Reader } from "../codec/reader.ts";
import { DEFAULT_MAX_BODY_LENGTH, type Frame, FrameScanner } from "../framing.ts";
import { decodeHeader } from "../generated/header.ts";
import { heartbeat } from "../generated/messages/heartbeat.ts";
import { testRequest } from "../generated/messages/test-request.ts";
import { beginLogout, handle, handleHeld } from "./admin.ts";
import type { SessionConfig } from "./config.ts";
import type { SessionInput, SessionOutput } from "./io.ts";
import { answerLogon, connected, receiveLogon, sendLogon } from "./logon.ts";
import { resendBatch } from "./resend.ts";
import { beginReset } from "./reset.ts";
import { nextRollover } from "./rollover.ts";
import { admit, findMsgSeqNum, isCargo } from "./sequence.ts";
import { SessionState } from "./state.ts";

/**
 * A FIX session without I/O: inputs and the time go in, what is to be done comes out. It reads no clock and draws no
 * random number, so the same inputs give the same outputs.
 */
export class SessionMachine extends SessionState {
  readonly #scanner: FrameScanner;
  readonly #maxPending: number;
  #timer: number | undefined;
  /** When the daily rollover ends this session. */
  #rollover: number | undefined;

  constructor(config: SessionConfig) {
    super(config);
    this.#maxPending = config.maxBodyLength ?? DEFAULT_MAX_BODY_LENGTH;
    this.#scanner = new FrameScanner(this.#maxPending);
  }

  /** Takes one input; returns what is to be done, in order. */
  step(input: SessionInput, now: number): readonly SessionOutput[] {
    this.begin(now);
    if (this.phase !== "closed") this.#take(input);
    else if (input.type === "send") this.event({ kind: "notSent", message: input.message.name });
    this.#schedule();
    return this.outputs;
  }

  #take(input: SessionInput): void {
    switch (input.type) {
      case "connected":
        connected(this);
        if (this.config.rollover !== undefined) {
          this.#rollover = nextRollover(this.config.rollover, this.now);
        }
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
        // Without a text the counterparty is nobody to answer to.
        if (input.text === undefined) this.close("logonRefused", "");
        else this.fail("logonRefused", input.text);
        return;
      case "send":
        if (this.phase === "active") this.send(input.message, input.body);
        else this.event({ kind: "notSent", message: input.message.name });
        return;
      case "reject":
        if (this.phase !== "logon") this.refuse(input.MsgSeqNum, input.frame, input.fault);
        return;
      case "loaded":
        resendBatch(this, input.from, input.through, input.messages);
        return;
      case "pause":
        this.paused = true;
        this.event({ kind: "paused", MsgSeqNum: this.incoming });
        return;
      case "resume":
        this.resume();
        this.#releaseHeld();
        return;
      case "reset":
        beginReset(this);
        return;
      case "logout":
        beginLogout(this, input.text);
        return;
      case "disconnected":
        this.close("connectionLost", "the connection was lost");
        return;
    }
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
    if (admit(this, frame, header, reader)) {
      this.advance(header.MsgSeqNum + 1);
      handle(this, frame, header, reader);
    }
    this.#releaseHeld();
  }

  /** Works on what was held and has its turn now; what is missing then is asked for. */
  #releaseHeld(): void {
    while (this.phase !== "closed" && this.held.has(this.incoming)) {
      const frame = this.held.peek(this.incoming);
      if (frame !== undefined && this.paused && isCargo(frame)) break;
      this.held.take(this.incoming);
      if (frame === undefined) this.advance(this.incoming + 1);
      else handleHeld(this, frame);
    }
    this.settleGap();
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
    this.refuse(MsgSeqNum, frame, fault);
    this.#releaseHeld();
  }

  #tick(): void {
    if (this.deadline !== undefined && this.now >= this.deadline) {
      if (this.phase === "logout") {
        const { logoutReason: reason } = this;
        this.close(reason === "logout" ? "logoutTimeout" : reason, "the Logout was not answered");
        return;
      }
      this.close("logonTimeout", "no Logon came in time");
      return;
    }
    if (this.phase !== "active" && this.phase !== "logout") return;
    if (this.#rollover !== undefined && this.now >= this.#rollover && this.phase === "active") {
      this.logoutReason = "rollover";
      beginLogout(this, "daily rollover");
      return;
    }
    this.askAgain();
    const due = this.liveness.due(this.now);
    if (due === "dead") this.close("peerDead", "nothing came for 2.4 heartbeat intervals");
    else if (due === "test") this.send(testRequest, { TestReqID: `TEST-${this.now}` });
    else if (due === "heartbeat") this.send(heartbeat, {});
  }

  #schedule(): void {
    let at = this.deadline;
    if (this.phase === "active" || this.phase === "logout") {
      at = earlier(at, this.liveness.deadline());
      at = earlier(at, this.askAgainAt);
      if (this.phase === "active") at = earlier(at, this.#rollover);
    }
    if (at === this.#timer) return;
    this.#timer = at;
    this.output({ type: "timer", at });
  }
}

function earlier(one: number | undefined, other: number | undefined): number | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return Math.min(one, other);
}
