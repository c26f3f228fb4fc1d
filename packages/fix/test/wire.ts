/** Messages in tests are written with `|` for the separator, as people write FIX. */
export function wire(raw: string): Uint8Array {
  return new TextEncoder().encode(raw.replaceAll("|", "\u0001"));
}

export function shown(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1").replaceAll("\u0001", "|");
}

/** A message around a body: prefix, BodyLength and CheckSum computed. The body begins with 35= and ends with `|`. */
export function framed(body: string | Uint8Array, beginString = "FIX.4.4"): Uint8Array {
  const content = typeof body === "string" ? wire(body) : body;
  const head = wire(`8=${beginString}|9=${content.length}|`);
  const bytes = new Uint8Array(head.length + content.length + 7);
  bytes.set(head);
  bytes.set(content, head.length);
  const sum = bytes.reduce((total, byte) => total + byte, 0) % 256;
  bytes.set(wire(`10=${String(sum).padStart(3, "0")}|`), head.length + content.length);
  return bytes;
}

/** The header most test messages share. */
export const HEADER = "34=7|49=KRAKEN-TRD|56=CLIENT|52=20260407-14:32:05.122|";

export const sentHeader = {
  MsgSeqNum: 7,
  SenderCompID: "CLIENT",
  TargetCompID: "KRAKEN-TRD",
  SendingTime: "20260407-14:32:05.122",
};
