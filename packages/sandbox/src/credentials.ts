import { randomBytes } from "node:crypto";
import type { Venue } from "./engine/market.ts";

/** An API key as Kraken hands it out: the public half and the base64 text of the secret half. */
export interface ApiKey {
  readonly apiKey: string;
  readonly apiSecret: string;
}

export interface FuturesCredentials extends ApiKey {
  /** What the key may do; `full` if left out. `withdrawal` is `full` and withdrawals. */
  readonly permission?: "none" | "read-only" | "full" | "withdrawal";
}

export interface SpotCredentials extends ApiKey {
  /** Whether the key may ask for WebSocket tokens; true if left out. */
  readonly webSocket?: boolean;
}

export interface FixCredentials extends ApiKey {
  readonly senderCompID: string;
  readonly targetCompID: string;
}

/** Everything needed to use the sandbox on every wire. All belong to one client. */
export interface SandboxCredentials {
  readonly futures: FuturesCredentials;
  readonly spot: SpotCredentials;
  /** For spot; market data asks for the CompID alone. */
  readonly fix: FixCredentials;
  readonly fixDerivatives: FixCredentials;
}

/** Throw-away credentials, new at every call. */
export function makeCredentials(): SandboxCredentials {
  return {
    futures: makeKey(),
    spot: makeKey(),
    fix: makeFixKey("spot", "SANDBOX"),
    fixDerivatives: makeFixKey("futures", "SANDBOX-DRV"),
  };
}

/** A throw-away key, new at every call. */
export function makeKey(): ApiKey {
  return { apiKey: randomBytes(42).toString("base64"), apiSecret: randomBytes(64).toString("base64") };
}

/** Throw-away credentials of a trading session under a CompID. */
export function makeFixKey(venue: Venue, senderCompID: string): FixCredentials {
  return { ...makeKey(), senderCompID, targetCompID: venue === "spot" ? "KRAKEN-TRD" : "KRAKEN-DRV-TRD" };
}
