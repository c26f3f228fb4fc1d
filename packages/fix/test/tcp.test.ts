import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import { formatTimestamp } from "../src/codec/timestamp.ts";
import { executionReport, orderMassCancelRequest } from "../src/generated/index.ts";
import type { FixSession } from "../src/session/session.ts";
import { MemoryStore } from "../src/session/store.ts";
import { FileStore } from "../src/store/file-store.ts";
import { report } from "./report.ts";
import { cancelAll, caught, client, exchange, listening, relay, unheard } from "./tcp-session.ts";
import { framed, HEADER, shown, wire } from "./wire.ts";

describe("over loopback TCP", () => {
  test("logon with a signature, a mass cancel, its reports, and logout", async () => {
    const session = await client(await exchange());
    const reports = session.messages(executionReport);
    session.send(orderMassCancelRequest, cancelAll());
    const canceled = [(await reports.next()).value, (await reports.next()).value];
    expect(canceled.map((message) => [message.ExecType, message.OrigClOrdID])).toEqual([
      ["4", "1"],
      ["4", "2"],
    ]);
    expect(await session.close()).toEqual({
      reason: "logout",
      text: "",
      unknown: true,
      cancelsOrders: false,
    });
    expect(await reports.next()).toEqual({ value: undefined, done: true });
  });

  test("over TLS", async () => {
    const key = Buffer.from("00112233445566778899aabbccddeeff", "hex");
    // A pre-shared key needs no certificate; TLS 1.2, where Node has them.
    const psk = { ciphers: "PSK", minVersion: "TLSv1.2", maxVersion: "TLSv1.2" } as const;
    const acceptor = await exchange({ tls: { ...psk, pskCallback: () => key } });
    const session = await client(acceptor, {
      tls: {
        ...psk,
        pskCallback: () => ({ psk: key, identity: "client" }),
        checkServerIdentity: () => undefined,
      },
    });
    expect(session.active).toBe(true);
  });

  test("a file store holds the numbers of a session and none of its credentials", async () => {
    const folder = mkdtempSync(join(tmpdir(), "fix-session-"));
    const store = new FileStore(folder);
    try {
      const session = await client(await exchange(), { store });
      const reports = session.messages(executionReport);
      session.send(orderMassCancelRequest, cancelAll());
      // The exchange answers before it hears the logout: after it, it could send nothing.
      await reports.next();
      await session.close();
    } finally {
      store.close();
    }
    const kept = readFileSync(join(folder, "session.journal"), "latin1");
    rmSync(folder, { recursive: true });
    expect(kept).toContain("35=q");
    expect(kept).not.toMatch(/35=A|553=|554=|5025=|EXAMPLEKEY|AAECAwQF/);
  });

  test("a wrong secret is refused, with the exchange's words and without the secret", async () => {
    const acceptor = await exchange();
    const apiSecret = "/////////////////////////////////////////w==";
    const error = await caught(client(acceptor, { credentials: { apiKey: "EXAMPLEKEY", apiSecret } }));
    expect(error).toMatchObject({
      code: "logonRefused",
      outcome: "refused",
      retryable: false,
      raw: "invalid credentials",
    });
    expect(inspect(error, { depth: 9, showHidden: true })).not.toMatch(/EXAMPLEKEY|\/\/\/\/\//);
  });

  test("a second connection of the same CompID is closed without an answer", async () => {
    const acceptor = await exchange();
    await client(acceptor);
    expect(await caught(client(acceptor))).toMatchObject({ code: "connectionLost" });
    expect(acceptor.sessions.size).toBe(1);
  });

  test("something may stand between an acceptor's connections and its sessions", async () => {
    const seen: string[] = [];
    const typeOf = (bytes: Uint8Array) => /35=(.)/.exec(shown(bytes))?.[1];
    const acceptor = await exchange({
      through: (open) => async (handlers) => {
        const transport = await open({
          ...handlers,
          received(bytes) {
            seen.push(`in ${typeOf(bytes)}`);
            handlers.received(bytes);
          },
        });
        return {
          ...transport,
          send: (bytes) => {
            seen.push(`out ${typeOf(bytes)}`);
            transport.send(bytes);
          },
        };
      },
    });
    await (await client(acceptor)).close();
    expect(seen).toEqual(["in A", "out A", "in 5", "out 5"]);
  });

  test("nobody listens", async () => {
    expect(await caught(client(await unheard()))).toMatchObject({ code: "connectFailed", retryable: true });
  });

  test("nothing can be sent after the end", async () => {
    const session = await client(await exchange());
    await session.close();
    const error = await caught((async () => session.send(orderMassCancelRequest, cancelAll()))());
    expect(error).toMatchObject({ code: "closed", outcome: "not-sent" });
  });

  test("a connection lost after an order-changing message leaves its outcome unknown", async () => {
    const sockets: Socket[] = [];
    const acceptor = await exchange({ onSession: () => undefined });
    const proxy = await relay(acceptor.port, (socket) => sockets.push(socket));
    const session = await client(proxy, { reconnect: false });
    const reports = session.messages(executionReport);
    session.send(orderMassCancelRequest, cancelAll());
    const waiting = caught(reports.next());
    for (const socket of sockets) socket.destroy();
    expect(await waiting).toMatchObject({ code: "connectionLost", outcome: "unknown" });
    expect(await session.closed).toMatchObject({
      reason: "connectionLost",
      unknown: true,
      cancelsOrders: true,
    });
  });

  test("a new connection with the same store gets what was missed", async () => {
    const stores = new Map<string, MemoryStore>();
    const storeOf = (id: string): MemoryStore => {
      const store = stores.get(id) ?? new MemoryStore();
      stores.set(id, store);
      return store;
    };
    let live: FixSession | undefined;
    const acceptor = await exchange({
      storeOf,
      onSession: (session) => {
        live = session;
      },
    });
    const sockets: Socket[] = [];
    const proxy = await relay(acceptor.port, (socket) => sockets.push(socket));
    const store = new MemoryStore();
    const first = await client(proxy, { store, reconnect: false });
    // Sent into a connection that is cut before it gets there.
    for (const socket of sockets) socket.pause();
    live?.send(executionReport, { ...report, ClOrdID: "1", OrigClOrdID: "9" });
    for (const socket of sockets) socket.destroy();
    await first.closed;
    while (acceptor.sessions.size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    const second = await client(acceptor, { store });
    const { value } = await second.messages(executionReport).next();
    expect(value).toMatchObject({ ClOrdID: "1", OrigClOrdID: "9" });
    expect(value?.header).toMatchObject({ PossDupFlag: true });
  });

  test("events tell of garbled bytes, and the session goes on", async () => {
    const peers: Socket[] = [];
    const server = createServer((socket) => {
      peers.push(socket);
      socket.once("data", () => {
        const now = formatTimestamp(Date.now());
        socket.write(framed(`35=A|34=1|49=KRAKEN-TRD|56=CLIENT|52=${now}|98=0|108=30|141=Y|`));
      });
    });
    const session = await client(await listening(server), { logoutTimeout: 20 });
    const events = session.events[Symbol.asyncIterator]();
    for (const socket of peers) {
      socket.write(wire("noise"));
      socket.write(framed(`35=8|${HEADER}`).fill(0x39, 40, 41));
    }
    const seen: string[] = [];
    while (seen.length < 2) {
      const { value } = await events.next();
      if (value?.kind === "garbled") seen.push(value.garbled.garbled);
    }
    expect(seen).toEqual(["garbage", "checkSum"]);
    expect(session.active).toBe(true);
  });

  test.each([
    ["/host", { host: "" }],
    ["/port", { port: 0 }],
    ["/senderCompID", { senderCompID: "A\u0001B" }],
    ["/targetCompID", { targetCompID: "" }],
    ["/heartBtInt", { heartBtInt: -1 }],
    ["/credentials/apiKey", { credentials: { apiKey: "", apiSecret: "AAEC" } }],
    ["/credentials/apiSecret", { credentials: { apiKey: "K", apiSecret: "not base64 hush" } }],
  ])("options are checked: %s", async (path, change) => {
    const error = await caught(client({ port: 1 }, change));
    expect(error).toMatchObject({ code: "invalidOptions", path, outcome: "not-sent" });
    expect(error.message).not.toContain("hush");
  });

  test("no inspection of a session shows a credential", async () => {
    const session = await client(await exchange());
    const shown = inspect(session, { depth: 9, showHidden: true }) + JSON.stringify(session);
    expect(shown).not.toMatch(/EXAMPLEKEY|AAECAwQF/);
  });
});
