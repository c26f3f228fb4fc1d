import { FrameScanner, type OpenTransport } from "@x/fix";
import type { FixFault } from "../../fix-faults.ts";

/** What happens to messages on their way out: those of the session itself pass. */
const SESSION_TYPES = new Set(["0", "1", "2", "3", "4", "5", "A"]);
const SOH = "\u0001";

/** A transport whose messages go wrong as `take` says, which is asked for every message that belongs to the application. */
export function spoiled(open: OpenTransport, take: (msgType: string) => FixFault | undefined): OpenTransport {
  return async (handlers) => {
    let silent = false;
    const transport = await open({
      ...handlers,
      received(bytes) {
        if (!silent) handlers.received(bytes);
      },
    });
    const send = (bytes: Uint8Array): void => {
      if (!silent) transport.send(bytes);
    };
    const spoil = (bytes: Uint8Array, msgType: string): void => {
      switch (SESSION_TYPES.has(msgType) ? undefined : take(msgType)) {
        case "droppedConnection":
          silent = true;
          transport.close();
          return;
        case "silentPeer":
          silent = true;
          return;
        case "sequenceGap":
          return;
        case "duplicate":
          send(bytes);
          send(possibleDuplicate(bytes));
          return;
        case "garbledChecksum":
          send(garbled(bytes));
          return;
        default:
          send(bytes);
      }
    };
    return {
      ...transport,
      send(bytes) {
        const scanner = new FrameScanner();
        scanner.push(bytes);
        for (let frame = scanner.next(); frame !== undefined; frame = scanner.next()) {
          if (!("garbled" in frame)) spoil(frame.bytes, frame.msgType);
        }
      },
      close() {
        // A session that hears nothing gives up, too: a silent peer must not end the connection before its counterparty does.
        if (!silent) transport.close();
      },
    };
  };
}

/** The same message with a CheckSum that is one off. */
function garbled(bytes: Uint8Array): Uint8Array {
  const spoiled = bytes.slice();
  const last = bytes.length - 2;
  const digit = (bytes[last] as number) - 48;
  spoiled[last] = 48 + ((digit + 1) % 10);
  return spoiled;
}

/** The same message as it is sent again: PossDupFlag, the time it was sent first, and length and sum anew. */
function possibleDuplicate(bytes: Uint8Array): Uint8Array {
  const [version = "", , ...fields] = Buffer.from(bytes).toString("latin1").split(SOH);
  const sent = fields.findIndex((field) => field.startsWith("52="));
  fields.splice(sent + 1, 0, "43=Y", `122=${fields[sent]?.slice(3)}`);
  const body = `${fields.slice(0, -2).join(SOH)}${SOH}`;
  const message = `${version}${SOH}9=${Buffer.byteLength(body, "latin1")}${SOH}${body}`;
  const sum = Buffer.from(message, "latin1").reduce((total, byte) => total + byte, 0) % 256;
  return Buffer.from(`${message}10=${String(sum).padStart(3, "0")}${SOH}`, "latin1");
}
