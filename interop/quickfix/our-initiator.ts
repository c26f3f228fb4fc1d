import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  type BusinessMessageReject,
  businessMessageReject,
  type ConnectOptions,
  connect,
  type ExecutionReport,
  executionReport,
  type FixSession,
  type MarketDataIncrementalRefresh,
  type MarketDataSnapshotFullRefresh,
  marketDataIncrementalRefresh,
  marketDataSnapshotFullRefresh,
  type NewOrderSingleInput,
  newOrderSingle,
  numericClOrdIDs,
  OrdType,
  type SessionEvent,
  Side,
  TimeInForce,
} from "@x/fix";
import { PeerProcess } from "../fix/peer-process.ts";
import { Sightings } from "../fix/sightings.ts";
import { freePort, openWire, type Wire } from "../fix/wire.ts";
import type { Place } from "./scenario.ts";
import { CREDENTIALS, PARTIES, WRITTEN_DICTIONARY, writeSettings } from "./setting.ts";

export type Told =
  | ExecutionReport
  | BusinessMessageReject
  | MarketDataSnapshotFullRefresh
  | MarketDataIncrementalRefresh;

/** One connection of ours to QuickFIX: the session, and what came of it. */
export interface OurClient {
  readonly session: FixSession;
  readonly told: Sightings<Told>;
  readonly events: Sightings<SessionEvent>;
}

export interface InitiatorStage extends AsyncDisposable {
  readonly wire: Wire;
  peer: PeerProcess;
  /** Starts QuickFIX again, on the store it left behind. */
  startPeer(): Promise<void>;
  connect(options?: Partial<ConnectOptions>): Promise<OurClient>;
}

const ids = numericClOrdIDs();

/** QuickFIX as the exchange, and a wire to it. */
export async function initiatorStage(
  { folder, programs, tls }: Place,
  { secure = false, heartBtInt = 30 }: { secure?: boolean; heartBtInt?: number } = {},
): Promise<InitiatorStage> {
  // The wire takes a port of its own first: it must not be given the one that was just found free.
  let port = 0;
  const wire = await openWire(() => port);
  port = await freePort();
  const settings = writeSettings({
    role: "acceptor",
    folder,
    port,
    heartBtInt,
    tls: secure ? tls : undefined,
  });
  const start = (): Promise<PeerProcess> =>
    PeerProcess.start("QuickFIX", join(programs, "acceptor"), [
      settings,
      WRITTEN_DICTIONARY,
      CREDENTIALS.apiKey,
      CREDENTIALS.apiSecret,
    ]);
  const clients: OurClient[] = [];
  const stage: InitiatorStage = {
    wire,
    peer: await start(),
    async startPeer() {
      stage.peer = await start();
    },
    async connect(options = {}) {
      const events = new Sightings<SessionEvent>("our side", (event) => JSON.stringify(event));
      const told = new Sightings<Told>("our side", (message) => JSON.stringify(message));
      const session = await connect({
        host: "127.0.0.1",
        port: wire.port,
        senderCompID: PARTIES.client,
        targetCompID: PARTIES.exchange,
        credentials: CREDENTIALS,
        heartBtInt,
        rollover: false,
        reconnect: { initial: 100, maximum: 500 },
        onEvent: (event) => events.add(event),
        ...options,
      });
      // What QuickFIX is told to send after its Logon, but before it counts itself logged on, it keeps to itself.
      await stage.peer.sees("logon");
      read(session, told);
      const client = { session, told, events };
      clients.push(client);
      return client;
    },
    async [Symbol.asyncDispose]() {
      for (const { session } of clients) if (session.active) await session.close();
      await stage.peer.quit();
      await wire.close();
    },
  };
  return stage;
}

function read(session: FixSession, told: Sightings<Told>): void {
  const messages = session.messages(
    executionReport,
    businessMessageReject,
    marketDataSnapshotFullRefresh,
    marketDataIncrementalRefresh,
  );
  const readAll = async (): Promise<void> => {
    for await (const message of messages) told.add(message);
  };
  // How a session ends is for the scenario to judge, by the session itself.
  readAll().catch(() => undefined);
}

/** Places a limit order for 10 and returns its ClOrdID. */
export function place({ session }: OurClient, fields: Partial<NewOrderSingleInput> = {}): string {
  const ClOrdID = fields.ClOrdID ?? ids.next();
  session.send(newOrderSingle, {
    Symbol: "BTC/USD",
    Side: Side.Buy,
    OrdType: OrdType.Limit,
    OrderQty: "10",
    Price: "28003.10",
    TimeInForce: TimeInForce.GoodTillCancel,
    TransactTime: new Date(),
    NoAllocs: [{ AllocAccount: "sub-1" }],
    ...fields,
    ClOrdID,
  });
  return ClOrdID;
}

/** The next report on an order with this ExecType. */
export async function report(
  { told }: OurClient,
  ClOrdID: string,
  ExecType: string,
): Promise<ExecutionReport> {
  const found = await told.expect(
    `an ExecutionReport 150=${ExecType} on ${ClOrdID}`,
    (message) =>
      message.MsgType === "8" &&
      (message.ClOrdID === ClOrdID || message.OrigClOrdID === ClOrdID) &&
      message.ExecType === ExecType,
  );
  return found as ExecutionReport;
}

/** Places an order and waits until QuickFIX has taken it. */
export async function placed(client: OurClient): Promise<string> {
  const id = place(client);
  await report(client, id, "A");
  await report(client, id, "0");
  return id;
}

export async function event<Kind extends SessionEvent["kind"]>(
  { events }: OurClient,
  kind: Kind,
  fits: (event: Extract<SessionEvent, { kind: Kind }>) => boolean = () => true,
): Promise<Extract<SessionEvent, { kind: Kind }>> {
  type Wanted = Extract<SessionEvent, { kind: Kind }>;
  const found = await events.expect(
    `the event ${kind}`,
    (item) => item.kind === kind && fits(item as Wanted),
  );
  return found as Wanted;
}

/** Breaks the connection off, lets something happen meanwhile, and waits for the next one. */
export async function dropped(
  client: OurClient,
  { wire, peer }: InitiatorStage,
  meanwhile: () => void = () => undefined,
): Promise<void> {
  wire.cut();
  await event(client, "disconnected");
  meanwhile();
  await wait(300);
  wire.mend();
  await event(client, "connected", ({ again }) => again);
  await peer.sees("logon");
}
