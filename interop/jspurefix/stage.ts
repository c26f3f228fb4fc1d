import { setTimeout as wait } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { connect, FixError, type FixSession, listen, type SessionEvent } from "@x/fix";
import { OurExchange } from "../fix/our-exchange.ts";
import { PeerProcess } from "../fix/peer-process.ts";
import { Sightings } from "../fix/sightings.ts";
import { freePort, openWire, type Wire } from "../fix/wire.ts";

export interface JspurefixPlace {
  /** Where jspurefix is installed. */
  readonly installed: string;
}

export const PARTIES = { client: "INTEROP", exchange: "KRAKEN-TRD" } as const;

/** jspurefix takes its time to read the dictionary, and says nothing when it begins to listen. */
const ATTEMPTS = 100;

/** Starts jspurefix as one side, which dials or listens on the port. */
export function startPeer(
  { installed }: JspurefixPlace,
  role: "acceptor" | "initiator",
  port: number,
): Promise<PeerProcess> {
  const program = fileURLToPath(new URL("peer.ts", import.meta.url));
  return PeerProcess.start("jspurefix", process.execPath, [program, installed, role, String(port)]);
}

export interface InitiatorStage extends AsyncDisposable {
  readonly wire: Wire;
  readonly peer: PeerProcess;
  readonly session: FixSession;
  readonly events: Sightings<SessionEvent>;
}

/** jspurefix as the exchange, a wire to it, and a session of ours over the wire. */
export async function initiatorStage(place: JspurefixPlace): Promise<InitiatorStage> {
  // The wire takes a port of its own first: it must not be given the one that was just found free.
  let port = 0;
  const wire = await openWire(() => port);
  port = await freePort();
  const peer = await startPeer(place, "acceptor", port);
  const events = new Sightings<SessionEvent>("our side", (event) => JSON.stringify(event));
  const session = await untilItListens(() =>
    connect({
      host: "127.0.0.1",
      port: wire.port,
      senderCompID: PARTIES.client,
      targetCompID: PARTIES.exchange,
      rollover: false,
      reconnect: { initial: 100, maximum: 500 },
      onEvent: (event) => events.add(event),
    }),
  );
  await peer.sees("logon");
  return {
    wire,
    peer,
    session,
    events,
    async [Symbol.asyncDispose]() {
      if (session.active) await session.close();
      await peer.quit();
      await wire.close();
    },
  };
}

async function untilItListens(open: () => Promise<FixSession>): Promise<FixSession> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await open();
    } catch (error) {
      if (!FixError.is(error) || !error.retryable || attempt === ATTEMPTS) throw error;
      await wait(100);
    }
  }
}

export interface AcceptorStage extends AsyncDisposable {
  readonly wire: Wire;
  readonly peer: PeerProcess;
  readonly exchange: OurExchange;
}

/** jspurefix as the client, a wire from it to our acceptor, and an exchange on that. */
export async function acceptorStage(place: JspurefixPlace): Promise<AcceptorStage> {
  const exchange = new OurExchange();
  const acceptor = await listen({
    senderCompID: PARTIES.exchange,
    authenticate: () => ({ accepted: true }),
    onSession: (session) => exchange.serve(session),
    onEvent: (event) => exchange.events.add(event),
  });
  const wire = await openWire(() => acceptor.port);
  const peer = await startPeer(place, "initiator", wire.port);
  await peer.sees("logon");
  return {
    wire,
    peer,
    exchange,
    async [Symbol.asyncDispose]() {
      await peer.quit();
      await acceptor.close();
      await wire.close();
    },
  };
}
