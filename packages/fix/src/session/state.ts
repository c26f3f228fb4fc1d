import type { FixFault } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import type { Frame } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import type { Logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { reject } from "../generated/messages/reject.ts";
import { resendRequest } from "../generated/messages/resend-request.ts";
import type { SessionConfig } from "./config.ts";
import { Held } from "./held.ts";
import type { CloseReason, SessionEvent, SessionOutput } from "./io.ts";
import { Liveness } from "./liveness.ts";
import { Outbox } from "./outbox.ts";

/**
 * - `idle`: no transport.
 * - `preparing`: initiator waits for its credentials; acceptor for the verdict on a Logon.
 * - `logon`: initiator waits for the answer to its Logon; acceptor for a Logon.
 * - `active`: messages flow.
 * - `logout`: our Logout is sent, messages still come in.
 * - `closed`: over.
 */
export type SessionPhase = "idle" | "preparing" | "logon" | "active" | "logout" | "closed";

/** What a session knows, and the few things that can be done with it; the rules of the protocol are built of these. */
export class SessionState {
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
  /** When a wait for a Logon or for the answer to a Logout is over. */
  deadline: number | undefined;
  #outputs: SessionOutput[] = [];

  constructor(config: SessionConfig) {
    this.config = config;
    const numbers = config.numbers ?? { outgoing: 1, incoming: 1 };
    this.outbox = new Outbox(config.senderCompID, config.targetCompID ?? "", numbers.outgoing);
    this.incoming = numbers.incoming;
    this.held = new Held(config.maxHeld ?? 10_000);
  }

  /** Starts a step: what is to be done is collected anew. */
  protected begin(now: number): void {
    this.now = now;
    this.#outputs = [];
  }

  protected get outputs(): readonly SessionOutput[] {
    return this.#outputs;
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
}
