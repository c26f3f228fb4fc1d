import { isStaleToken } from "../refusal.ts";
import type { ConnectionCore } from "./core-interface.ts";

/** Where the session tokens of one connection come from. */
export interface TokenSource {
  /** The token to send now. Where there is none, it gets one if it can, and then takes a step of the core. */
  current(core: ConnectionCore): string | undefined;
  /**
   * The exchange has refused something with these words. `true` when they are about the token it was sent with, and
   * another will be had. A token that was given is all there is.
   */
  refused?(error: string, token: string | undefined): boolean;
}

/** Gets a token, and says so once: the token, or why there is none. */
export type TokenFetch = (core: ConnectionCore, done: (token: unknown, cause?: unknown) => void) => void;

/** Kraken: a token must be used within 15 minutes of its creation. It is renewed well before, while it still works. */
const LIFE = 840_000;
const FRESH = 600_000;
/** How long until a renewal that failed is tried again. */
const AGAIN = 60_000;

/** Tokens that are fetched when they are first needed, kept, renewed while the old one still works, and replaced when refused. */
export function fetchedTokens(fetch: TokenFetch): TokenSource {
  let token: string | undefined;
  let renewal = 0;
  let end = 0;
  let fetching = false;
  return {
    current(core) {
      const usable = core.now < end ? token : undefined;
      if (!fetching && (usable === undefined || core.now >= renewal)) {
        fetching = true;
        fetch(core, (fetched, cause) => {
          const { now } = core;
          fetching = false;
          if (typeof fetched === "string" && fetched !== "") {
            token = fetched;
            renewal = now + FRESH;
            end = now + LIFE;
          } else {
            renewal = now + AGAIN;
            if (token === undefined || now >= end)
              core.end(
                ({ auth }, sent) => auth && !sent,
                "noToken",
                "no session token could be had",
                cause ?? new TypeError("the token provider gave no text"),
              );
          }
        });
      }
      return usable;
    },
    refused(error, refused) {
      const stale = isStaleToken(error);
      if (stale && refused === token) token = undefined;
      return stale;
    },
  };
}
