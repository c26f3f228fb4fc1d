import type { FixFault } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import type { Frame } from "../framing.ts";
import type { Logon } from "../generated/messages/logon.ts";
import { logout } from "../generated/messages/logout.ts";
import { reject } from "../generated/messages/reject.ts";
import { resendRequest } from "../generated/messages/resend-request.ts";
import type { CloseReason } from "./close.ts";
import type { SessionConfig } from "./config.ts";
import { Held } from "./held.ts";
import type { SessionEvent, SessionOutput } from "./io.ts";
import { Liveness } from "./liveness.ts";
import { showMessage } from "./mask.ts";
import { Outbox } from "./outbox.ts";
import type { Resending } from "./resending.ts";
import { type RoutingField, returnRouting } from "./routing.ts";

/**
 * - `idle`: no transport.
 * - `preparing`: initiator waits for its credentials; acceptor for the verdict on a Logon.
 * - `logon`: initiator waits for the answer to its Logon; acceptor for a Logon.
 * - `active`: messages flow.
 * - `logout`: our Logout is sent, messages still come in.
 * - `closed`: over.
 */
export type SessionPhase = "idle" | "preparing" | "logon" | "active" | "logout" | "closed";

/** How often missing messages are asked for before the session is given up. */
const MOST_ASKS = 3;

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
  /** Highest number that came on this connection, taken or not. */
  seen = 0;
  /** The program cannot take more. */
  paused = false;
  /** The counterparty's request for messages that is being served. */
  resending: Resending | undefined;
  /** Where its requests began last, and how often in a row. */
  asked = { from: 0, times: 0 };
  phase: SessionPhase = "idle";
  now = 0;
  /** The Logon an acceptor waits for a verdict on. */
  pendingLogon: { readonly frame: Frame; readonly message: Logon } | undefined;
  /** Whether this side asked, at the logon, for numbers to start at 1. */
  resetRequested = false;
  /** Whether this side asked for it within the session; the counterparty's numbers go on until it answers. */
  resetPending = false;
  /** Why our Logout was said. */
  logoutReason: "logout" | "rollover" = "logout";
  /** When a wait for a Logon or for the answer to a Logout is over. */
  deadline: number | undefined;
  /** When missing messages are asked for again, and how often they were. */
  #askAgainAt: number | undefined;
  #asks = 0;
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

  send<Input>(
    message: FixMessage<Input, ReceivedMessage>,
    body: Input,
    routing?: readonly RoutingField[],
  ): void {
    const MsgSeqNum = this.outbox.next;
    const bytes = this.outbox.make(message, body, this.now, routing);
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
    if (next === this.incoming + 1) this.held.take(this.incoming);
    else this.held.dropBelow(next);
    this.incoming = next;
    if (next > this.awaiting) {
      this.awaiting = 0;
      this.#askAgainAt = undefined;
    } else if (this.awaiting > 0) {
      this.#asks = 1;
      this.#askAgainAt = this.now + this.#resendTimeout;
    }
    // The store has begun at 1 already; what still comes under the old numbers is past as soon as it is delivered.
    if (!this.resetPending) this.output({ type: "incoming", next });
  }

  /** Both directions start again. */
  resetNumbers(): void {
    this.resetIncoming();
    this.resetOutgoing();
  }

  /** We start again at 1, and the store with us, as a whole. */
  resetOutgoing(): void {
    this.outbox.next = 1;
    this.resending = undefined;
    this.asked = { from: 0, times: 0 };
    this.output({ type: "reset", at: this.now });
  }

  /** The counterparty starts again at 1. */
  resetIncoming(): void {
    this.incoming = 1;
    this.seen = 0;
    this.awaiting = 0;
    this.#askAgainAt = undefined;
    this.held.clear();
  }

  /** Refuses a message at session level (35=3). */
  refuse(MsgSeqNum: number, frame: Frame, fault: FixFault): void {
    const { msgType } = frame;
    this.event({ kind: "refused", msgType, MsgSeqNum, fault, raw: showMessage(frame.bytes) });
    // A Reject is never answered by a Reject: two confused sides would go on for ever.
    if (msgType === reject.msgType) return;
    const text =
      this.config.rejectText?.(fault) ??
      `${fault.path.slice(1) || msgType}: expected ${fault.expected}, got ${fault.actual}`;
    const body = {
      RefSeqNum: MsgSeqNum,
      RefTagID: fault.tag === 0 ? undefined : fault.tag,
      RefMsgType: msgType,
      SessionRejectReason: fault.reason,
      Text: text.replaceAll("\u0001", "|"),
    };
    this.send(reject, body, returnRouting(frame));
  }

  /** The program can take messages again: what was let pass meanwhile is asked for. */
  resume(): void {
    this.paused = false;
    this.awaiting = 0;
    this.#askAgainAt = undefined;
  }

  /** Asks for what is missing, unless it was asked for already or could not be taken. */
  settleGap(): void {
    if (this.phase !== "active" && this.phase !== "logout") return;
    if (this.awaiting > 0 || this.paused || this.resetPending || this.seen < this.incoming) return;
    this.awaiting = (this.held.lowest() ?? this.seen + 1) - 1;
    this.#asks = 0;
    this.#askForMissing();
  }

  #askForMissing(): void {
    this.#asks += 1;
    this.#askAgainAt = this.now + this.#resendTimeout;
    this.event({ kind: "gap", from: this.incoming, to: this.awaiting });
    this.send(resendRequest, { BeginSeqNo: this.incoming, EndSeqNo: this.awaiting });
  }

  /** Whether missing messages have not come for too long; then they are asked for again, or the session is given up. */
  askAgain(): void {
    if (this.#askAgainAt === undefined || this.now < this.#askAgainAt || this.paused) return;
    if (this.#asks < MOST_ASKS) this.#askForMissing();
    else this.fail("protocol", `the messages from ${this.incoming} on were not sent again`);
  }

  get askAgainAt(): number | undefined {
    return this.paused ? undefined : this.#askAgainAt;
  }

  get #resendTimeout(): number {
    return this.config.resendTimeout ?? 30_000;
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
    this.resending = undefined;
    this.#askAgainAt = undefined;
    this.output({ type: "disconnect", reason, text });
  }
}
