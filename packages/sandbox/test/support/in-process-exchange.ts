import { ManualClock } from "../../../core/test/manual-clock.ts";
import { Engine } from "../../src/engine/engine.ts";
import { seededRandom } from "../../src/engine/random.ts";
import { Faults } from "../../src/faults.ts";
import type { Exchange } from "../../src/gateways/gateway.ts";
import { MarketStatistics } from "../../src/gateways/spot/market-statistics.ts";
import { TradingLimits } from "../../src/gateways/spot/trading-limits.ts";
import type { SpotWires } from "../../src/gateways/spot/wires.ts";
import { WEB_SOCKET_NAMES } from "../../src/gateways/web-sockets.ts";
import type { WebSocketGateway } from "../../src/gateways/websocket/conversation.ts";
import { createLegacyGateway } from "../../src/gateways/ws-legacy/gateway.ts";
import { createV2Gateway } from "../../src/gateways/ws-v2/gateway.ts";
import { openMarket } from "../../src/market/open-market.ts";
import type { MarketSettings } from "../../src/market/settings.ts";
import { SessionTokens } from "../../src/session-tokens.ts";
import { openSpot } from "../../src/state/spot/spot-state.ts";

const ACCOUNT = "main";

/** A connection without a socket: frames are handed over at once. */
export interface Wire {
  ask(message: object): void;
  close(): void;
}

/** The spot exchange with every host of both WebSockets, on a clock that the test moves. */
export function inProcessExchange(seed: string, market: MarketSettings, counts = true) {
  const clock = new ManualClock();
  const engine = new Engine({ seed, clock });
  const spot = openSpot(engine, ACCOUNT);
  const stop = openMarket(engine, market, seed);
  const exchange: Exchange = { engine, clock, wall: clock, spot, random: seededRandom(`${seed} wires`) };
  const tokens = new SessionTokens(clock);
  const wires: SpotWires = {
    tokens,
    faults: new Faults(new Map(), WEB_SOCKET_NAMES),
    limits: counts ? new TradingLimits(clock) : undefined,
    statistics: new MarketStatistics(engine),
  };
  const connect = (gateway: WebSocketGateway, heard: (frame: string) => void): Wire => {
    const ignored = () => {};
    const conversation = gateway({ send: heard, close: ignored, freeze: ignored, stall: ignored });
    return {
      ask: (message) => conversation.receive(JSON.stringify(message)),
      close: () => conversation.closed(),
    };
  };
  const hosts = {
    v2Public: createV2Gateway(exchange, wires, "public"),
    v2Private: createV2Gateway(exchange, wires, "private"),
    v2Level3: createV2Gateway(exchange, wires, "l3"),
    legacyPublic: createLegacyGateway(exchange, wires, "public"),
    legacyPrivate: createLegacyGateway(exchange, wires, "private"),
  };
  return {
    account: ACCOUNT,
    clock,
    engine,
    spot,
    token: () => tokens.issue(ACCOUNT),
    connect: (host: keyof typeof hosts, heard: (frame: string) => void) => connect(hosts[host], heard),
    stop() {
      stop();
      engine.close();
    },
  };
}

export type InProcessExchange = ReturnType<typeof inProcessExchange>;
