import { fetchedTokens, type TokenSource } from "./core/token-source.ts";

/** A function that gets session tokens, and brings what keeps and renews them. Made by `tokenFrom` or `webSocketsToken`. */
export interface TokenProvider {
  (): Promise<string>;
  /** Where the tokens of one connection come from. */
  source(): TokenSource;
}

/**
 * Tokens of your own making. A connection asks for one when it first needs one, keeps it, asks for another before it is
 * too old, and when the exchange no longer takes it.
 */
export function tokenFrom(get: () => Promise<string>): TokenProvider {
  return Object.assign(() => get(), {
    source: () =>
      fetchedTokens((core, done) => {
        // A provider that throws at once fails the same way as one that rejects.
        Promise.resolve()
          .then(get)
          .then(
            (token) => core.out.step(() => done(token)),
            (cause) => core.out.step(() => done(undefined, cause)),
          );
      }),
  });
}
