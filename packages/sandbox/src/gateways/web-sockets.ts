import type { Server } from "node:http";
import type { Faults, WebSocketNames } from "../faults.ts";
import type { Sessions } from "../sessions.ts";
import type { Exchange } from "./gateway.ts";
import type { SpotWires } from "./spot/wires.ts";
import {
  acceptWebSockets,
  type WebSocketEndpoint,
  type WebSocketRoute,
} from "./websocket/web-socket-server.ts";
import { CHANNELS as LEGACY_CHANNELS } from "./ws-legacy/channels.ts";
import { createLegacyGateway } from "./ws-legacy/gateway.ts";
import { METHODS as LEGACY_METHODS } from "./ws-legacy/methods.ts";
import { CHANNELS as V2_CHANNELS } from "./ws-v2/channels.ts";
import { createV2Gateway } from "./ws-v2/gateway.ts";
import { METHODS as V2_METHODS } from "./ws-v2/methods.ts";

/** What faults of the WebSockets may name. */
export const WEB_SOCKET_NAMES: WebSocketNames = {
  "ws-v2": new Set(["ping", ...V2_METHODS.keys(), ...V2_CHANNELS.keys()]),
  "ws-legacy": new Set(["ping", ...LEGACY_METHODS.keys(), ...LEGACY_CHANNELS.keys()]),
};

/** Each host of the exchange is a path here. */
const PATHS = {
  wsV2: "/v2",
  wsV2Public: "/public/v2",
  wsV2Level3: "/l3/v2",
  wsLegacy: "/",
  wsLegacyPublic: "/public",
} as const;

export interface WebSocketsOptions {
  readonly faults: Faults;
  /** Where connections are noted. */
  readonly sessions: Sessions;
  /** Bytes that may wait for a client to read them before it is cut off. */
  readonly mostUnsent: number;
}

export interface OpenWebSockets extends WebSocketEndpoint {
  /** Where each host is reached, on a server of this name and port. */
  urls(authority: string): { readonly [Host in keyof typeof PATHS]: string };
}

/** Opens every host of both WebSockets on an HTTP server. */
export function openWebSockets(
  server: Server,
  exchange: Exchange,
  wires: SpotWires,
  { faults, sessions, mostUnsent }: WebSocketsOptions,
): OpenWebSockets {
  const v2 = (host: Parameters<typeof createV2Gateway>[2]): WebSocketRoute => ({
    interface: "ws-v2",
    gateway: createV2Gateway(exchange, wires, host),
  });
  const legacy = (host: Parameters<typeof createLegacyGateway>[2]): WebSocketRoute => ({
    interface: "ws-legacy",
    gateway: createLegacyGateway(exchange, wires, host),
  });
  const routes = new Map([
    [PATHS.wsV2, v2("private")],
    [PATHS.wsV2Public, v2("public")],
    [PATHS.wsV2Level3, v2("l3")],
    [PATHS.wsLegacy, legacy("private")],
    [PATHS.wsLegacyPublic, legacy("public")],
  ] as const);
  const endpoint = acceptWebSockets(server, routes, { faults, sessions, mostUnsent });
  return {
    close: () => endpoint.close(),
    urls: (authority) => {
      const at = (host: keyof typeof PATHS) => `ws://${authority}${PATHS[host]}`;
      return {
        wsV2: at("wsV2"),
        wsV2Public: at("wsV2Public"),
        wsV2Level3: at("wsV2Level3"),
        wsLegacy: at("wsLegacy"),
        wsLegacyPublic: at("wsLegacyPublic"),
      };
    },
  };
}
