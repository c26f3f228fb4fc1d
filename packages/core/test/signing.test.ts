import { createHash, createHmac } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { base64Decode, base64Encode, concatBytes, hmacSha512, sha256, utf8 } from "../src/index.ts";

const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Uint8Array.from(array));
const hex = (array: Uint8Array): string => Buffer.from(array).toString("hex");

describe("signing primitives", () => {
  it("SHA-256 of the empty string is the published value", async () => {
    expect(hex(await sha256(utf8("")))).toBe(
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    );
  });

  it("HMAC-SHA-512 gives RFC 4231's second test case", async () => {
    expect(hex(await hmacSha512(utf8("Jefe"), utf8("what do ya want for nothing?")))).toBe(
      "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    );
  });

  it("agree with Node's own on any bytes", async () => {
    await fc.assert(
      // Web Crypto refuses an empty key, which no account has.
      fc.asyncProperty(
        bytes,
        bytes.filter(({ length }) => length > 0),
        async (data, key) => {
          expect(hex(await sha256(data))).toBe(createHash("sha256").update(data).digest("hex"));
          expect(hex(await hmacSha512(key, data))).toBe(createHmac("sha512", key).update(data).digest("hex"));
        },
      ),
      { numRuns: 100 },
    );
  });
});

describe("base64", () => {
  it("round-trips any bytes and agrees with Node's", () => {
    fc.assert(
      fc.property(bytes, (data) => {
        expect(base64Encode(data)).toBe(Buffer.from(data).toString("base64"));
        expect(hex(base64Decode(base64Encode(data)))).toBe(hex(data));
      }),
    );
  });

  it("refuses other text without repeating it", () => {
    const secret = "not*base64*at*all";
    expect(() => base64Decode(secret)).toThrow(TypeError);
    expect(() => base64Decode(secret)).not.toThrow(secret);
  });
});

describe("concatBytes", () => {
  it("puts parts one after the other", () => {
    expect(concatBytes(utf8("ab"), new Uint8Array(), utf8("ć"))).toEqual(Uint8Array.from(Buffer.from("abć")));
  });
});
