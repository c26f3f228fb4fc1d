import { type BackoffOptions, backoff } from "@x/core";
import { isPassing, type SessionClose } from "./close.ts";
import { type DailyRollover, pauseLeft } from "./rollover.ts";

/** When to connect again after a connection was lost. Waits grow by full jitter, see `BackoffOptions`. */
export interface ReconnectOptions extends Partial<BackoffOptions> {
  /** Attempts in a row before the session is given up. Default: no end. */
  readonly attempts?: number;
}

/** A session that held this long, in milliseconds, was a success; what follows begins to count anew. */
const SETTLED = 60_000;

/** How often in a row the counterparty may end a session shortly after the logon. */
const MOST_SENT_AWAY = 3;

/** Decides whether and when to connect again. What needs a person is never tried twice. */
export class Reconnect {
  readonly #options: ReconnectOptions;
  readonly #rollover: DailyRollover | undefined;
  #attempt = 0;
  #sentAway = 0;

  constructor(options: ReconnectOptions, rollover: DailyRollover | undefined) {
    this.#options = options;
    this.#rollover = rollover;
  }

  /**
   * @param lasted how long the session was open, in milliseconds; 0 when it never was
   * @returns milliseconds to wait, or nothing when the session is over
   */
  delay({ reason }: Pick<SessionClose, "reason">, lasted: number, now: number): number | undefined {
    if (lasted >= SETTLED) {
      this.#attempt = 0;
      this.#sentAway = 0;
    }
    if (reason === "logout") this.#sentAway += 1;
    else if (!isPassing(reason)) return undefined;
    const { initial = 1_000, maximum = 60_000, attempts = Number.POSITIVE_INFINITY, random } = this.#options;
    if (this.#attempt >= attempts || this.#sentAway >= MOST_SENT_AWAY) return undefined;
    const wait = backoff(this.#attempt, { initial, maximum, ...(random !== undefined && { random }) });
    this.#attempt += 1;
    return Math.max(wait, pauseLeft(this.#rollover, now));
  }
}
