import { derivativesPool, historyPool } from "@x/futures-rest";
import { type AdminServer, openAdminServer } from "./admin/admin-server.ts";
import { type SandboxEvent, watchEvents } from "./admin/events.ts";
import type { AdminGrounds } from "./admin/grounds.ts";
import { type SandboxView, snapshot } from "./admin/snapshot.ts";
import { ControlClock } from "./control-clock.ts";
import {
  type FixCredentials,
  type FuturesCredentials,
  makeFixKey,
  makeKey,
  type SandboxCredentials,
} from "./credentials.ts";
import { type Decimal, isPositive, parseDecimal } from "./engine/decimal.ts";
import type { Engine, EngineCounts } from "./engine/engine.ts";
import type { Venue } from "./engine/market.ts";
import { ACCOUNT, openExchange } from "./exchange.ts";
import { Faults } from "./faults.ts";
import { FixAuthentication } from "./gateways/fix/authentication.ts";
import type { FixEndpointName } from "./gateways/fix/endpoints.ts";
import { type FixGateway, openFixGateway } from "./gateways/fix/gateway.ts";
import { FuturesAuthentication } from "./gateways/futures-rest/authentication.ts";
import { createFuturesGateway } from "./gateways/futures-rest/gateway.ts";
import { faultable } from "./gateways/futures-rest/handlers.ts";
import { openSpotWires } from "./gateways/spot/wires.ts";
import { createSpotGateway } from "./gateways/spot-rest/gateway.ts";
import { openWebSockets, WEB_SOCKET_NAMES } from "./gateways/web-sockets.ts";
import { createHttpServer } from "./http/http-server.ts";
import { inUrl, isLoopback, listen } from "./listen.ts";
import { MarketControl } from "./market/market-control.ts";
import { RateLimits } from "./rate-limits.ts";
import type { FixUrl, SandboxOptions, SandboxUrls } from "./sandbox-options.ts";
import { Sessions } from "./sessions.ts";

interface Parts {
  readonly urls: SandboxUrls;
  readonly credentials: SandboxCredentials;
  readonly engine: Engine;
  readonly deposit: (venue: Venue, asset: string, amount: Decimal) => void;
  readonly futures: FuturesAuthentication;
  readonly fixKeys: FixAuthentication;
  readonly faults: Faults;
  readonly grounds: AdminGrounds;
  readonly adminToken: string | undefined;
  readonly close: () => Promise<void>;
}

/** A running simulated exchange. */
export class Sandbox {
  readonly urls: SandboxUrls;
  /** What is to go wrong on Futures REST and on the WebSockets. */
  readonly faults: Faults;
  /** Lets a test be the market. */
  readonly market: MarketControl;
  // Private, so that logging a sandbox does not print them.
  readonly #credentials: SandboxCredentials;
  readonly #engine: Engine;
  readonly #deposit: Parts["deposit"];
  readonly #futures: FuturesAuthentication;
  readonly #fixKeys: FixAuthentication;
  readonly #grounds: AdminGrounds;
  readonly #adminToken: string | undefined;
  readonly #close: () => Promise<void>;
  #closing: Promise<void> | undefined;

  constructor(parts: Parts) {
    const { urls, credentials, engine, deposit, futures, fixKeys, faults, grounds, adminToken, close } =
      parts;
    this.urls = urls;
    this.faults = faults;
    this.#futures = futures;
    this.#fixKeys = fixKeys;
    this.#grounds = grounds;
    this.#adminToken = adminToken;
    this.#credentials = credentials;
    this.#engine = engine;
    this.market = new MarketControl(engine);
    this.#deposit = deposit;
    this.#close = close;
  }

  /** What to log in with on each wire. */
  get credentials(): SandboxCredentials {
    return this.#credentials;
  }

  /** What the admin endpoint wants to see as `Authorization: Bearer <token>`, if it was asked for. */
  get adminToken(): string | undefined {
    return this.#adminToken;
  }

  /** One more throw-away Futures key of the account, with the permission it is to have. */
  createFuturesKey(permission: NonNullable<FuturesCredentials["permission"]>): FuturesCredentials {
    const key = { ...makeKey(), permission };
    this.#futures.add(key);
    return key;
  }

  /**
   * Gives the account more to trade with: on spot any asset of its markets, on futures `usd`, `xbt` or `eth` in the flex
   * wallet.
   *
   * @throws RangeError for an asset that the venue does not know and for an amount that is no positive decimal number.
   */
  deposit(venue: Venue, asset: string, amount: string): void {
    const decimal = parseDecimal(amount);
    if (decimal === undefined || !isPositive(decimal)) {
      throw new RangeError(`amount: expected a positive decimal number, got ${JSON.stringify(amount)}`);
    }
    this.#deposit(venue, asset, decimal);
  }

  /**
   * Credentials of one more FIX session under a CompID of its own, whose orders are its own too.
   *
   * @throws RangeError for a CompID that exists already.
   */
  createFixSession(venue: Venue, senderCompID: string): FixCredentials {
    const key = makeFixKey(venue, senderCompID);
    this.#fixKeys.add(key);
    return key;
  }

