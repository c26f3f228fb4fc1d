import type { PeerSettings } from "./setting.ts";

/** What a run gives each scenario. */
export interface Place {
  /** Empty, and its own. */
  readonly folder: string;
  /** Where the compiled programs are. */
  readonly programs: string;
  /** A certificate for 127.0.0.1, signed by its own key. */
  readonly tls: NonNullable<PeerSettings["tls"]>;
}

export interface Scenario {
  readonly name: string;
  /** Throws where the two sides do not do as FIX says. */
  run(place: Place): Promise<void>;
}

/** @throws Error when two values differ */
export function same(what: string, actual: unknown, expected: unknown): void {
  const [left, right] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (left !== right) throw new Error(`${what}: expected ${right}, got ${left}`);
}
