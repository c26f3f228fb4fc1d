import { expect } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import type { MarketName, Sandbox, SandboxOptions } from "../src/index.ts";
import type { sandboxes } from "./sandbox-fixture.ts";
import type { judgeV2 } from "./support/frame-judge.ts";
import { RawSocket } from "./web-socket-clients.ts";

/** Keeps what a test starts until it ends. */
type Fixture = ReturnType<typeof sandboxes>;

export const BTC: MarketName = { venue: "spot", symbol: "BTC/USD" };

/** A socket that has been greeted. */
export async function greeted(url: string, fixture: Fixture): Promise<RawSocket> {
  const socket = await new RawSocket(url, fixture).open();
  await socket.frame();
  return socket;
}

/** Frames up to the first that fits, which must come. Each passes its generated check. */
export async function until(socket: RawSocket, judge: typeof judgeV2, fits: (frame: never) => boolean) {
  for (;;) {
    const text = await socket.text();
    expect(judge(text), text).toBeUndefined();
    const frame = JSON.parse(text) as never;
    if (fits(frame)) return frame as unknown;
  }
}

/** A book with one level on each side, and a clock that stands still. */
export async function quotedMarket(
  fixture: Fixture,
  options?: SandboxOptions,
): Promise<{ sandbox: Sandbox; clock: ManualClock }> {
  const clock = new ManualClock();
  const sandbox = await fixture.start({ clock, ...options });
  sandbox.market.quote({ ...BTC, side: "buy", price: "59990.0", quantity: "0.5" });
  sandbox.market.quote({ ...BTC, side: "sell", price: "60010.0", quantity: "0.25" });
  return { sandbox, clock };
}
