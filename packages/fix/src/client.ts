import { type Clock, Secret, systemClock } from "@x/core";
import { FixError } from "./errors.ts";
import type { LogonCredentials } from "./session/io.ts";
import { SessionMachine } from "./session/machine.ts";
import type { SessionOptions } from "./session/options.ts";
import { logonPassword } from "./session/password.ts";
import { FixSession } from "./session/session.ts";
import { MemoryStore, type SessionStore } from "./session/store.ts";
import { type TcpOptions, tcp } from "./transport/tcp.ts";
import type { OpenTransport } from "./transport/transport.ts";

export interface FixCredentials {
  /** Key made for FIX; sent as Username (553). */
  readonly apiKey: string;
  /** base64; signs the logon, never sent. */
  readonly apiSecret: string;
}

export interface ConnectOptions extends SessionOptions {
  /** Kraken's host for the session, and its port: 4001 spot trading, 4003 derivatives trading. */
  readonly host?: string;
  readonly port?: number;
  /** TLS: on by default except towards this machine itself; options of `node:tls` where its defaults do not fit. */
  readonly tls?: TcpOptions["tls"];
  /** Another way to carry the bytes, in place of host, port and tls. */
  readonly transport?: OpenTransport;
  /** Assigned by Kraken. */
  readonly senderCompID: string;
  /** `KRAKEN-TRD` spot trading, `KRAKEN-DRV-TRD` derivatives trading, `KRAKEN-MD` and `KRAKEN-DRV-MD` market data. */
  readonly targetCompID: string;
  /** Needed for trading sessions. */
  readonly credentials?: FixCredentials;
  /** Seconds between signs of life; 0 turns them off. Default 60, as Kraken recommends. */
  readonly heartBtInt?: number;
  /** Further Logon fields, such as `CancelOrdersOnDisconnect`. */
  readonly logon?: Omit<LogonCredentials, "Username" | "Password" | "Nonce">;
  /** Start both directions at 1. Default: when the store holds nothing. */
  readonly resetSeqNum?: boolean;
  /** What outlives a connection: numbers and sent messages. Default: a new {@link MemoryStore}. */
  readonly store?: SessionStore;
  /** Milliseconds to wait for the answer to the Logon. Default 10,000. */
  readonly logonTimeout?: number;
  /** Milliseconds to wait for the answer to the Logout. Default 2,000. */
  readonly logoutTimeout?: number;
  /** How far the counterparty's SendingTime may be from our clock, in milliseconds. Default 120,000. */
  readonly sendingTimeTolerance?: number;
  readonly clock?: Clock;
}

/**
 * Opens a FIX session and waits for the logon. It never connects again by itself: what a lost session means for open
 * orders is the caller's to judge.
 *
 * @throws FixError `invalidOptions`, `connectFailed`, `logonRefused`, `logonTimeout` or another reason of the session's end.
 */
export async function connect(options: ConnectOptions): Promise<FixSession> {
  const clock = options.clock ?? systemClock;
  const open = options.transport ?? overTcp(options);
  const sign = signer(options, clock);
  const store = options.store ?? new MemoryStore();
  const heartBtInt = options.heartBtInt ?? 60;
  if (!Number.isSafeInteger(heartBtInt) || heartBtInt < 0) {
    throw invalid("/heartBtInt", "a whole number of seconds from 0", heartBtInt);
  }
  const machine = new SessionMachine({
    role: "initiator",
    senderCompID: compID("/senderCompID", options.senderCompID),
    targetCompID: compID("/targetCompID", options.targetCompID),
    heartBtInt,
    numbers: store.numbers(),
    ...(options.resetSeqNum !== undefined && { resetSeqNum: options.resetSeqNum }),
    ...(options.logonTimeout !== undefined && { logonTimeout: options.logonTimeout }),
    ...(options.logoutTimeout !== undefined && { logoutTimeout: options.logoutTimeout }),
    ...(options.sendingTimeTolerance !== undefined && { sendingTimeTolerance: options.sendingTimeTolerance }),
  });
  const session = new FixSession(machine, store, clock, options, (question) => {
    if (question.type !== "logonNeeded") return;
    sign(question.MsgSeqNum).then(
      (fields) => session.input({ type: "logon", fields }),
      () => session.input({ type: "disconnected" }),
    );
  });
  try {
    session.open(
      await open({
        received: (bytes) => session.input({ type: "received", bytes }),
        closed: () => session.input({ type: "disconnected" }),
      }),
    );
  } catch (cause) {
    throw new FixError("connectFailed", "the connection could not be opened", { retryable: true, cause });
  }
  await session.established;
  return session;
}

function overTcp({ host, port, tls }: ConnectOptions): OpenTransport {
  if (typeof host !== "string" || host === "") throw invalid("/host", "a host name", host);
  if (!Number.isInteger(port) || port === undefined || port < 1 || port > 65_535) {
    throw invalid("/port", "a port from 1 to 65535", port);
  }
  const local = host === "localhost" || host === "::1" || /^127\./.test(host);
  return tcp({ host, port, tls: tls ?? !local });
}

const lastNonces = /* @__PURE__ */ new WeakMap<Clock, number>();

/** Rising, however many sessions share a key and a clock in this program, and should the clock go back. */
function nextNonce(clock: Clock): string {
  const nonce = Math.max((lastNonces.get(clock) ?? 0) + 1, clock.now());
  lastNonces.set(clock, nonce);
  return String(nonce);
}

/** Makes the Logon's credentials. The key and secret stay inside. */
function signer(options: ConnectOptions, clock: Clock): (MsgSeqNum: number) => Promise<LogonCredentials> {
  const { credentials, logon = {}, senderCompID, targetCompID } = options;
  if (credentials === undefined) return async () => logon;
  const { apiKey } = credentials;
  if (typeof apiKey !== "string" || apiKey === "") throw invalid("/credentials/apiKey", "a key", undefined);
  const apiSecret = new Secret(credentials.apiSecret);
  if (!/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(apiSecret.reveal())) {
    throw invalid("/credentials/apiSecret", "base64", undefined);
  }
  return async (MsgSeqNum) => {
    const Nonce = nextNonce(clock);
    const Password = await logonPassword({
      apiKey,
      apiSecret: apiSecret.reveal(),
      nonce: Nonce,
      MsgSeqNum,
      SenderCompID: senderCompID,
      TargetCompID: targetCompID,
    });
    return { ...logon, Username: apiKey, Password, Nonce };
  };
}

function compID(path: string, value: unknown): string {
  if (typeof value === "string" && /^[\x21-\x7e]+$/.test(value)) return value;
  throw invalid(path, "a CompID: visible ASCII characters", value);
}

function invalid(path: string, expected: string, actual: unknown): FixError {
  const got = actual === undefined ? "" : `, got ${JSON.stringify(actual)}`;
  return new FixError("invalidOptions", `${path.slice(1)}: expected ${expected}${got}`, {
    outcome: "not-sent",
    path,
  });
}
