import { type Drift, reportDrift } from "@x/core";
import { afterEach, expect } from "vitest";
import { ControlClock, type Sandbox, type SandboxOptions, startSandbox, steadyClock } from "../src/index.ts";

/**
 * Starts sandboxes that are gone when their test is, after whatever else the test wants closed first. They follow a clock
 * that clients are to share.
 */
export function sandboxes() {
  const closers: (() => unknown)[] = [];
  const drifts: Drift[] = [];
  const clock = steadyClock();
  afterEach(async () => {
    for (const close of closers.splice(0).reverse()) await close();
    expect(drifts.splice(0), "fields and values the specs do not know").toEqual([]);
  });
  /** For every client: what the sandbox says must be in the specs, and each test fails if it is not. */
  const onDrift = (drift: Drift): void => {
    drifts.push(drift);
  };
  return {
    clock,
    async start(options?: SandboxOptions): Promise<Sandbox> {
      const sandbox = await startSandbox({ clock: new ControlClock({ follows: clock }), ...options });
      closers.push(() => sandbox.close());
      return sandbox;
    },
    /** Closes before the sandboxes do. */
    later(close: () => unknown): void {
      closers.push(close);
    },
    onDrift,
    observeDrift: reportDrift(onDrift),
  };
}
