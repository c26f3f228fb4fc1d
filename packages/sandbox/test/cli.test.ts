import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { createClient, getOpenOrders } from "@x/futures-rest";
import { afterEach, describe, expect, test } from "vitest";
import { readCommand } from "../src/cli-options.ts";

const CLI = fileURLToPath(new URL("../src/cli.ts", import.meta.url));

const running: ChildProcess[] = [];
afterEach(() => {
  for (const child of running.splice(0)) child.kill("SIGKILL");
});

interface Run {
  readonly child: ChildProcess;
  /** Resolves with what was printed when it contains the text. */
  printed(text: string): Promise<string>;
  readonly ended: Promise<{ code: number | null; out: string; err: string }>;
}

function run(...args: string[]): Run {
  const child = spawn(process.execPath, [CLI, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  running.push(child);
  let out = "";
  let err = "";
  const waiting: (() => void)[] = [];
  child.stdout.on("data", (bytes) => {
    out += bytes;
    for (const wake of waiting.splice(0)) wake();
  });
  child.stderr.on("data", (bytes) => {
    err += bytes;
  });
  return {
    child,
    async printed(text) {
      // Whole lines only: a line may come in parts.
      const lines = () => out.slice(0, out.lastIndexOf("\n") + 1);
      while (!lines().includes(text)) await new Promise<void>((resolve) => waiting.push(resolve));
      return lines();
    },
    ended: new Promise((resolve) => child.on("close", (code) => resolve({ code, out, err }))),
  };
}

describe("sandbox", () => {
  test("prints where it is and how to get in, answers, and stops on Ctrl-C", async () => {
    const { child, printed, ended } = run("--seed", "cli");
    const out = await printed("FIX, derivatives");
    const baseUrl = /Futures REST +(\S+)/.exec(out)?.[1] ?? "";
    const [apiKey = "", apiSecret = ""] = [/apiKey +(\S+)/, /apiSecret +(\S+)/].map(
      (found) => found.exec(out)?.[1],
    );
    const futures = createClient({ baseUrl, credentials: { apiKey, apiSecret } });
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual([]);
    child.kill("SIGINT");
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });

  test("--json prints one line for programs; SIGTERM stops it as well", async () => {
    const { child, printed, ended } = run("--json");
    const { urls, credentials } = JSON.parse(await printed("\n"));
    expect(urls.wsV2).toMatch(/^ws:\/\/127\.0\.0\.1:\d+\/v2$/);
    expect(credentials.fix).toMatchObject({ senderCompID: "SANDBOX", targetCompID: "KRAKEN-TRD" });
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0 });
  });

  test("--admin-port opens the admin endpoint", async () => {
    const { urls, adminToken } = JSON.parse(await run("--json", "--admin-port", "0").printed("\n"));
    const headers = { authorization: `Bearer ${adminToken}` };
    const answer = await fetch(`${urls.admin}/admin/clock`, { headers });
    expect(await answer.json()).toMatchObject({ held: false, controllable: true });
    const text = await run("--admin-port", "0").printed("  web page");
    expect(text).toMatch(/admin endpoint +http:\/\/127\.0\.0\.1:\d+\n/);
    // Behind the #, which browsers keep to themselves.
    const [, token] = /\n {2}token +(\S+)/.exec(text) ?? [];
    expect(text).toContain(`/#${token}\n`);
  });

  test("prints a line for what happens, where there is no terminal", async () => {
    const { printed } = run("--market", "synthetic");
    const out = await printed(" trade ");
    expect(out).toMatch(/\n\d\d:\d\d:\d\d\.\d{3} (spot|futures) trade \S+ (buy|sell) [\d.]+ @ [\d.]+\n/);
  });

  test("--clock and --hold: time begins there, and stands", async () => {
    const time = "2026-03-02T09:15:42.117Z";
    const { urls, adminToken } = JSON.parse(
      await run("--json", "--admin-port", "0", "--clock", time, "--hold").printed("\n"),
    );
    const headers = { authorization: `Bearer ${adminToken}` };
    const answer = await fetch(`${urls.admin}/admin/clock`, { headers });
    expect(await answer.json()).toMatchObject({ now: Date.parse(time), held: true });
  });

  test("--fault: coming calls fail", async () => {
    const { urls, credentials } = JSON.parse(
      await run("--json", "--fault", "futures-rest:html502@getOpenOrders*2").printed("\n"),
    );
    const futures = createClient({ baseUrl: urls.futuresRest, credentials: credentials.futures });
    for (let call = 0; call < 2; call++) {
      await expect(futures.call(getOpenOrders, {})).rejects.toMatchObject({ code: expect.any(String) });
    }
    expect((await futures.call(getOpenOrders, {})).openOrders).toEqual([]);
  });

  test("--list-faults: every one of them is taken", async () => {
    const { code, out } = await run("--list-faults").ended;
    expect(code).toBe(0);
    const names = out.split("\n").filter((line) => /^[\w-]+:\w+$/.test(line));
    expect(names).toContain("ws-v2:halfOpen");
    const { child, printed, ended } = run("--json", ...names.flatMap((name) => ["--fault", name]));
    await printed("\n");
    child.kill("SIGTERM");
    expect(await ended).toMatchObject({ code: 0, err: "" });
  });

  test.each([
    ["an unknown option", ["--cheese"], 2, "--cheese"],
    ["a fault of no known name", ["--fault", "ws-v2:rain"], 2, "expected one of connectionRefused"],
    ["an address other machines reach", ["--host", "0.0.0.0"], 1, "expected a loopback address"],
  ])("%s is refused", async (_name, args, code, err) => {
    const result = await run(...args).ended;
    expect(result).toMatchObject({ code, out: "", err: expect.stringContaining(err) });
  });

  test.each([
    ["a port that is none", ["--port", "99999"], "--port: expected a port from 0 to 65535"],
    ["a clock that is none", ["--clock", "noon"], "--clock: expected a time"],
    ["a fault without its interface", ["--fault", "slow"], "--fault: expected interface:fault"],
    ["a market of no known kind", ["--market", "bull"], "--market: expected still, resting or synthetic"],
    ["a tape beside a market", ["--tape", "x", "--market", "still"], "--tape: not together"],
  ])("%s is not understood", (_name, args, message) => {
    expect(() => readCommand(args)).toThrow(message);
  });

  test("--help", async () => {
    expect(await run("--help").ended).toMatchObject({
      code: 0,
      out: expect.stringContaining("Usage: sandbox"),
    });
  });
});
