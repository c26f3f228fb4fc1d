import type { FixFault } from "../codec/fault.ts";
import type { FixMessage, ReceivedMessage } from "../codec/message.ts";
import type { Reader } from "../codec/reader.ts";
import type { Frame, Garbled } from "../framing.ts";
import type { Header } from "../generated/header.ts";
import type { Logon, LogonInput } from "../generated/messages/logon.ts";
import type { Reject } from "../generated/messages/reject.ts";
import type { CloseReason, SessionClose } from "./close.ts";
import type { SequenceNumbers, StoredMessage } from "./store.ts";

/** What a session is told. Every input comes with the time at which it happened. */
export type SessionInput =
  /** The transport is open. */
  | { readonly type: "connected" }
  /** Bytes came, cut anywhere. They must not be changed afterwards. */
  | { readonly type: "received"; readonly bytes: Uint8Array }
  /** A moment asked for by a `timer` output has come. */
  | { readonly type: "tick" }
  /** Initiator: the credentials that `logonNeeded` asked for. */
  | { readonly type: "logon"; readonly fields: LogonCredentials }
  /** Acceptor: `logonReceived` was right; these are the numbers kept for that counterparty. */
  | { readonly type: "logonAccepted"; readonly numbers: SequenceNumbers }
  /** Acceptor: `logonReceived` was wrong. Without a text nothing is answered. */
  | { readonly type: "logonRefused"; readonly text?: string | undefined }
  /** Send an application message. It must have passed its check; outside `active` it is told as `notSent`. */
  | {
      readonly type: "send";
      readonly message: FixMessage<unknown, ReceivedMessage>;
      readonly body: unknown;
      /** For whoever carries out the step; the machine itself does not look at it. */
      readonly numbered?: Numbered | undefined;
    }
  /** A delivered message turned out to be unusable: refuse it. */
  | {
      readonly type: "reject";
      readonly frame: Frame;
      readonly MsgSeqNum: number;
      readonly fault: FixFault;
    }
  /** What `load` asked for. */
  | {
      readonly type: "loaded";
      readonly from: number;
      /** The last number this settles: up to here, those that are not among the messages are filled over. */
      readonly through: number;
      /** By rising number. */
      readonly messages: readonly StoredMessage[];
    }
  /**
   * The program cannot take more. Its messages are let pass, to be asked for again after `resume`; the session itself
   * goes on, signs of life first of all.
   */
  | { readonly type: "pause" }
  | { readonly type: "resume" }
  /** Both directions start again at 1 while the session goes on. */
  | { readonly type: "reset" }
  /** End the session in order. */
  | { readonly type: "logout"; readonly text?: string }
  /** The transport is gone. */
  | { readonly type: "disconnected" };

/**
 * Told the sequence number of a message as soon as it has one, which is before it is kept and sent; `undefined` when it
 * will never have one, because the session ended first.
 */
export type Numbered = (MsgSeqNum: number | undefined) => void;

/** The fields of a Logon that the session does not know by itself. */
export type LogonCredentials = Omit<LogonInput, "EncryptMethod" | "HeartBtInt" | "ResetSeqNumFlag">;

/** What a session wants done, in this order. */
export type SessionOutput =
  /** Keep a used number and, for messages that can be resent, their bytes. Comes before the `send` of the same bytes. */
  | { readonly type: "store"; readonly MsgSeqNum: number; readonly bytes: Uint8Array | undefined }
  /** Keep the number expected next. */
  | { readonly type: "incoming"; readonly next: number }
  /** Both directions start again at 1: forget everything kept. */
  | { readonly type: "reset"; readonly at: number }
  | { readonly type: "send"; readonly bytes: Uint8Array }
  /** Read at most `limit` kept messages of a range back, the first ones; answer with `loaded`, when it suits. */
  | { readonly type: "load"; readonly from: number; readonly to: number; readonly limit: number }
  /** Initiator: answer with `logon`. Signing takes time, so it happens outside. */
  | { readonly type: "logonNeeded"; readonly MsgSeqNum: number }
  /** Acceptor: answer with `logonAccepted` or `logonRefused`. */
  | { readonly type: "logonReceived"; readonly logon: Logon }
  | { readonly type: "established"; readonly logon: Logon }
  /** An application message, or a Reject, in order and once. The reader stands before the first body field. */
  | { readonly type: "deliver"; readonly frame: Frame; readonly header: Header; readonly reader: Reader }
  /** Send `tick` at this time, and forget earlier wishes; `undefined`: no tick is needed. */
  | { readonly type: "timer"; readonly at: number | undefined }
  | { readonly type: "event"; readonly event: SessionEvent }
  /** Close the transport after what was sent. The session has ended. */
  | { readonly type: "disconnect"; readonly reason: CloseReason; readonly text: string };

/** Things worth knowing that are no messages. */
export type SessionEvent =
  /** Bytes were passed over. */
  | { readonly kind: "garbled"; readonly garbled: Garbled }
  /** We refused a message; `raw` is its text with credentials masked and `|` for the separator. */
  | {
      readonly kind: "refused";
      readonly msgType: string;
      readonly MsgSeqNum: number;
      readonly fault: FixFault;
      readonly raw: string;
    }
  /** The counterparty refused one of ours. */
  | { readonly kind: "rejected"; readonly reject: Reject }
  /** Messages are missing and were asked for. */
  | { readonly kind: "gap"; readonly from: number; readonly to: number }
  /** The counterparty asked for messages again. */
  | { readonly kind: "resend"; readonly from: number; readonly to: number; readonly messages: number }
  /** A resent message had come before and was dropped. */
  | { readonly kind: "duplicate"; readonly MsgSeqNum: number }
  /** The counterparty moved the number it will send next. */
  | { readonly kind: "sequenceReset"; readonly from: number; readonly to: number; readonly gapFill: boolean }
  /** Too many messages came ahead of a gap; the later ones were dropped and will be asked for again. */
  | { readonly kind: "heldTooMany"; readonly MsgSeqNum: number }
  /** The counterparty ended the session; its reason. */
  | { readonly kind: "logout"; readonly text: string }
  /**
   * A message we were asked for again was not sent again: the program did not want it to be, or it was damaged. It never
   * arrived, except where `mayHaveArrived`: it also left on the present connection, and the request may have crossed it.
   */
  | {
      readonly kind: "withheld";
      readonly MsgSeqNum: number;
      readonly why: "unwanted" | "damaged";
      readonly mayHaveArrived: boolean;
    }
  /** The program does not keep up: from this message on, those for it are let pass and asked for again later. */
  | { readonly kind: "paused"; readonly MsgSeqNum: number }
  /** The session is open; `again` when it was open before. */
  | { readonly kind: "connected"; readonly again: boolean }
  /** The connection ended, and another one is tried in `retryIn` milliseconds. */
  | ({ readonly kind: "disconnected"; readonly retryIn: number } & SessionClose)
  /** A message was handed over after the session had ended. */
  | { readonly kind: "notSent"; readonly message: string }
  /** An application message came that nobody reads, and there was no more room to keep it. */
  | { readonly kind: "unread"; readonly msgType: string; readonly MsgSeqNum: number };
