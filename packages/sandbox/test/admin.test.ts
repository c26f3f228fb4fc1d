import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { createClient, sendOrder } from "@x/futures-rest";
import { ping } from "@x/ws-v2";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { ControlClock, type Sandbox, type SandboxView } from "../src/index.ts";
import { fixClient } from "./fix-client.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { v2Client } from "./web-socket-clients.ts";

const fixture = sandboxes();

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

/** `fetch` does not let a test choose its Host. */
function ask(sandbox: Sandbox, path: string, { method = "GET", body, headers = {} }: Asked = {}) {
  return new Promise<{ status: number; body: unknown }>((resolve, reject) => {
    const sent = request(`${sandbox.urls.admin}${path}`, {
      method,
      headers: { authorization: `Bearer ${sandbox.adminToken}`, ...headers },
    });
    sent.on("response", (response) => {
      // What is thrown in here, by an answer that breaks off or is no JSON, must reach the caller.
      text(response)
        .then((answer) => resolve({ status: response.statusCode ?? 0, body: JSON.parse(answer) }))
        .catch(reject);
    });
    sent.on("error", reject);
    sent.end(typeof body === "string" || body === undefined ? body : JSON.stringify(body));
  });
}

const stateOf = async (sandbox: Sandbox) => (await ask(sandbox, "/admin/state")).body as SandboxView;

const futuresOf = ({ urls, credentials }: Sandbox) =>
  createClient({ credentials: credentials.futures, baseUrl: urls.futuresRest });

const order = { orderType: "lmt", symbol: "PF_XBTUSD", side: "buy", size: 0.01, limitPrice: 50_000 } as const;

test("an answer that is no JSON fails the question, and does not leave it open", async () => {
  const server = createServer((_request, response) => response.end("<html>"));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const admin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const elsewhere = { urls: { admin }, adminToken: "t" } as unknown as Sandbox;
    await expect(ask(elsewhere, "/admin/state")).rejects.toThrow(SyntaxError);
  } finally {
    server.close();
  }
});

