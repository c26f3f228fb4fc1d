import { join } from "node:path";
import {
  type FixAcceptor,
  type FixSession,
  type ListenOptions,
  type Logon,
  type LogonVerdict,
  listen,
  logonPassword,
  MemoryStore,
  type SessionStore,
} from "@x/fix";
import { OurExchange } from "../fix/our-exchange.ts";
import { PeerProcess } from "../fix/peer-process.ts";
import { openWire, type Wire } from "../fix/wire.ts";
import type { Place } from "./scenario.ts";
import { CREDENTIALS, PARTIES, WRITTEN_DICTIONARY, writeSettings } from "./setting.ts";

export interface AcceptorStage extends AsyncDisposable {
  readonly wire: Wire;
  readonly exchange: OurExchange;
  readonly peer: PeerProcess;
  acceptor: FixAcceptor;
  /** Starts QuickFIX, on the store it left behind, with the right secret or another. */
  startPeer(apiSecret?: string): Promise<void>;
  /** Listens again, with the exchange as it was. */
  listen(storeOf?: ListenOptions["storeOf"]): Promise<void>;
  session(): Promise<FixSession>;
}

/** QuickFIX as the client, and a wire from it to our acceptor. */
export async function acceptorStage(
  { folder, programs, tls }: Place,
  {
    heartBtInt = 30,
    store = new MemoryStore(),
    ...options
  }: Partial<ListenOptions> & { heartBtInt?: number; store?: SessionStore; secure?: boolean } = {},
): Promise<AcceptorStage> {
  const exchange = new OurExchange();
  const open = (storeOf: ListenOptions["storeOf"]): Promise<FixAcceptor> =>
    listen({
      senderCompID: PARTIES.exchange,
      authenticate: judge,
      onSession: (session) => exchange.serve(session),
      onEvent: (event) => exchange.events.add(event),
      ...(storeOf !== undefined && { storeOf }),
      ...options,
    });
  let acceptor = await open(() => store);
  const wire = await openWire(() => acceptor.port);
  const settings = writeSettings({
    role: "initiator",
    folder,
    port: wire.port,
    heartBtInt,
    tls: options.tls === undefined ? undefined : tls,
  });
  let peer: PeerProcess | undefined;
  return {
    wire,
    exchange,
    get peer() {
      if (peer === undefined) throw new Error("QuickFIX was not started");
      return peer;
    },
    get acceptor() {
      return acceptor;
    },
    async startPeer(apiSecret = CREDENTIALS.apiSecret) {
      const args = [settings, WRITTEN_DICTIONARY, CREDENTIALS.apiKey, apiSecret];
      peer = await PeerProcess.start("QuickFIX", join(programs, "initiator"), args);
    },
    async listen(storeOf) {
      acceptor = await open(storeOf ?? (() => store));
    },
    session: () => exchange.sessions.expect("a session", () => true),
    async [Symbol.asyncDispose]() {
      await peer?.quit();
      await acceptor.close();
      await wire.close();
    },
  };
}

/** Kraken's own rule: the password is made with the secret. */
async function judge({ Username = "", Password, Nonce = "", header }: Logon): Promise<LogonVerdict> {
  const password = await logonPassword({ ...CREDENTIALS, nonce: Nonce, ...header });
  const right = Username === CREDENTIALS.apiKey && Password === password;
  return right ? { accepted: true } : { accepted: false, text: "Logon failed: invalid credentials" };
}
