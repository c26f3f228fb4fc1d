import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { type Drift, reportDrift } from "@x/core";
import { afterEach, describe, expect, test } from "vitest";
import { type FixAcceptor, type ListenOptions, listen } from "../src/acceptor.ts";
import { combClOrdIDs, numericClOrdIDs } from "../src/cl-ord-id.ts";
import { type ConnectOptions, connect } from "../src/client.ts";
import { FixError } from "../src/errors.ts";
import {
  businessMessageReject,
  executionReport,
  type Logon,
  MassCancelRequestType,
  newOrderSingle,
  type OrderMassCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
  reject,
} from "../src/generated/index.ts";
import type { SessionEvent } from "../src/session/io.ts";
import { logonPassword } from "../src/session/password.ts";
import type { FixSession } from "../src/session/session.ts";
import { MemoryStore } from "../src/session/store.ts";
import { FileStore } from "../src/store/file-store.ts";
import { framed, HEADER, shown, wire } from "./wire.ts";

const credentials = { apiKey: "EXAMPLEKEY", apiSecret: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" };
const ids = numericClOrdIDs();
const report = {
  CumQty: "0",
  ExecID: "E1",
  OrderID: "O1",
  OrderQty: "1",
  OrdStatus: "4",
  OrdType: "1",
  Side: "1",
  Symbol: "BTC/USD",
  TimeInForce: "1",
  ExecType: "4",
  LeavesQty: "0",
} as const;

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Judges a Logon as Kraken would: by its signature. */
async function judge(logon: Logon) {
  const { Username = "", Password, Nonce = "", header } = logon;
  const right = await logonPassword({
    ...credentials,
    nonce: Nonce,
    MsgSeqNum: header.MsgSeqNum,
    SenderCompID: header.SenderCompID,
    TargetCompID: header.TargetCompID,
  });
  return Username === credentials.apiKey && Password === right
    ? ({ accepted: true } as const)
    : ({ accepted: false, text: "invalid credentials" } as const);
}

/** An exchange that confirms mass cancels of two orders. */
async function exchange(options: Partial<ListenOptions> = {}): Promise<FixAcceptor> {
  const acceptor = await listen({
    senderCompID: "KRAKEN-TRD",
    authenticate: judge,
    unread: "refuse",
    onSession: async (session) => {
      for await (const { ClOrdID } of session.messages(orderMassCancelRequest)) {
        for (const OrigClOrdID of ["1", "2"])
          session.send(executionReport, { ...report, ClOrdID, OrigClOrdID });
      }
    },
    ...options,
  });
  closing.push(() => acceptor.close());
  return acceptor;
}

async function client(to: { port: number }, options: Partial<ConnectOptions> = {}): Promise<FixSession> {
  const session = await connect({
    host: "127.0.0.1",
    port: to.port,
    senderCompID: "CLIENT",
    targetCompID: "KRAKEN-TRD",
    credentials,
    ...options,
  });
  closing.push(() => session.close());
  return session;
}

const cancelAll = () => ({
  ClOrdID: ids.next(),
  TransactTime: new Date(),
  MassCancelRequestType: MassCancelRequestType.CancelAllOrders,
});

async function caught(promise: Promise<unknown>): Promise<FixError> {
  const error = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  if (!FixError.is(error)) throw new Error("expected a FixError", { cause: error });
  return error;
}

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

  test("an acceptor may have rules of its own, and words for what it refuses", async () => {
    const acceptor = await exchange({
      judge: (message) =>
        (message as OrderMassCancelRequest).ClOrdID === "7"
          ? { path: "/ClOrdID", expected: "another number", actual: "7", tag: 11, reason: "5" }
          : undefined,
      rejectText: ({ tag, expected }) => `${tag} should be ${expected}`,
    });
    const session = await client(acceptor);
    const rejects = session.messages(reject);
    session.send(orderMassCancelRequest, { ...cancelAll(), ClOrdID: "7" });
    expect((await rejects.next()).value).toMatchObject({
      ...{ RefTagID: 11, RefMsgType: "q", SessionRejectReason: "5", Text: "11 should be another number" },
    });
    session.send(orderMassCancelRequest, cancelAll());
    expect((await session.messages(executionReport).next()).value).toMatchObject({ OrigClOrdID: "1" });
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
    const acceptor = await listen({ senderCompID: "KRAKEN-TRD", authenticate: judge });
    await acceptor.close();
    expect(await caught(client(acceptor))).toMatchObject({ code: "connectFailed", retryable: true });
  });

  test("a message that does not fit is not sent, and says where", async () => {
    const session = await client(await exchange());
    const bySymbol = { ...cancelAll(), MassCancelRequestType: MassCancelRequestType.CancelSymbolOrders };
    const send = (): void => session.send(orderMassCancelRequest, bySymbol);
    expect(send).toThrow(FixError);
    expect(await caught((async () => send())())).toMatchObject({
      code: "invalidMessage",
      path: "/Symbol",
      outcome: "not-sent",
      request: { name: "OrderMassCancelRequest" },
    });
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

  test("what the exchange does not read it refuses, and what breaks a rule too", async () => {
    const session = await client(await exchange());
    const refusals = session.messages(businessMessageReject, reject);
    session.send(orderStatusRequest, { ClOrdID: "1", OrderID: "O1", Symbol: "BTC/USD" });
    expect((await refusals.next()).value).toMatchObject({
      MsgType: "j",
      BusinessRejectReason: "3",
      RefMsgType: "H",
    });
  });

  test("a client's messages are judged strictly by the exchange", async () => {
    const events: SessionEvent[] = [];
    const acceptor = await exchange({ onEvent: (event) => events.push(event) });
    const session = await client(acceptor);
    const refusals = session.messages(reject);
    // Past the check: what another client could send.
    const unchecked = { ...orderMassCancelRequest, check: () => undefined };
    session.send(unchecked, { ...cancelAll(), MassCancelRequestType: "1" });
    expect((await refusals.next()).value).toMatchObject({
      RefTagID: 55,
      SessionRejectReason: "1",
      RefMsgType: "q",
    });
    session.send(unchecked, { ...cancelAll(), MassCancelRequestType: "3" as never });
    expect((await refusals.next()).value).toMatchObject({ RefTagID: 530, SessionRejectReason: "5" });
    const foreign = {
      ...unchecked,
      encode: (...[writer, body]: Parameters<typeof orderMassCancelRequest.encode>) => {
        orderMassCancelRequest.encode(writer, body);
        writer.text(9999, "x");
      },
    };
    session.send(foreign, cancelAll());
    expect((await refusals.next()).value).toMatchObject({ RefTagID: 9999, SessionRejectReason: "2" });
    expect(events.map(({ kind }) => kind)).toEqual(["connected", "refused", "refused", "refused"]);
  });

  test("messages of several types come in one order, and those before the first reader are kept", async () => {
    const acceptor = await exchange({
      onSession: (session) => {
        session.send(executionReport, { ...report, ClOrdID: "1", OrigClOrdID: "1" });
        session.send(businessMessageReject, {
          RefSeqNum: 0,
          RefMsgType: "D",
          BusinessRejectRefID: "2",
          BusinessRejectReason: "0",
        });
        session.send(executionReport, { ...report, ClOrdID: "3", OrigClOrdID: "3" });
      },
    });
    const session = await client(acceptor);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seen: string[] = [];
    for await (const message of session.messages(executionReport, businessMessageReject)) {
      seen.push(message.MsgType === "8" ? message.ClOrdID : message.BusinessRejectRefID);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(["1", "2", "3"]);
  });

  test("unknown fields and values reach the reader and are reported", async () => {
    const drift: Drift[] = [];
    const odd = {
      ...executionReport,
      check: () => undefined,
      encode: (
        writer: Parameters<typeof executionReport.encode>[0],
        body: Parameters<typeof executionReport.encode>[1],
      ) => {
        executionReport.encode(writer, body);
        writer.text(9999, "new");
      },
    };
    const acceptor = await exchange({
      onSession: (session) => session.send(odd, { ...report, ClOrdID: "1", ExecType: "Z" as never }),
    });
    const session = await client(acceptor, { onDrift: reportDrift((seen) => drift.push(seen)) });
    const { value } = await session.messages(executionReport).next();
    expect(value).toMatchObject({ ExecType: "Z", unknown: [[9999, "new"]] });
    expect(drift.map(({ kind, path, source }) => [kind, path, source])).toEqual([
      ["unknown-value", "/ExecType", "ExecutionReport"],
      ["unknown-field", "/9999", "ExecutionReport"],
    ]);
  });

  test("a reader that falls behind loses nothing, and does not make the session look dead", async () => {
    const total = 2_000;
    const acceptor = await exchange({
      onSession: (session) => {
        for (let id = 1; id <= total; id++) {
          session.send(executionReport, { ...report, ClOrdID: String(id), OrigClOrdID: "1" });
        }
      },
    });
    const kinds = new Set<string>();
    const session = await client(acceptor, { queueCapacity: 20, onEvent: ({ kind }) => kinds.add(kind) });
    const got: string[] = [];
    for await (const { ClOrdID } of session.messages(executionReport)) {
      got.push(ClOrdID ?? "");
      if (got.length % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      if (got.length === total) break;
    }
    expect(got).toEqual(Array.from({ length: total }, (_, index) => String(index + 1)));
    expect([...kinds]).toContain("paused");
    expect(session.active).toBe(true);
  });

  test("events tell of garbled bytes, and the session goes on", async () => {
    const server = createServer((socket) => {
      socket.once("data", () => {
        const now = new Date().toISOString().replaceAll("-", "").replace("T", "-").replace("Z", "");
        socket.write(framed(`35=A|34=1|49=KRAKEN-TRD|56=CLIENT|52=${now}|98=0|108=30|141=Y|`));
        setTimeout(() => {
          socket.write(wire("noise"));
          socket.write(framed(`35=8|${HEADER}`).fill(0x39, 40, 41));
        }, 20);
      });
    });
    const session = await client(await listening(server), { logoutTimeout: 20 });
    const seen: string[] = [];
    for await (const event of session.events) {
      if (event.kind === "garbled") seen.push(event.garbled.garbled);
      if (seen.length === 2) break;
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

  test("ids of both of Kraken's forms pass the check and rise", () => {
    const order = {
      Symbol: "BTC/USD",
      Side: "1",
      OrdType: "1",
      OrderQty: "1",
      TimeInForce: "1",
      TransactTime: new Date(),
    };
    for (const ids of [numericClOrdIDs(), combClOrdIDs()]) {
      const [first, second] = [ids.next(), ids.next()];
      expect(second > first).toBe(true);
      expect(newOrderSingle.check({ ...order, ClOrdID: second })).toBeUndefined();
    }
  });
});

async function listening(server: Server): Promise<{ port: number }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined);
  });
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("not listening");
  return { port: address.port };
}

/** A relay in front of an acceptor, whose sockets a test can cut. */
async function relay(port: number, opened: (socket: Socket) => void): Promise<{ port: number }> {
  const { connect: dial } = await import("node:net");
  const server = createServer((near) => {
    const far = dial({ host: "127.0.0.1", port });
    for (const socket of [near, far]) {
      socket.on("error", () => undefined);
      opened(socket);
    }
    near.pipe(far);
    far.pipe(near);
  });
  return listening(server);
}
