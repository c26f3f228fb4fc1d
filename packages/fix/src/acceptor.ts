import { createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer, type TlsOptions } from "node:tls";
import { type Clock, systemClock } from "@x/core";
import type { FixFault } from "./codec/fault.ts";
import { FixError } from "./errors.ts";
import { CancelOrdersOnDisconnect } from "./generated/fields.ts";
import type { Logon } from "./generated/messages/logon.ts";
import { SessionMachine } from "./session/machine.ts";
import type { SessionOptions } from "./session/options.ts";
import type { DailyRollover } from "./session/rollover.ts";
import { FixSession } from "./session/session.ts";
import { MemoryStore, type SessionStore } from "./session/store.ts";
import { overSocket } from "./transport/tcp.ts";
import type { OpenTransport } from "./transport/transport.ts";

/** Whether a Logon is let in. The text goes to the counterparty; without one, the connection is closed without a word. */
export type LogonVerdict = { readonly accepted: true } | { readonly accepted: false; readonly text?: string };

export interface AcceptOptions extends SessionOptions {
  /** Our CompID, which Logons must be addressed to. */
  readonly senderCompID: string;
  /** Judges a Logon that is well-formed. Its header tells the CompIDs and the sequence number. */
  readonly authenticate: (logon: Logon) => LogonVerdict | Promise<LogonVerdict>;
  /** What outlives a connection, by the counterparty's CompID. Default: one {@link MemoryStore} each. */
  readonly storeOf?: (counterparty: string) => SessionStore;
  /** Called after the logon, before any message of the session is delivered. */
  readonly onSession?: (session: FixSession, logon: Logon) => void;
  readonly logonTimeout?: number;
  readonly logoutTimeout?: number;
  readonly sendingTimeTolerance?: number;
  /** When both directions start again every day. Default: never. */
  readonly rollover?: DailyRollover;
  /** Words the Text (58) of a Reject. Default: what was expected where, and what came. */
  readonly rejectText?: (fault: FixFault) => string;
  readonly clock?: Clock;
}

/**
 * Serves one connection as acceptor.
 * @returns the session; its `established` settles with the logon.
 */
export async function accept(open: OpenTransport, options: AcceptOptions): Promise<FixSession> {
  const { clock = systemClock, rollover, logonTimeout, logoutTimeout, sendingTimeTolerance } = options;
  const { rejectText } = options;
  const machine = new SessionMachine({
    role: "acceptor",
    senderCompID: options.senderCompID,
    ...(rollover !== undefined && { rollover }),
    ...(rejectText !== undefined && { rejectText }),
    ...(logonTimeout !== undefined && { logonTimeout }),
    ...(logoutTimeout !== undefined && { logoutTimeout }),
    ...(sendingTimeTolerance !== undefined && { sendingTimeTolerance }),
  });
  const judge = async (logon: Logon): Promise<void> => {
    const verdict = await options.authenticate(logon);
    if (!verdict.accepted) return link.input({ type: "logonRefused", text: verdict.text });
    const store = options.storeOf?.(logon.header.SenderCompID) ?? new MemoryStore();
    link.useStore(store);
    link.input({ type: "logonAccepted", numbers: store.numbers() });
  };
  const session = new FixSession({
    store: new MemoryStore(),
    clock,
    options: { inbound: "strict", ...options },
    ask: (output) => {
      if (output.type === "established") options.onSession?.(session, output.logon);
      if (output.type !== "logonReceived") return;
      judge(output.logon).catch(() =>
        link.input({ type: "logonRefused", text: "the logon could not be judged" }),
      );
    },
    cancelsOrders: (logon) => logon.CancelOrdersOnDisconnect !== CancelOrdersOnDisconnect.KeepOrders,
  });
  const link = session.attach(machine);
  link.open(
    await open({
      received: (bytes) => link.input({ type: "received", bytes }),
      closed: () => link.input({ type: "disconnected" }),
    }),
  );
  return session;
}

export interface ListenOptions extends AcceptOptions {
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** Default: any free one. */
  readonly port?: number;
  /** Key and certificate, for TLS. */
  readonly tls?: TlsOptions;
  /** Stands between each connection and its session: to watch the bytes, or to spoil them in a test. */
  readonly through?: (open: OpenTransport) => OpenTransport;
}

export interface FixAcceptor {
  readonly host: string;
  readonly port: number;
  /** Sessions that are logged on. */
  readonly sessions: ReadonlySet<FixSession>;
  /** Logs all sessions out and stops listening. */
  close(): Promise<void>;
}

/** Listens for initiators. A second connection of a CompID that is logged on is closed without an answer. */
export async function listen(options: ListenOptions): Promise<FixAcceptor> {
  const stores = new Map<string, SessionStore>();
  const sessions = new Set<FixSession>();
  const sockets = new Set<Socket>();
  /** CompIDs that are logged on, or about to be. */
  const present = new Set<string>();
  const storeOf = (counterparty: string): SessionStore => {
    const known = stores.get(counterparty) ?? options.storeOf?.(counterparty) ?? new MemoryStore();
    stores.set(counterparty, known);
    return known;
  };
  const serve = (socket: Socket): void => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    let identity: string | undefined;
    const authenticate = async (logon: Logon): Promise<LogonVerdict> => {
      const counterparty = logon.header.SenderCompID;
      if (present.has(counterparty)) {
        return { accepted: false };
      }
      identity = counterparty;
      present.add(counterparty);
      return options.authenticate(logon);
    };
    const onSession = (session: FixSession, logon: Logon): void => {
      sessions.add(session);
      options.onSession?.(session, logon);
    };
    const plain: OpenTransport = async (handlers) => overSocket(socket, handlers);
    const open = options.through?.(plain) ?? plain;
    accept(open, { ...options, authenticate, storeOf, onSession }).then(async (session) => {
      await session.closed;
      sessions.delete(session);
      if (identity !== undefined) present.delete(identity);
    });
  };
  const server: Server =
    options.tls === undefined
      ? createServer(serve)
      : createTlsServer({ minVersion: "TLSv1.3", ...options.tls }, serve);
  const host = options.host ?? "127.0.0.1";
  await new Promise<void>((resolve, reject) => {
    server.once("error", (cause) =>
      reject(new FixError("connectFailed", `cannot listen on ${host}:${options.port ?? 0}`, { cause })),
    );
    server.listen(options.port ?? 0, host, resolve);
  });
  const address = server.address();
  return {
    host,
    port: typeof address === "object" && address !== null ? address.port : 0,
    sessions,
    async close() {
      const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
      await Promise.all([...sessions].map((session) => session.close()));
      for (const socket of sockets) socket.destroy();
      await stopped;
    },
  };
}
