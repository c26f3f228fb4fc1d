import type { Known } from "@x/core";
import type { HeaderInput } from "../generated/header.ts";
import type { FixFault } from "./fault.ts";
import type { Reader } from "./reader.ts";
import type { UTCTimestamp } from "./timestamp.ts";
import type { UnknownField } from "./unknown.ts";
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

/** What the messages of one dictionary begin with, as a value: their version, and the codec of the fields of the header. */
export interface FixHeader<Input, Received> {
  /** `FIX.4.4`. */
  readonly beginString: string;
  /** As a message's. */
  check(header: unknown, quick?: boolean): FixFault | undefined;
  /** Writes a checked header. */
  encode(writer: Writer, header: Input): void;
  /** Reads the header up to the body; `undefined` when it is unusable, and then `reader.fault` says why. */
  decode(reader: Reader): Received | undefined;
}

/** A message type as a value: its names, its facts and its codec. The generated constants are of this type. */
export interface FixMessage<
  Input = unknown,
  Received extends ReceivedMessage = ReceivedMessage,
  Head = HeaderInput,
> {
  readonly name: string;
  readonly msgType: Received["MsgType"];
  /** `admin` messages belong to the session and are never resent; `app` messages are its cargo. */
  readonly category: "admin" | "app";
  /** Which side sends it. */
  readonly direction: "client" | "exchange" | "both";
  /** Its outcome at the exchange can be unknown when the connection is lost. */
  readonly changesOrders: boolean;
  /** The header all messages of its dictionary have. */
  readonly header: FixHeader<Head, Received["header"]>;
  /**
   * The first thing in the value that keeps it from being sent, or nothing. Accepts decoded messages as well. With
   * `quick` it leaves out the characters of texts, decimals and times: encoding finds those, and tells by
   * `writer.refused`.
   */
  check(message: unknown, quick?: boolean): FixFault | undefined;
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
