import { describe, expect, it } from "vitest";
import { monotonicNonce } from "../src/index.ts";
import { ManualClock } from "./manual-clock.ts";

const clock = new ManualClock();
const ms = BigInt(clock.now());

describe("monotonicNonce", () => {
  it("rises with every call, however close together", () => {
    const nonce = monotonicNonce({ clock });
    expect([nonce(), nonce(), nonce()]).toEqual([ms, ms + 1n, ms + 2n].map(String));
  });

  it("rises when the clock is set back", async () => {
    const back = new ManualClock();
    const nonce = monotonicNonce({ clock: back });
    const before = BigInt(nonce());
    await back.advance(-5000);
    expect(BigInt(nonce())).toBe(before + 1n);
  });

  it.each([
    ["ms", 1n],
    ["us", 1000n],
    ["ns", 1_000_000n],
  ] as const)("follows the time in %s", (scale, factor) => {
    expect(monotonicNonce({ clock, scale })()).toBe(String(ms * factor));
  });

  it("continues above the highest nonce used so far", () => {
    expect(monotonicNonce({ clock, last: ms + 500n })()).toBe(String(ms + 501n));
  });

  it("refuses a coarser scale: its nonces would all be too low", () => {
    expect(() => monotonicNonce({ clock, last: ms * 1_000_000n })).toThrow(
      expect.objectContaining({ code: "invalidOptions", path: "/last" }),
    );
  });

  it("refuses a finer scale before it locks other programs out, unless that is wanted", () => {
    expect(() => monotonicNonce({ clock, scale: "ns", last: ms })).toThrow(/lock/);
    expect(monotonicNonce({ clock, scale: "ns", last: ms, allowScaleJump: true })()).toBe(
      String(ms * 1_000_000n),
    );
  });

  it.each([{ last: "12x" }, { last: -1 }, { last: 1.5 }, { scale: "s" as "ms" }])("refuses %j", (options) => {
    expect(() => monotonicNonce(options)).toThrow(expect.objectContaining({ code: "invalidOptions" }));
  });
});
