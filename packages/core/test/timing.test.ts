import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { backoff, systemClock } from "../src/index.ts";

describe("backoff", () => {
  it("never leaves [0, maximum) and its ceiling doubles up to it", () => {
    fc.assert(
      fc.property(
        fc.nat(2000),
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        (attempt, dice) => {
          const wait = backoff(attempt, { initial: 100, maximum: 30_000, random: () => dice });
          expect(wait).toBe(Math.floor(dice * Math.min(30_000, 100 * 2 ** Math.min(attempt, 52))));
          expect(wait).toBeLessThan(30_000);
        },
      ),
    );
  });

  it("spreads over the whole range", () => {
    const waits = Array.from({ length: 200 }, () => backoff(3, { initial: 100, maximum: 30_000 }));
    expect(Math.min(...waits)).toBeLessThan(400);
    expect(Math.max(...waits)).toBeGreaterThan(400);
  });
});

describe("systemClock", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("runs a timer once, and not at all once cancelled", () => {
    const ran: string[] = [];
    systemClock.setTimer(50, () => ran.push("kept"));
    systemClock.setTimer(50, () => ran.push("cancelled")).cancel();
    vi.advanceTimersByTime(49);
    expect(ran).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(ran).toEqual(["kept"]);
  });

  it("does not run a timer that was cancelled when it was due", () => {
    const ran: string[] = [];
    const timer = systemClock.setTimer(50, () => ran.push("cancelled"));
    setTimeout(() => timer.cancel(), 50);
    vi.advanceTimersByTime(100);
    expect(ran).toEqual([]);
  });

  it("reads what came while the program stood still before it runs what is overdue", async () => {
    vi.useRealTimers();
    const folder = mkdtempSync(join(tmpdir(), "clock-"));
    try {
      const written = join(folder, "written");
      const program = `process.stdout.write("answer", () => require("node:fs").writeFileSync(process.argv[1], ""))`;
      const child = spawn(process.execPath, ["--eval", program, written], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const happened: string[] = [];
      const answered = new Promise<void>((resolve) => {
        child.stdout.once("data", (bytes) => {
          happened.push(String(bytes));
          resolve();
        });
      });
      const overdue = new Promise<void>((resolve) => {
        systemClock.setTimer(1, () => {
          happened.push("deadline");
          resolve();
        });
      });
      while (!existsSync(written)) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
      await Promise.all([answered, overdue]);
      expect(happened).toEqual(["answer", "deadline"]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("tells the time in milliseconds since the epoch", () => {
    vi.setSystemTime(1234);
    expect(systemClock.now()).toBe(1234);
  });
});
