import { execFile, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ControlClock, type FaultOrder, type Sandbox, startSandbox, steadyClock } from "@x/sandbox";
import { afterEach, describe, expect, it } from "vitest";
import { fix } from "../five-operations/fix.ts";
import { futuresRest } from "../five-operations/futures-rest.ts";
import { wsLegacy } from "../five-operations/ws-legacy.ts";
import { wsV2 } from "../five-operations/ws-v2.ts";
import type { Access } from "../kill-switch/access.ts";
import { guard } from "../kill-switch/guard.ts";
import { type KillReport, kill } from "../kill-switch/kill.ts";
import { exitCodeOf } from "../kill-switch/report.ts";
import type { KillWire, OpenKillWire, Venue } from "../kill-switch/wire.ts";
import { allWires } from "../kill-switch/wires.ts";

/** Enough for a wire that works; each that does not takes so long. */
const DEADLINE = 600;
/** The exchange's and its clients', so that a machine which stands still for a while takes no wire down. */
const time = steadyClock();
const path = (name: string) => fileURLToPath(new URL(`../kill-switch/${name}`, import.meta.url));

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

async function startWithOrders(clock = new ControlClock({ follows: time })): Promise<Sandbox> {
  const sandbox = await startSandbox({ clock });
  closers.push(() => sandbox.close());
  for (const open of [futuresRest, wsV2, wsLegacy, fix]) {
    const { wire } = await open(sandbox, time);
    await wire.place(2);
    await wire.close();
  }
  expect(sandbox.counts()).toEqual({ placed: 8, ended: 0, open: 8 });
  return sandbox;
}

const killAll = (access: Access, rounds = 2): Promise<KillReport> =>
  kill(allWires(access, DEADLINE, time), { deadlineMs: DEADLINE, rounds, pauseMs: 10, clock: time });

/** Where FIX is somewhere else, on both venues. */
function withFixAt({ urls, credentials }: Sandbox, port: number): Access {
  const { fix, fixDerivatives } = urls;
  return {
    urls: { ...urls, fix: { ...fix, port }, fixDerivatives: { ...fixDerivatives, port } },
    credentials,
  };
}

const states = ({ verdicts }: KillReport) =>
  Object.fromEntries(verdicts.map(({ venue, state }) => [venue, state]));