  /** How many orders were placed and have ended over all wires, and how many are open. */
  counts(): EngineCounts {
    return this.#engine.counts(ACCOUNT);
  }

  /** How many orders are open on one venue. */
  openOrders(venue: "spot" | "futures"): number {
    return this.#engine.open({ account: ACCOUNT, venue }).length;
  }

  /** Everything worth looking at, at this moment: the state that the admin endpoint shows. */
  view(): SandboxView {
    return snapshot(this.#grounds);
  }

  /** Hears what happens from now on, a snapshot first. Returns how to stop. */
  watch(listener: (event: SandboxEvent) => void): () => void {
    return watchEvents(this.#grounds, listener);
  }

  /** Ends all connections and stops listening. Safe to call twice. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

/**
 * Starts a simulated exchange: one order store, reached over Futures REST, WebSocket v2, legacy WebSocket and FIX.
 *
 * @throws RangeError for a host that is not loopback, unless `allowRemote` is set, and for a seed or market other than
 * those the state began with.
 * @throws Error with the system's code, such as `EADDRINUSE`, when it cannot listen.
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { host = "127.0.0.1", ports = {}, clock = new ControlClock() } = options;
  if (!isLoopback(host) && options.allowRemote !== true) {
    throw new RangeError(`host: expected a loopback address such as 127.0.0.1, got ${JSON.stringify(host)}`);
  }
  const opened = await openExchange({
    seed: options.seed,
    clock,
    credentials: options.credentials,
    market: options.market,
    statePath: options.state,
  });
  const { exchange, futures: state, credentials } = opened;
  const { engine, spot } = exchange;
  const futures = new FuturesAuthentication(credentials.futures);
  const faults = new Faults(faultable, WEB_SOCKET_NAMES);
  const counts = options.rateLimits !== false;
  const limits = counts ? new RateLimits(clock, [derivativesPool, historyPool]) : undefined;
  const wires = openSpotWires(exchange, faults, counts);
  const fixKeys = new FixAuthentication(exchange.wall);
  fixKeys.add(credentials.fix);
  fixKeys.add(credentials.fixDerivatives);
  const sessions = new Sessions(clock);
  const gateways = [
    createFuturesGateway(exchange, { account: ACCOUNT, state, authentication: futures, limits, faults }),
    createSpotGateway(exchange, wires, ACCOUNT, credentials.spot),
  ];
  const server = createHttpServer(gateways, exchange.wall);
  const webSockets = openWebSockets(server, exchange, wires, {
    faults,
    sessions,
    mostUnsent: options.webSocketBuffer ?? 8 << 20,
  });
  const closeHttp = () => {
    webSockets.close();
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  let port: number;
  try {
    opened.resume();
    port = await listen(server, host, ports.http ?? 0);
  } catch (cause) {
    opened.close();
    throw cause;
  }
  let fix: FixGateway;
  try {
    fix = await openFixGateway(exchange, {
      account: ACCOUNT,
      authentication: fixKeys,
      host,
      ports,
      sessions,
      limits: limits && wires.limits && { spot: wires.limits, derivatives: limits },
      faults,
      givesWay: () => state.preferences.selfTrade !== "REJECT_TAKER",
    });
  } catch (cause) {
    await closeHttp();
    opened.close();
    throw cause;
  }
  const grounds: AdminGrounds = {
    ...{ engine, account: ACCOUNT, spot, futures: state, faults, sessions },
    control: clock instanceof ControlClock ? clock : undefined,
  };
  let admin: AdminServer | undefined;
  try {
    admin = await openAdmin(options, grounds);
  } catch (cause) {
    await Promise.all([closeHttp(), fix.close()]);
    opened.close();
    throw cause;
  }
  const authority = `${inUrl(host)}:${port}`;
  return new Sandbox({
    urls: {
      futuresRest: `http://${authority}`,
      spotRest: `http://${authority}/0`,
      ...webSockets.urls(authority),
      ...fixUrls(host, fix),
      ...(admin !== undefined && { admin: admin.url }),
    },
    credentials,
    engine,
    deposit: (venue, asset, amount) => (venue === "spot" ? spot : state).deposit(asset, amount),
    futures,
    fixKeys,
    faults,
    grounds,
    adminToken: admin?.token,
    async close() {
      await Promise.all([closeHttp(), fix.close(), admin?.close()]);
      opened.close();
    },
  });
}

async function openAdmin(
  { admin = false, ports }: SandboxOptions,
  grounds: AdminGrounds,
): Promise<AdminServer | undefined> {
  if (admin === false) return undefined;
  const token = typeof admin === "object" ? admin.token : undefined;
  return openAdminServer(grounds, { port: ports?.admin ?? 0, token });
}

function fixUrls(host: string, { ports }: FixGateway): { readonly [Name in FixEndpointName]: FixUrl } {
  const at = (name: FixEndpointName): FixUrl => ({ host, port: ports[name] });
  return {
    fix: at("fix"),
    fixMarketData: at("fixMarketData"),
    fixLevel3: at("fixLevel3"),
    fixDerivatives: at("fixDerivatives"),
    fixDerivativesMarketData: at("fixDerivativesMarketData"),
    fixDerivativesLevel3: at("fixDerivativesLevel3"),
  };
}
