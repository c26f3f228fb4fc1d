import { randomBytes } from "node:crypto";
import type { Clock } from "@x/core";

/** How long a token is good for, in seconds, unless a subscription keeps it. */
export const TOKEN_LIFETIME = 900;

export type TokenState = "valid" | "expired" | "unknown";

interface Grant {
  readonly account: string;
  readonly expiresAt: number;
  holders: number;
  revoked: boolean;
}

/** The WebSocket session tokens that were handed out. */
export class SessionTokens {
  readonly #clock: Clock;
  readonly #grants = new Map<string, Grant>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  issue(account: string): string {
    this.#forgetOld();
    const token = randomBytes(32).toString("base64").slice(0, 43);
    const expiresAt = this.#clock.now() + TOKEN_LIFETIME * 1000;
    this.#grants.set(token, { account, expiresAt, holders: 0, revoked: false });
    return token;
  }

  state(token: string): TokenState {
    const grant = this.#grants.get(token);
    if (grant === undefined) return "unknown";
    return this.#isAlive(grant) ? "valid" : "expired";
  }

  /** Whose token it is, as long as it is valid. */
  accountOf(token: string): string | undefined {
    const grant = this.#grants.get(token);
    return grant !== undefined && this.#isAlive(grant) ? grant.account : undefined;
  }

  /** Lets a token expire before its time, whoever holds it. */
  expire(token: string): void {
    const grant = this.#grants.get(token);
    if (grant !== undefined) grant.revoked = true;
  }

  /** Keeps a token valid until what comes back is called: a private subscription does that. */
  hold(token: string): () => void {
    const grant = this.#grants.get(token);
    if (grant === undefined) return () => {};
    grant.holders += 1;
    let held = true;
    return () => {
      if (held) grant.holders -= 1;
      held = false;
    };
  }

  #isAlive({ holders, expiresAt, revoked }: Grant): boolean {
    if (revoked) return false;
    return holders > 0 || this.#clock.now() < expiresAt;
  }

  /** An expired token is remembered for another lifetime, to be told apart from one that never was. */
  #forgetOld(): void {
    const now = this.#clock.now();
    for (const [token, { holders, expiresAt }] of this.#grants) {
      if (holders > 0 || now < expiresAt + TOKEN_LIFETIME * 1000) return;
      this.#grants.delete(token);
    }
  }
}
