import { type Clock, systemClock } from "@x/core";
import { FuturesRestError } from "./errors.ts";

/** Units per millisecond. */
const SCALES = { ms: 1n, us: 1000n, ns: 1_000_000n } as const;

export interface NonceOptions {
  /** Unit of the time the nonces follow. Default: `ms`. All programs that use one key must agree on it. */
  readonly scale?: keyof typeof SCALES;
  /** The highest nonce the key has been used with, if it is known; the first nonce is above it. */
  readonly last?: string | number | bigint;
  /** Accept that the key moves to a finer scale for good: programs on a coarser one are then refused. */
  readonly allowScaleJump?: boolean;
  readonly clock?: Clock;
}

/**
 * Makes nonces that follow the time and rise with every call, concurrent ones included. For `createClient({ nonce })`,
 * if a nonce is wanted at all: Kraken asks for none. Requests under way together may arrive in another order than they
 * were numbered, which Kraken answers with `nonceBelowThreshold`; who must send several at once uses a key for each.
 *
 * @throws FuturesRestError with code `invalidOptions` and path `/last` when the key was used on another scale than
 * asked for. A coarser one would be refused for years; a finer one would lock every other program out of the key.
 */
export function monotonicNonce(options: NonceOptions = {}): () => string {
  const { scale = "ms", allowScaleJump = false, clock = systemClock } = options;
  if (!Object.hasOwn(SCALES, scale)) throw invalid("/scale", "expected ms, us or ns");
  let last = readLast(options.last);
  const now = (): bigint => BigInt(Math.floor(clock.now())) * SCALES[scale];
  if (options.last !== undefined) {
    const used = scaleOf(last, clock.now());
    if (SCALES[used] > SCALES[scale]) {
      throw invalid(
        "/last",
        `the key was used with nonces in ${used}, so those in ${scale} would all be refused`,
      );
    }
    if (SCALES[used] < SCALES[scale] && !allowScaleJump) {
      throw invalid(
        "/last",
        `the key is used with nonces in ${used}; one in ${scale} would lock those out for good`,
      );
    }
  }
  return () => {
    const time = now();
    last = time > last ? time : last + 1n;
    return String(last);
  };
}

function readLast(last: NonceOptions["last"]): bigint {
  const text = String(last ?? 0);
  if (/^\d{1,20}$/.test(text)) return BigInt(text);
  throw invalid("/last", "expected a whole number of at most 20 digits");
}

/** The scale whose present time is nearest, by order of magnitude. */
function scaleOf(nonce: bigint, now: number): keyof typeof SCALES {
  const milliseconds = BigInt(Math.floor(now));
  if (nonce >= milliseconds * 30_000n) return "ns";
  return nonce >= milliseconds * 30n ? "us" : "ms";
}

function invalid(path: string, reason: string): FuturesRestError {
  return new FuturesRestError("invalidOptions", `${path}: ${reason}`, { path, outcome: "not-sent" });
}
