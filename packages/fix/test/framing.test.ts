import { describe, expect, test } from "vitest";
import { FrameScanner, INCOMPLETE, readFrame } from "../src/framing.ts";
import { framed, HEADER, wire } from "./wire.ts";

const good = framed(`35=0|${HEADER}`);

function scan(...chunks: readonly Uint8Array[]): string[] {
  const scanner = new FrameScanner(1_000);
  const found: string[] = [];
  for (const chunk of chunks) {
    scanner.push(chunk);
    for (let next = scanner.next(); next !== undefined; next = scanner.next()) {
      found.push("garbled" in next ? next.garbled : `message ${next.msgType}`);
    }
  }
  return found;
}

describe("a message is taken only whole and right", () => {
  test("every piece is incomplete, and nothing more", () => {
    for (let length = 1; length < good.length; length++) {
      expect(readFrame(good, 0, length)).toBe(INCOMPLETE);
    }
  });

  test("where the fields begin and end is told", () => {
    const frame = readFrame(good, 0, good.length);
    expect(frame).toMatchObject({ beginString: "FIX.4.4", msgType: "0", bodyStart: 20, ascii: true });
  });

  test.each([
    [
      "CheckSum is off by one",
      (text: string) =>
        text.replace(/10=(\d{3})/, (_, sum) => `10=${String((Number(sum) + 1) % 256).padStart(3, "0")}`),
      "checkSum",
    ],
    ["CheckSum has two digits", (text: string) => text.replace(/10=\d(\d\d)/, "10=$1"), "bodyLength"],
    [
      "BodyLength is one short",
      (text: string) => text.replace(/9=(\d+)/, (_, length) => `9=${Number(length) - 1}`),
      "bodyLength",
    ],
    [
      "BodyLength is one long",
      (text: string) => text.replace(/9=(\d+)/, (_, length) => `9=${Number(length) + 1}`),
      "bodyLength",
    ],
    ["BodyLength is no number", (text: string) => text.replace(/9=\d+/, "9=x"), "bodyLength"],
    ["BodyLength is negative", (text: string) => text.replace(/9=\d+/, "9=-5"), "bodyLength"],
    ["BodyLength is empty", (text: string) => text.replace(/9=\d+/, "9="), "bodyLength"],
    ["BodyLength is not second", (text: string) => text.replace("|9=", "|99="), "bodyLength"],
    ["BodyLength is beyond the limit", (text: string) => text.replace(/9=\d+/, "9=1001"), "tooLong"],
    [
      "BodyLength is enormous",
      (text: string) => text.replace(/9=\d+/, "9=99999999999999999999"),
      "bodyLength",
    ],
  ])("%s", (_what, change, verdict) => {
    const text = new TextDecoder().decode(good).replaceAll("\u0001", "|");
    const bad = wire(change(text));
    expect(scan(bad, good)).toEqual([verdict, "message 0"]);
  });

  test("MsgType is not third", () => {
    expect(scan(framed(`34=1|35=0|`), good)).toEqual(["msgType", "message 0"]);
  });

  test("a message embedded in a broken one is not taken for one of the session", () => {
    const inner = framed("35=5|34=1|49=A|56=B|52=20260407-14:32:05|");
    const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes).replaceAll("\u0001", "|");
    const outer = framed(`35=8|${HEADER}95=${inner.length}|96=${text(inner)}|`);
    const flipped = outer.slice();
    flipped[25] = 57;
    expect(scan(flipped, good)).toEqual(["checkSum", "message 0"]);
  });

  test("garbage, cut anywhere", () => {
    expect(scan(wire("GET / HTTP/1.1\r\n"), good)).toEqual(["garbage", "message 0"]);
    expect(scan(wire("xx8=FI"), wire("Yyy"), good)).toEqual(["garbage", "garbage", "message 0"]);
    expect(scan(wire("8"), wire("8"), good)).toEqual(["garbage", "garbage", "message 0"]);
    expect(scan(wire("8="), good)).toEqual(["garbage", "message 0"]);
  });

  test("other versions are messages too: what to make of them is the session's to say", () => {
    const frame = readFrame(framed("35=0|", "FIXT.1.1"), 0, 100);
    expect(frame).toMatchObject({ beginString: "FIXT.1.1" });
  });
});
