import { type Clock, Secret, systemClock } from "@x/core";
import { FixError } from "./errors.ts";
import { CancelOrdersOnDisconnect } from "./generated/fields.ts";
import type { LogonCredentials } from "./session/io.ts";
import type { Link } from "./session/link.ts";
import { SessionMachine } from "./session/machine.ts";
import type { SessionOptions } from "./session/options.ts";
import { logonPassword } from "./session/password.ts";
import { Reconnect, type ReconnectOptions } from "./session/reconnect.ts";
import { type DailyRollover, KRAKEN_ROLLOVER } from "./session/rollover.ts";
import { FixSession } from "./session/session.ts";
import { MemoryStore, type SessionStore } from "./session/store.ts";
import { type SocketOptions, type TcpOptions, tcp } from "./transport/tcp.ts";
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
  /** Options of `node:net`, passed through. */
  readonly socket?: SocketOptions;
  /** Another way to carry the bytes, in place of host, port, tls and socket. */
  readonly transport?: OpenTransport;
  /** Assigned by Kraken. */
  readonly senderCompID: string;
  /** `KRAKEN-TRD` spot trading, `KRAKEN-DRV-TRD` derivatives trading, `KRAKEN-MD` and `KRAKEN-DRV-MD` market data. */
  readonly targetCompID: string;
  /** Needed for trading sessions. */
  readonly credentials?: FixCredentials;
  /** Seconds between signs of life; 0 turns them off. Default 60, as Kraken recommends. */
  readonly heartBtInt?: number;
  /**
   * Whether Kraken cancels the session's open orders when the connection breaks off without a Logout
   * (CancelOrdersOnDisconnect, 8674). Default: it does.
   */
  readonly cancelOnDisconnect?: boolean;
  /** Further Logon fields. */
  readonly logon?: Omit<LogonCredentials, "Username" | "Password" | "Nonce">;
  /** Start both directions at 1 with the first logon. Default: when the store holds nothing, or a rollover has passed. */
  readonly resetSeqNum?: boolean;
  /** When both directions start again every day; `false`: never. Default: Kraken's, 22:00 UTC for 30 seconds. */
  readonly rollover?: DailyRollover | false;
  /**
   * Connect again after a connection was lost, with growing waits (1 to 60 seconds at most), for as long as a new try can
   * help: never after a refused Logon or numbers that do not agree. The first connection is tried once. Default: true.
   */
  readonly reconnect?: boolean | ReconnectOptions;
  /**
   * What happens to a message handed over between two connections: `refuse` (default) throws `closed`; `queue` keeps it
   * in memory and sends it after the next logon.
   */
  readonly whileDown?: "refuse" | "queue";
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
 * Opens a FIX session and waits for the logon.
 *
 * @throws FixError `invalidOptions`, `connectFailed`, `logonRefused`, `logonTimeout` or another reason of the session's end.
 */
export async function connect(options: ConnectOptions): Promise<FixSession> {
  const { clock = systemClock, store = new MemoryStore(), heartBtInt = 60, reconnect = true } = options;
  const open = options.transport ?? overTcp(options);
  const sign = signer(options, clock);
  const rollover = options.rollover === false ? undefined : (options.rollover ?? KRAKEN_ROLLOVER);
  if (!Number.isSafeInteger(heartBtInt) || heartBtInt < 0) {
    throw invalid("/heartBtInt", "a whole number of seconds from 0", heartBtInt);
  }
  const { resetSeqNum, ...config } = {
    role: "initiator",
    senderCompID: compID("/senderCompID", options.senderCompID),
    targetCompID: compID("/targetCompID", options.targetCompID),
    heartBtInt,
    ...(rollover !== undefined && { rollover }),
    ...given(options, "resetSeqNum", "logonTimeout", "logoutTimeout", "sendingTimeTolerance"),
  } as const;
  let link: Link | undefined;
  const dial = async (first: boolean): Promise<void> => {
    const numbers = store.numbers();
    const own = session.attach(
      new SessionMachine({ ...config, numbers, ...(first && resetSeqNum !== undefined && { resetSeqNum }) }),
    );
    link = own;
    const transport = await open({
      received: (bytes) => own.input({ type: "received", bytes }),
      closed: () => own.input({ type: "disconnected" }),
    });
    own.open(transport);
  };
  const session: FixSession = new FixSession({
    store,
    clock,
    options,
    ask: (question) => {
      const asking = link;
      if (question.type !== "logonNeeded" || asking === undefined) return;
      sign(question.MsgSeqNum).then(
        (fields) => asking.input({ type: "logon", fields }),
        () => asking.input({ type: "disconnected" }),
      );
    },
    cancelsOrders: () =>
      options.credentials !== undefined &&
      logonFields(options).CancelOrdersOnDisconnect !== CancelOrdersOnDisconnect.KeepOrders,
    ...(options.whileDown !== undefined && { whileDown: options.whileDown }),
    ...(reconnect !== false && {
      again: {
        policy: new Reconnect(reconnect === true ? {} : reconnect, rollover),
        dial: () => dial(false),
      },
    }),
  });
  try {
    await dial(true);
  } catch (cause) {
    throw new FixError("connectFailed", "the connection could not be opened", { retryable: true, cause });
  }
  await session.established;
  return session;
}

/** The options of the given names that were given. */
function given<Options extends object, Name extends keyof Options>(
  options: Options,
  ...names: readonly Name[]
): { [Key in Name]?: Exclude<Options[Key], undefined> } {
  return Object.fromEntries(
    names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]),
  ) as { [Key in Name]?: Exclude<Options[Key], undefined> };
}

function logonFields({ cancelOnDisconnect, logon }: ConnectOptions): LogonCredentials {
  if (cancelOnDisconnect === undefined) return logon ?? {};
  const { CancelOrders, KeepOrders } = CancelOrdersOnDisconnect;
  return { ...logon, CancelOrdersOnDisconnect: cancelOnDisconnect ? CancelOrders : KeepOrders };
}

function overTcp({ host, port, tls, socket }: ConnectOptions): OpenTransport {
  if (typeof host !== "string" || host === "") throw invalid("/host", "a host name", host);
  if (!Number.isInteger(port) || port === undefined || port < 1 || port > 65_535) {
    throw invalid("/port", "a port from 1 to 65535", port);
  }
  const local = host === "localhost" || host === "::1" || /^127\./.test(host);
  return tcp({ host, port, tls: tls ?? !local, ...(socket !== undefined && { socket }) });
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
  const { credentials, senderCompID, targetCompID } = options;
  const logon = logonFields(options);
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
