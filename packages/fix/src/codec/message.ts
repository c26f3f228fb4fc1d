import type { Known } from "@x/core";
import type { FixFault } from "./fault.ts";
import type { Reader } from "./reader.ts";
import type { UnknownField } from "./unknown.ts";
import type { UTCTimestamp } from "./values.ts";
import type { Writer } from "./writer.ts";

/** The header fields a session works with. The generated `Header` is one of these. */
export interface SessionHeader {
  readonly MsgSeqNum: number;
  readonly SenderCompID: string;
  readonly TargetCompID: string;
  readonly SendingTime: UTCTimestamp;
  readonly PossDupFlag: boolean | undefined;
  readonly OrigSendingTime: UTCTimestamp | undefined;
}

/** What every decoded message has beside its own fields. */
export interface ReceivedMessage {
  readonly MsgType: string;
  readonly header: SessionHeader;
  readonly unknown: readonly UnknownField[];
}

/** A message type as a value: its names, its facts and its codec. The generated constants are of this type. */
export interface FixMessage<Input = unknown, Received extends ReceivedMessage = ReceivedMessage> {
  readonly name: string;
  readonly msgType: Received["MsgType"];
  /** `admin` messages belong to the session and are never resent; `app` messages are its cargo. */
  readonly category: "admin" | "app";
  /** Which side sends it. */
  readonly direction: "client" | "exchange" | "both";
  /** Its outcome at the exchange can be unknown when the connection is lost. */
  readonly changesOrders: boolean;
  /** The first thing in the value that keeps it from being sent, or nothing. Accepts decoded messages as well. */
  check(message: unknown): FixFault | undefined;
  /** Writes the body fields of a checked message. */
  encode(writer: Writer, message: Input): void;
  /** Reads the body fields; `undefined` when the message is unusable, and then `reader.fault` says why. */
  decode(reader: Reader, header: Received["header"]): Received | undefined;
  readonly known: Known;
  /** Types only; never set. */
  readonly "~types"?: { readonly input: Input; readonly received: Received };
}

/** A decoded value while its fields are being found. */
export type Draft<Value> = { -readonly [Field in keyof Value]: Value[Field] | undefined };