describe("the admin endpoint", () => {
  test("is not there unless asked for", async () => {
    const sandbox = await fixture.start();
    expect([sandbox.urls.admin, sandbox.adminToken]).toEqual([undefined, undefined]);
  });

  test.each([
    ["no token", { authorization: "" }, 401],
    ["another token", { authorization: "Bearer guessed" }, 401],
    ["the token in another form", { authorization: "let-me-in" }, 401],
    ["the name of a page that was pointed here", { host: "evil.example:80" }, 403],
    ["another port", { host: "127.0.0.1:1" }, 403],
    ["another page", { origin: "https://evil.example" }, 403],
    ["a page in a sandboxed frame", { origin: "null" }, 403],
  ])("refuses %s", async (_name, headers, status) => {
    const sandbox = await fixture.start({ admin: { token: "let-me-in" } });
    for (const [method, path] of [
      ["GET", "/admin/state"],
      ["GET", "/admin/events"],
      ["DELETE", "/admin/faults"],
      ["GET", "/admin"],
      ["POST", "/"],
    ] as const) {
      const answer = await ask(sandbox, path, { method, headers });
      expect(answer).toMatchObject({ status, body: { error: expect.stringContaining("expected") } });
      expect(JSON.stringify(answer)).not.toContain("let-me-in");
    }
  });

  test("lets its own page in", async () => {
    const sandbox = await fixture.start({ admin: true });
    const origin = sandbox.urls.admin as string;
    const { host } = new URL(origin);
    expect(await ask(sandbox, "/admin/clock", { headers: { origin, host } })).toMatchObject({ status: 200 });
    expect(sandbox.adminToken).toMatch(/^[\w-]{43}$/);
  });

  test("shows orders, sessions, books, balances and positions", async () => {
    const sandbox = await fixture.start({ admin: true, market: "resting" });
    await futuresOf(sandbox).call(sendOrder, { ...order, cliOrdId: "mine" });
    await futuresOf(sandbox).call(sendOrder, {
      orderType: "mkt",
      symbol: "PF_XBTUSD",
      side: "buy",
      size: 0.02,
    });
    const session = await fixClient(sandbox, fixture);
    const ws = v2Client(sandbox, fixture);
    await ws.call(ping, {});
    const seen = await stateOf(sandbox);
    expect(seen.counts).toEqual({ placed: 2, ended: 1, open: 1 });
    expect(seen.orders).toMatchObject([
      {
        ...{ clientId: "mine", venue: "futures", symbol: "PF_XBTUSD", side: "buy", status: "open" },
        ...{ price: "50000", quantity: "0.01", filled: "0" },
      },
    ]);
    expect(seen.sessions).toMatchObject([
      { id: 1, interface: "fix", name: "SANDBOX" },
      { id: 2, interface: "ws-v2", name: "/v2" },
    ]);
    const book = seen.books.find(({ symbol }) => symbol === "PF_XBTUSD");
    expect(book?.bids.length).toBeGreaterThan(5);
    expect(Number(book?.asks[0]?.price)).toBeGreaterThan(Number(book?.bids[0]?.price));
    expect(seen.balances).toContainEqual({
      ...{ venue: "spot", wallet: "spot", asset: "BTC", balance: "10", held: "0" },
    });
    expect(seen.positions).toContainEqual(expect.objectContaining({ symbol: "PF_XBTUSD", size: 0.02 }));
    await session.close();
    await ws.close();
    await expect.poll(async () => (await stateOf(sandbox)).sessions).toEqual([]);
    const shown = JSON.stringify(seen);
    for (const { apiKey, apiSecret } of Object.values(sandbox.credentials)) {
      expect(shown).not.toContain(apiKey);
      expect(shown).not.toContain(apiSecret);
    }
  });

  test("lists, asks for and clears faults", async () => {
    const sandbox = await fixture.start({ admin: true });
    const fault = { operation: "sendOrder", transport: "html502", times: 2 };
    const { body } = await ask(sandbox, "/admin/faults", { method: "POST", body: fault });
    expect(body).toEqual({ waiting: [{ order: fault, left: 2 }] });
    await expect(futuresOf(sandbox).call(sendOrder, order)).rejects.toThrow("502");
    expect((await ask(sandbox, "/admin/faults")).body).toMatchObject({
      known: expect.arrayContaining([
        {
          interface: "futures-rest",
          field: "transport",
          faults: expect.arrayContaining(["slow"]),
          operations: expect.arrayContaining(["sendOrder"]),
        },
        {
          interface: "ws-v2",
          field: "webSocket",
          faults: expect.arrayContaining(["badChecksum"]),
          operations: expect.arrayContaining(["add_order", "book"]),
        },
      ]),
      waiting: [{ order: fault, left: 1 }],
    });
    expect((await ask(sandbox, "/admin/faults", { method: "DELETE" })).body).toEqual({ waiting: [] });
    await futuresOf(sandbox).call(sendOrder, order);
  });

  test.each([
    ["a fault of no known name", "/admin/faults", { transport: "gremlins" }, "expected one of slow, "],
    ["a field that faults do not have", "/admin/faults", { name: "slow" }, "name: expected one of"],
    ["a name that is no text", "/admin/faults", { transport: 5 }, "transport: expected a text"],
    ["what is no JSON", "/admin/faults", "{", "body: expected JSON"],
    ["what is no object", "/admin/faults", [], "body: expected a JSON object"],
    ["nothing", "/admin/clock", undefined, "body: expected a JSON object"],
    ["a time that goes back", "/admin/clock", { advance: -5 }, "expected a number from 0"],
    ["a time that is no number", "/admin/clock", { advance: "5" }, "advance: expected a number"],
    ["too much", "/admin/clock", " ".repeat(1 << 21), "body: too long"],
  ])("refuses %s", async (_name, path, body, error) => {
    const sandbox = await fixture.start({ admin: true });
    expect(await ask(sandbox, path, { method: "POST", body })).toEqual({
      status: 400,
      body: { error: expect.stringContaining(error) },
    });
  });

  test("says what there is instead of what is not", async () => {
    const sandbox = await fixture.start({ admin: true });
    expect(await ask(sandbox, "/admin/cheese")).toEqual({
      status: 404,
      body: { error: expect.stringContaining("GET /admin/state") },
    });
  });

  test("holds the clock, moves it ahead and lets it go", async () => {
    const follows = new ManualClock();
    const start = follows.now();
    const sandbox = await fixture.start({ admin: true, clock: new ControlClock({ follows }) });
    const move = async (body: object) => (await ask(sandbox, "/admin/clock", { method: "POST", body })).body;
    expect(await move({ hold: true })).toEqual({ now: start, held: true, controllable: true });
    follows.advance(5_000);
    expect(await move({ advance: 60_000 })).toMatchObject({ now: start + 60_000, held: true });
    expect(await move({ hold: false })).toMatchObject({ now: start + 60_000, held: false });
    follows.advance(1_000);
    expect((await stateOf(sandbox)).clock.now).toBe(start + 61_000);
  });

  test("cannot move a clock that somebody else holds", async () => {
    const sandbox = await fixture.start({ admin: true, clock: new ManualClock() });
    const { status, body } = await ask(sandbox, "/admin/clock", { method: "POST", body: { hold: true } });
    expect([status, body]).toEqual([400, { error: "the sandbox was started with a clock of its own" }]);
  });

  test("tells what happens", async () => {
    const sandbox = await fixture.start({ admin: true, market: "resting" });
    const headers = { authorization: `Bearer ${sandbox.adminToken}` };
    const stop = new AbortController();
    fixture.later(() => stop.abort());
    const response = await fetch(`${sandbox.urls.admin}/admin/events`, { headers, signal: stop.signal });
    expect(response.headers.get("content-type")).toBe("text/event-stream");
    const events = serverSentEvents(response);
    const next = async (kind: string) => {
      for (;;) {
        const { value } = await events.next();
        if (value?.event === kind) return value.data;
      }
    };
    expect(await next("snapshot")).toMatchObject({ counts: { placed: 0 }, faults: [] });
    await futuresOf(sandbox).call(sendOrder, { ...order, limitPrice: 59_999.5 });
    expect(await next("order")).toMatchObject({ kind: "accepted", order: { symbol: "PF_XBTUSD" } });
    const book = (await next("book")) as SandboxView["books"][number];
    expect(book.bids).toContainEqual({ price: "59999.5", quantity: expect.any(String) });
    sandbox.market.take({ venue: "futures", symbol: "PF_XBTUSD", side: "sell", quantity: "0.5" });
    expect(await next("trade")).toMatchObject({ symbol: "PF_XBTUSD", side: "sell" });
    sandbox.faults.next({ transport: "slow" });
    expect(await next("faults")).toEqual([{ order: { transport: "slow" }, left: 1 }]);
    const session = await fixClient(sandbox, fixture);
    expect(await next("session")).toMatchObject({ kind: "opened", session: { name: "SANDBOX" } });
    await session.close();
    expect(await next("session")).toMatchObject({ kind: "closed" });
    expect(await next("clock")).toMatchObject({ held: false });
  });
});

async function* serverSentEvents(response: Response): AsyncGenerator<{ event: string; data: unknown }> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    for (let end = text.indexOf("\n\n"); end !== -1; end = text.indexOf("\n\n")) {
      const [, event = "", data = ""] = /^event: (.*)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
      text = text.slice(end + 2);
      yield { event, data: JSON.parse(data) };
    }
  }
}
