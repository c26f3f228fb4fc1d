/** Where the session token comes from: given once, fetched when needed, or nowhere. */
export type TokenSource =
  | { readonly kind: "given"; readonly token: string }
  | { readonly kind: "fetched" }
  | { readonly kind: "none" };

/** Kraken: a token must be used within 15 minutes of its creation. */
const FETCHED_TOKEN_LIFE = 14 * 60_000;

/** Holds the session token and says when a new one must be fetched. */
export class TokenBox {
  readonly source: TokenSource["kind"];
  #token: string | undefined;
  #expires = Number.POSITIVE_INFINITY;
  #fetching = false;
  readonly #seen: string[] = [];

  constructor(source: TokenSource) {
    this.source = source.kind;
    if (source.kind === "given") this.#keep(source.token);
  }

  /** The token to send, if there is a usable one. */
  current(now: number): string | undefined {
    return now < this.#expires ? this.#token : undefined;
  }

  /** `true` when a fetch must be started now. */
  wanted(now: number): boolean {
    if (this.source !== "fetched" || this.#fetching || this.current(now) !== undefined) return false;
    this.#fetching = true;
    return true;
  }

  fetched(token: string, now: number): void {
    this.#fetching = false;
    this.#keep(token);
    this.#expires = now + FETCHED_TOKEN_LIFE;
  }

  fetchFailed(): void {
    this.#fetching = false;
  }

  /** The exchange no longer accepts the token: the next request fetches another. A given token is all there is. */
  refused(): void {
    if (this.source === "fetched") this.#token = undefined;
  }

  /** Every token this connection has used, to be masked in whatever is shown. */
  secrets(): readonly string[] {
    return this.#seen;
  }

  #keep(token: string): void {
    this.#token = token;
    this.#seen.push(token);
    if (this.#seen.length > 8) this.#seen.shift();
  }
}
