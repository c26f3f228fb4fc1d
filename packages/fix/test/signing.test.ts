import { describe, expect, test } from "vitest";
import { combClOrdIDs, numericClOrdIDs } from "../src/cl-ord-id.ts";
import { formatTimestamp, parseTimestamp } from "../src/codec/timestamp.ts";
import { logonPassword } from "../src/session/password.ts";

test("the logon signature of a known secret", async () => {
  const password = await logonPassword({
    apiSecret: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==",
    apiKey: "EXAMPLEKEY",
    nonce: "1775572321000",
    MsgSeqNum: 1,
    SenderCompID: "CLIENT",
  });
  expect(password).toBe(
    "uB9wNWzz4vePiKelmJd5IPFDKUGurM1PdDKx87RPMjlByPXUMMJVFYcRDZSuav2cIjQqzNghy2BBy5MdYRGL2Q==",
  );
});

describe("ClOrdID", () => {
  test("numbers are microseconds, at most 18 digits, and rise while the clock stands", () => {
    const ids = numericClOrdIDs(() => 1_744_036_325_000);
    expect([ids.next(), ids.next()]).toEqual(["1744036325000000", "1744036325000001"]);
    let now = 2_000;
    const back = numericClOrdIDs(() => now);
    back.next();
    now = 1_000;
    expect(back.next()).toBe("2000001");
  });

  test("UUIDs begin with 10 microseconds in 48 bits and are of version 4, variant 1", () => {
    const zero = combClOrdIDs(
      () => 1_775_594_791_939.9,
      (bytes) => bytes.fill(0),
    );
    expect(zero.next()).toBe("a17d49af-1186-4000-8000-000000000000");
    expect(zero.next()).toBe("a17d49af-1187-4000-8000-000000000000");
    const full = combClOrdIDs(
      () => 0,
      (bytes) => bytes.fill(255),
    );
    expect(full.next()).toBe("00000000-0001-4fff-bfff-ffffffffffff");
    expect(combClOrdIDs().next()).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    );
  });
});

test("timestamps: text and time, both ways", () => {
  const time = Date.UTC(2026, 3, 7, 14, 32, 5, 7);
  expect(formatTimestamp(time)).toBe("20260407-14:32:05.007");
  expect(formatTimestamp(new Date(time), "seconds")).toBe("20260407-14:32:05");
  expect(parseTimestamp("20260407-14:32:05.007")).toBe(time);
  expect(parseTimestamp("20260407-14:32:05.007999999")).toBe(time);
  expect(parseTimestamp("20260407-14:32:05.1")).toBe(time + 93);
  expect(parseTimestamp("20260407-14:32:05")).toBe(time - 7);
  expect(parseTimestamp("yesterday")).toBeNaN();
});
