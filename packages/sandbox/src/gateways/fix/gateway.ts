import {
  type FixAcceptor,
  type FixFault,
  type FixSession,
  type Logon,
  type LogonVerdict,
  listen,
  logon as logonMessage,
} from "@x/fix";
import type { Venue } from "../../engine/market.ts";
import { type Faults, FIX_MESSAGES } from "../../faults.ts";
import type { RateLimits } from "../../rate-limits.ts";
import type { Sessions } from "../../sessions.ts";
import type { Exchange } from "../gateway.ts";
import type { TradingLimits } from "../spot/trading-limits.ts";
import { type FixAuthentication, REFUSED } from "./authentication.ts";
import { ClOrdIdRules, COMB_REQUIRED, refuseOnDerivatives } from "./cl-ord-id.ts";
import { FIX_ENDPOINTS, type FixEndpoint, type FixEndpointName } from "./endpoints.ts";
import { derivativesLimits, type FixLimits, spotLimits, UNLIMITED } from "./limits.ts";
import { serveMarketData } from "./market-data-session.ts";
import { spoiled } from "./spoiled-transport.ts";
import { serveOrders } from "./trading-session.ts";

export interface FixGatewayOptions {
  readonly account: string;
  readonly authentication: FixAuthentication;
  readonly host: string;
  /** Any free one where left out. */
  readonly ports: { readonly [Name in FixEndpointName]?: number | undefined };
  /** Where sessions are noted. */
  readonly sessions: Sessions;
  /** Left out: nobody counts. */
  readonly limits: { readonly spot: TradingLimits; readonly derivatives: RateLimits } | undefined;
  readonly faults: Faults;
  /** Whether the account's orders on derivatives give way to newer ones that would trade with them. */
  readonly givesWay: () => boolean;
}

export interface FixGateway {
  readonly ports: { readonly [Name in FixEndpointName]: number };
  /** Logs every session out and stops listening. */
  close(): Promise<void>;
}

/** Opens every host of the FIX API. */
export async function openFixGateway(exchange: Exchange, options: FixGatewayOptions): Promise<FixGateway> {
  const open: FixAcceptor[] = [];
  const close = async () => {
    await Promise.all(open.map((acceptor) => acceptor.close()));
  };
  const ports: { [name: string]: number } = {};
  try {
    for (const [name, endpoint] of Object.entries(FIX_ENDPOINTS)) {
      const acceptor = await openEndpoint(name as FixEndpointName, endpoint, exchange, options);
      open.push(acceptor);
      ports[name] = acceptor.port;
    }
  } catch (cause) {
    await close();
    throw cause;
  }
  return { ports: ports as FixGateway["ports"], close };
}

function openEndpoint(
  name: FixEndpointName,
  endpoint: FixEndpoint,
  exchange: Exchange,
  options: FixGatewayOptions,
): Promise<FixAcceptor> {
  const { targetCompID, venue, serves } = endpoint;
  const { account, authentication, sessions, limits, givesWay, faults } = options;
  const trades = serves === "orders";
  /** By CompID: what its ids were is known from one connection to the next. */
  const ids = new Map<string, ClOrdIdRules>();
  const limitsOf = (session: string): FixLimits => {
    if (limits === undefined) return UNLIMITED;
    return venue === "spot"
      ? spotLimits(limits.spot, account)
      : derivativesLimits(limits.derivatives, session);
  };
  const serve = (session: FixSession, logon: Logon): void => {
    const { targetCompID: owner } = session;
    session.closed.then(sessions.opened(name, owner));
    if (!trades) {
      serveMarketData(session, endpoint, exchange);
      return;
    }
    const known = ids.get(owner);
    const rules =
      known === undefined || logon.ForceResetClOrdID === true ? new ClOrdIdRules(exchange.wall) : known;
    ids.set(owner, rules);
    const caller = { account, session: owner, venue, ids: rules, limits: limitsOf(owner), givesWay, faults };
    serveOrders(session, logon, caller, exchange);
  };
  return listen({
    senderCompID: targetCompID,
    authenticate: (logon): LogonVerdict => {
      if (faults.takeOnFix(["logonRefused"], logonMessage.name) !== undefined) return REFUSED;
      return trades ? authentication.judge(logon) : authentication.judgeName(logon, tradesOn(venue));
    },
    through: (open) =>
      spoiled(open, (msgType) => faults.takeOnFix(ON_THE_WAY, FIX_MESSAGES.get(msgType) ?? "")),
    onSession: serve,
    // Market data has refusals of its own for values it does not have.
    inbound: trades ? "strict" : "lenient",
    ...(venue === "futures" && trades && { judge: (message) => refuseOnDerivatives(message, exchange.wall) }),
    rejectText,
    unread: "refuse",
    clock: exchange.wall,
    host: options.host,
    port: options.ports[name] ?? 0,
  });
}

/** What can happen to a message once it has its number. */
const ON_THE_WAY = [
  "droppedConnection",
  "sequenceGap",
  "duplicate",
  "garbledChecksum",
  "silentPeer",
] as const;

/** Market data of a venue goes to the CompIDs that trade there. */
function tradesOn(venue: Venue): string {
  return venue === "spot" ? FIX_ENDPOINTS.fix.targetCompID : FIX_ENDPOINTS.fixDerivatives.targetCompID;
}

/** The exchange words two kinds of refusals in its own way, and one rule. */
function rejectText({ reason, tag, path, expected, actual }: FixFault): string {
  const name = path.split("/").at(-1);
  if (expected === COMB_REQUIRED) return expected;
  if (reason === "1") return `Missing mandatory field: ${name} (${tag})`;
  if (reason === "5") return `Invalid value for tag ${tag}: ${name}`;
  return `${name}: expected ${expected}, got ${actual}`;
}
