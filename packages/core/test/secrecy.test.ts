import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MASK, redact, redactText, Secret } from "../src/index.ts";

const KEY = "kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow";

describe("Secret", () => {
  const holder = { apiKey: "public", secret: new Secret(KEY) };

  it("gives the credential to whoever asks for it by name", () => {
    expect(holder.secret.reveal()).toBe(KEY);
  });

  it.each([
    ["inspection", () => inspect(holder, { depth: null, showHidden: true, getters: true })],
    ["JSON", () => JSON.stringify(holder)],
    ["a template", () => `${holder.secret}`],
    ["concatenation", () => `key: ${String(holder.secret)}`],
    ["enumeration", () => JSON.stringify({ ...holder.secret, entries: Object.entries(holder.secret) })],
  ])("does not show it in %s", (_where, render) => {
    expect(render()).not.toContain(KEY);
  });
});

describe("redact", () => {
  it("masks credentials at any depth, whatever the case of their name, and keeps the rest", () => {
    const message = {
      method: "add_order",
      params: { token: KEY, symbol: "BTC/USD", order_qty: 1.5 },
      headers: [{ APIKey: KEY, Authent: KEY, "api-sign": KEY }],
      554: KEY,
    };
    expect(redact(message)).toEqual({
      method: "add_order",
      params: { token: MASK, symbol: "BTC/USD", order_qty: 1.5 },
      headers: [{ APIKey: MASK, Authent: MASK, "api-sign": MASK }],
      554: MASK,
    });
    expect(message.params.token).toBe(KEY);
  });

  it("ends on a cycle", () => {
    const loop: { [key: string]: unknown } = { token: KEY };
    loop.self = loop;
    expect(JSON.stringify(redact(loop))).not.toContain(KEY);
  });

  it("never lets a credential through and never throws, on any JSON", () => {
    fc.assert(
      fc.property(
        fc.jsonValue(),
        fc.constantFrom("token", "Password", "APIKEY", "authent"),
        (value, name) => {
          expect(JSON.stringify(redact({ deep: [value, { [name]: KEY }] }))).not.toContain(KEY);
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keeps a field called __proto__ a field", () => {
    const copy = redact(JSON.parse('{"__proto__": {"polluted": true}}')) as { polluted?: boolean };
    expect(copy.polluted).toBeUndefined();
    expect(Object.keys(copy)).toEqual(["__proto__"]);
  });
});

describe("redactText", () => {
  it("masks every occurrence of every credential and ignores empty ones", () => {
    expect(redactText(`a=${KEY}&b=${KEY}x`, [KEY, ""])).toBe(`a=${MASK}&b=${MASK}x`);
  });
});
