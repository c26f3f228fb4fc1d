import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { createClient, type DeadManSwitchOptions, deadManSwitch } from "../src/index.ts";
import { credentials, refused } from "./exchange.ts";
import { instantCrypto, ManualClock } from "./manual-clock.ts";

beforeAll(() => vi.stubGlobal("crypto", instantCrypto));
afterAll(() => vi.unstubAllGlobals());

const armed = {
  result: "success",
  serverTime: "2026-03-02T00:00:00Z",
  status: { currentTime: "2026-03-02T00:00:00Z", triggerTime: "2026-03-02T00:01:00Z" },
};

function simulate(
  answer: (body: string, clock: ManualClock) => Response | Promise<Response> = () => Response.json(armed),
) {
  const clock = new ManualClock();
  const start = clock.now();
  const sent: [number, string][] = [];
  const failures: [string, number][] = [];
  const client = createClient({
    credentials,
    clock,
    fetch: (_url, init) => {
      sent.push([clock.now() - start, String(init.body)]);
      return new Promise((resolve, reject) => {
        init.signal?.addEventListener("abort", () => reject(init.signal?.reason));
        Promise.resolve(answer(String(init.body), clock)).then(resolve, reject);
      });
    },
  });
  const arm = (options: Partial<DeadManSwitchOptions> = {}) =>
    deadManSwitch(client, { onFailure: ({ code }, left) => failures.push([code, left]), clock, ...options });
  return { arm, clock, sent, failures };
}

describe("deadManSwitch", () => {
  it("arms, renews on schedule, and disarms when closed", async () => {
    const { arm, clock, sent, failures } = simulate();
    const guard = await arm();
    expect(guard.status).toEqual(armed.status);
    await clock.advance(45_000);
    expect(sent).toEqual([
      [0, "timeout=60"],
      [15_000, "timeout=60"],
      [30_000, "timeout=60"],
      [45_000, "timeout=60"],
    ]);
    expect(guard.remainingMs()).toBe(60_000);
    await guard.close();
    expect(sent.at(-1)).toEqual([45_000, "timeout=0"]);
    await clock.advance(120_000);
    expect(sent).toHaveLength(5);
    expect(failures).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it("is disposed of with its block", async () => {
    const { arm, sent } = simulate();
    {
      await using _guard = await arm({ timeoutSeconds: 10 });
    }
    expect(sent.map(([, body]) => body)).toEqual(["timeout=10", "timeout=0"]);
  });

  it("is loud about every renewal that fails, goes on, and tells what is left", async () => {
    let down = false;
    const { arm, clock, failures } = simulate(() =>
      down ? Response.json(refused("Unavailable")) : Response.json(armed),
    );
    const guard = await arm();
    down = true;
    await clock.advance(75_000);
    expect(failures).toEqual([
      ["Unavailable", 45_000],
      ["Unavailable", 30_000],
      ["Unavailable", 15_000],
      ["Unavailable", 0],
      ["Unavailable", 0],
    ]);
    down = false;
    await clock.advance(15_000);
    expect(failures).toHaveLength(5);
    expect(guard.remainingMs()).toBe(60_000);
    await guard.close();
  });

  it("does not wait for an answer longer than until the next renewal", async () => {
    let hang = false;
    const { arm, clock, sent, failures } = simulate(() =>
      hang ? new Promise(() => undefined) : Response.json(armed),
    );
    const guard = await arm();
    hang = true;
    await clock.advance(45_000);
    expect(failures.map(([code]) => code)).toEqual(["deadlineExceeded", "deadlineExceeded"]);
    expect(sent.map(([at]) => at)).toEqual([0, 15_000, 30_000, 45_000]);
    hang = false;
    await clock.advance(15_000);
    await guard.close();
  });

  it("never disarms before a renewal that is under way has ended", async () => {
    let release: (() => void) | undefined;
    const { arm, clock, sent } = simulate(() =>
      release === undefined || sent.length !== 2
        ? Response.json(armed)
        : new Promise((resolve) => (release = () => resolve(Response.json(armed)))),
    );
    const guard = await arm();
    release = () => undefined;
    await clock.advance(15_000);
    const closing = guard.close();
    await clock.advance(0);
    expect(sent.map(([, body]) => body)).toEqual(["timeout=60", "timeout=60"]);
    release();
    await closing;
    expect(sent.at(-1)?.[1]).toBe("timeout=0");
  });

  it("rejects when it cannot be armed, and closing does when it cannot be disarmed", async () => {
    const never = simulate(() => Response.json(refused("Unavailable")));
    await expect(never.arm()).rejects.toMatchObject({ code: "Unavailable" });
    expect(never.clock.pending).toBe(0);
    const { arm, sent } = simulate((body) =>
      Response.json(body === "timeout=0" && sent.length === 2 ? refused("Unavailable") : armed),
    );
    const guard = await arm();
    await expect(guard.close()).rejects.toMatchObject({ code: "Unavailable" });
    await guard.close();
    expect(sent).toHaveLength(3);
  });

  it.each([
    [{ timeoutSeconds: 0 }, "/timeoutSeconds"],
    [{ timeoutSeconds: 1.5 }, "/timeoutSeconds"],
    [{ renewEveryMs: 30_001 }, "/renewEveryMs"],
    [{ onFailure: undefined as never }, "/onFailure"],
  ])("refuses %j", async (options, path) => {
    await expect(simulate().arm(options)).rejects.toMatchObject({ code: "invalidOptions", path });
  });
});
