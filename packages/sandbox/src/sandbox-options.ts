import type { Clock } from "@x/core";
import type { SandboxCredentials } from "./credentials.ts";
import type { FixEndpointName } from "./gateways/fix/endpoints.ts";
import type { MarketSettings } from "./market/settings.ts";

export interface SandboxOptions {
  /** Order and connection ids follow from it. Default: `sandbox`. */
  readonly seed?: string;
  /** The address to listen on. Default: `127.0.0.1`. Others than loopback are refused unless `allowRemote` is set. */
  readonly host?: string;
  readonly allowRemote?: boolean;
  /** Ports to listen on; 0 or left out: any free one. */
  readonly ports?: { readonly http?: number; readonly admin?: number } & {
    readonly [Name in FixEndpointName]?: number;
  };
  /**
   * Whether to open the admin endpoint, which looks into the sandbox and moves it. It is on 127.0.0.1 whatever `host` is,
   * and asks for a token. Default: false.
   */
  readonly admin?: boolean | { readonly token: string };
  /** Where time comes from. Default: a `ControlClock` that follows the system's. */
  readonly clock?: Clock;
  /** Credentials to accept in place of new throw-away ones. */
  readonly credentials?: Partial<SandboxCredentials>;
  /**
   * Whether Futures REST counts what calls cost, and the spot WebSockets what trading costs, and refuse what is beyond the
   * budget. Default: true.
   */
  readonly rateLimits?: boolean;
  /** What moves the markets. Default: `still`. */
  readonly market?: MarketSettings;
  /** Bytes that may wait for a WebSocket client to read them before it is cut off. Default: 8 MiB. */
  readonly webSocketBuffer?: number;
  /**
   * A file that keeps the state: the sandbox goes on where it stopped, also where it was killed. Holds the throw-away
   * credentials too. Sessions, tokens, faults and keys made while it runs are not kept.
   */
  readonly state?: string;
}

export interface FixUrl {
  readonly host: string;
  readonly port: number;
}

/** Where the simulated exchange is reached. */
export interface SandboxUrls {
  /** `baseUrl` of a Futures REST client. */
  readonly futuresRest: string;
  /** `baseUrl` of Spot REST, the session token call among it, with the version of the API. */
  readonly spotRest: string;
  /** WebSocket v2 for trading and private data, for market data, and for books by order. */
  readonly wsV2: string;
  readonly wsV2Public: string;
  readonly wsV2Level3: string;
  /** Legacy WebSocket for trading and private data, and for market data. */
  readonly wsLegacy: string;
  readonly wsLegacyPublic: string;
  /** FIX for spot orders, for spot market data by price level and order by order, and the same of derivatives. */
  readonly fix: FixUrl;
  readonly fixMarketData: FixUrl;
  readonly fixLevel3: FixUrl;
  readonly fixDerivatives: FixUrl;
  readonly fixDerivativesMarketData: FixUrl;
  readonly fixDerivativesLevel3: FixUrl;
  /** The admin endpoint, if it was asked for. */
  readonly admin?: string;
}