describe("the kill switch", () => {
  it("leaves nothing open over four wires", async () => {
    const sandbox = await startWithOrders();
    const report = await kill(allWires(sandbox, 5000, time), { deadlineMs: 5000, clock: time });
    expect(states(report)).toEqual({ futures: "nothing open", spot: "nothing open" });
    expect(report.rounds).toBe(1);
    expect(exitCodeOf(report)).toBe(0);
    // No order was cancelled twice, and none by nobody.
    const count = report.attempts.reduce(
      (sum, one) => sum + (one.outcome === "cancelled" ? one.count : 0),
      0,
    );
    expect(count).toBe(8);
    expect(sandbox.counts()).toEqual({ placed: 8, ended: 8, open: 0 });
  });

  describe("with a WebSocket down", () => {
    const faults = [
      "connectionRefused",
      "halfOpen",
      "terminalClose",
      "staleToken",
      "lostRequest",
      "lostAcknowledgement",
    ] as const;
    it.each(
      (["ws-v2", "ws-legacy"] as const).flatMap((spoken) => faults.map((fault) => [spoken, fault] as const)),
    )("%s: %s", async (spoken, webSocket) => {
      const sandbox = await startWithOrders();
      sandbox.faults.next({ interface: spoken, webSocket, times: 1000 });
      const report = await killAll(sandbox);
      expect(states(report)).toEqual({ futures: "nothing open", spot: "nothing open" });
      expect(sandbox.counts().open).toBe(0);
      const [broken] = report.attempts.filter(({ wire }) =>
        wire.includes(spoken === "ws-v2" ? "v2" : "legacy"),
      );
      expect(broken?.outcome).not.toBe("cancelled");
    });
  });

  describe("with FIX down", () => {
    /** Something that is no exchange. */
    async function elsewhere(server: Server): Promise<number> {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      closers.push(() => server.close());
      return (server.address() as { port: number }).port;
    }

    it.each<[string, () => Server]>([
      ["it hangs up", () => createServer((socket) => socket.destroy())],
      ["it is silent", () => createServer((socket) => socket.resume())],
      [
        "it speaks something else",
        () => createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
      ],
    ])("%s", async (_name, make) => {
      const sandbox = await startWithOrders();
      const port = await elsewhere(make());
      const report = await killAll(withFixAt(sandbox, port));
      expect(states(report)).toEqual({ futures: "nothing open", spot: "nothing open" });
      const broken = report.attempts.filter(({ wire }) => wire.startsWith("FIX"));
      expect(broken.map(({ outcome }) => outcome)).toEqual(["unreachable", "unreachable"]);
      expect(sandbox.counts().open).toBe(0);
    });
  });

  describe("with Futures REST down", () => {
    it.each([
      "html502",
      "status429",
      "notAppliedLostAnswer",
      "resetMidBody",
      "lostAnswer",
      "emptyBody",
    ] as const)("%s: FIX cancels for it, and nobody can tell", async (transport) => {
      const sandbox = await startWithOrders();
      sandbox.faults.next({ transport, times: 1000 });
      const report = await killAll(sandbox);
      expect(states(report)).toEqual({ futures: "unknown", spot: "nothing open" });
      expect(exitCodeOf(report)).toBe(2);
      expect(sandbox.counts().open).toBe(0);
    });

    it("for a moment only: a second round ends it", async () => {
      const sandbox = await startWithOrders();
      const outage: FaultOrder = { transport: "notAppliedLostAnswer", times: 2 };
      sandbox.faults.next(outage);
      const report = await killAll(sandbox);
      expect(states(report)).toEqual({ futures: "nothing open", spot: "nothing open" });
      expect(report.rounds).toBe(2);
    });

    it("for good: the exchange's own switch, set before, cancels in time", async () => {
      const clock = new ControlClock({ follows: time });
      const sandbox = await startWithOrders(clock);
      await guard(allWires(sandbox, DEADLINE, time), 30, DEADLINE, time);
      sandbox.faults.next({ transport: "notAppliedLostAnswer", times: 1000 });
      // And FIX with it, or there would be nothing left to cancel.
      const report = await killAll(withFixAt(sandbox, 1));
      expect(states(report)).toMatchObject({ futures: "unknown" });
      expect(sandbox.openOrders("futures")).toBe(2);
      clock.advance(30_000);
      expect(sandbox.openOrders("futures")).toBe(0);
    });
  });

  it("the guard needs one wire of each venue", async () => {
    const sandbox = await startWithOrders();
    sandbox.faults.next({ interface: "ws-v2", webSocket: "connectionRefused", times: 1000 });
    await guard(allWires(sandbox, DEADLINE, time), 30, DEADLINE, time);
    sandbox.faults.next({ interface: "ws-legacy", webSocket: "connectionRefused", times: 1000 });
    await expect(guard(allWires(sandbox, DEADLINE, time), 30, DEADLINE, time)).rejects.toThrow(
      /^spot: no wire could set/,
    );
  });
});

describe("what is said of wires that misbehave", () => {
  const wire = (venue: Venue, name: string, open: Partial<OpenKillWire>): KillWire => ({
    name,
    venue,
    open: async () => ({ cancelAll: async () => 0, close: async () => {}, ...open }),
  });
  const never = () => new Promise<never>(() => {});

  it("one that sees an order outweighs one that sees none", async () => {
    const wires = [
      wire("spot", "blind", { countOpen: async () => 0 }),
      wire("spot", "keen", { countOpen: async () => 1 }),
    ];
    const report = await kill(wires, { deadlineMs: 50, rounds: 2, pauseMs: 1, clock: time });
    expect(report.verdicts).toEqual([{ venue: "spot", state: "open", count: 1, saidBy: ["blind", "keen"] }]);
    expect(report.rounds).toBe(2);
    expect(exitCodeOf(report)).toBe(1);
  });

  it("confirmed is not the same as seen: without a list it is unknown", async () => {
    const report = await kill([wire("spot", "mute", {})], { deadlineMs: 50, rounds: 1, clock: time });
    expect(report.attempts[0]).toMatchObject({ outcome: "cancelled" });
    expect(exitCodeOf(report)).toBe(2);
  });

  it.each<[string, Partial<OpenKillWire>]>([
    ["cancels", { cancelAll: never }],
    ["lists", { countOpen: never }],
    ["closes", { close: never }],
  ])("one that never %s keeps nobody", async (_name, hanging) => {
    const good = wire("spot", "good", { countOpen: async () => 0 });
    const report = await kill([wire("spot", "hanging", hanging), good], {
      deadlineMs: 50,
      rounds: 1,
      clock: time,
    });
    expect(report.verdicts).toEqual([{ venue: "spot", state: "nothing open", saidBy: ["good"] }]);
  });

  it("one that never opens keeps nobody", async () => {
    const good = wire("spot", "good", { countOpen: async () => 0 });
    const report = await kill([{ name: "shut", venue: "futures", open: never }, good], {
      deadlineMs: 50,
      rounds: 1,
      clock: time,
    });
    expect(report.attempts[0]).toMatchObject({ outcome: "unreachable", why: "no answer within 50 ms" });
    expect(report.verdicts.map(({ state }) => state)).toEqual(["unknown", "nothing open"]);
  });
});

describe("the command", () => {
  const run = (...args: string[]) =>
    promisify(execFile)(process.execPath, [path("command.ts"), ...args], {
      env: { ...process.env, NO_COLOR: "1" },
    });

  async function withAccess(text: string, use: (file: string) => Promise<void>): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), "kill-switch-"));
    try {
      const file = join(folder, "access.json");
      writeFileSync(file, text, { mode: 0o600 });
      await use(file);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  it("takes what the sandbox prints, cancels everything and says so", async () => {
    const sandbox = await startWithOrders();
    const { urls, credentials } = sandbox;
    await withAccess(JSON.stringify({ urls, credentials }), async (file) => {
      const { stdout } = await run(file, "60000");
      expect(stdout).toContain("spot: nothing open, says WebSocket v2 and legacy WebSocket");
      expect(stdout).toContain("futures: nothing open, says Futures REST");
      for (const { apiKey, apiSecret } of Object.values(credentials)) {
        expect(stdout).not.toContain(apiKey);
        expect(stdout).not.toContain(apiSecret);
      }
    });
    expect(sandbox.counts().open).toBe(0);
  });

  it.each([[[]], [["access.json", "soon"]], [["access.json", "0"]], [["access.json", "1.5"]]])(
    "does not begin with %j",
    async (args) => {
      await expect(run(...args)).rejects.toMatchObject({
        code: 3,
        stderr: expect.stringContaining("usage:"),
      });
    },
  );

  it("shows nothing of a file that it cannot read", async () => {
    await withAccess('{"credentials": top-secret}', async (file) => {
      await expect(run(file)).rejects.toMatchObject({
        code: 3,
        stdout: "",
        stderr: expect.not.stringContaining("top-secret"),
      });
    });
    await withAccess("{}", async (file) => {
      await expect(run(file)).rejects.toMatchObject({ code: 3, stderr: expect.stringContaining('"urls"') });
    });
  });
});

it("npm start's run ends with nothing open, whichever wire is down", async () => {
  const child = spawn(process.execPath, [path("main.ts")], { stdio: ["ignore", "pipe", "inherit"] });
  let out = "";
  for await (const bytes of child.stdout) out += bytes;
  expect(out.trimEnd().split("\n").at(-1)).toBe("kill switch: 5 of 5 times nothing was left open");
  expect(out).toContain("futures: UNKNOWN");
});
