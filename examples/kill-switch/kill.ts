import { type Clock, isExchangeError, systemClock } from "@x/core";
import { deadline } from "./deadline.ts";
import type { KillWire, OpenKillWire, Venue } from "./wire.ts";

/** What one wire did. Only `cancelled` is the exchange's own word. */
export type Attempt = { readonly wire: string; readonly venue: Venue } & (
  | { readonly outcome: "cancelled"; readonly count: number }
  | { readonly outcome: "refused" | "unreachable" | "unknown"; readonly why: string }
);

/** What is known of one venue at the end. */
export type Verdict = { readonly venue: Venue } & (
  | { readonly state: "nothing open"; readonly saidBy: readonly string[] }
  | { readonly state: "open"; readonly count: number; readonly saidBy: readonly string[] }
  /** No wire that can list the venue's orders answered. */
  | { readonly state: "unknown"; readonly why: string }
);

export interface KillReport {
  /** Every attempt of every round, in the order of the wires. */
  readonly attempts: readonly Attempt[];
  readonly verdicts: readonly Verdict[];
  readonly rounds: number;
}

export interface KillOptions {
  /** Milliseconds for each step of a wire: its opening, its cancelling, its listing. Default: 3,000. */
  readonly deadlineMs?: number;
  /** How often to try while something is open or unknown. Default: 3. */
  readonly rounds?: number;
  /** Milliseconds between two rounds. Default: 250. */
  readonly pauseMs?: number;
  /** What deadlines and pauses go by. Default: the system's clock. */
  readonly clock?: Clock;
}

/** Rejects what takes longer than a step may. */
type InTime = <Result>(work: Promise<Result>) => Promise<Result>;

/**
 * Cancels everything over every wire at once, then asks the wires that can tell what is open, and begins again while
 * anything is. No wire waits for another, and none that fails keeps the others from trying. Never throws.
 */
export async function kill(wires: readonly KillWire[], options: KillOptions = {}): Promise<KillReport> {
  const { deadlineMs = 3000, rounds = 3, pauseMs = 250, clock = systemClock } = options;
  const inTime: InTime = (work) => deadline(work, deadlineMs, clock);
  const attempts: Attempt[] = [];
  for (let round = 1; ; round++) {
    const tried = await Promise.all(wires.map((wire) => cancelOver(wire, inTime)));
    attempts.push(...tried.map(({ attempt }) => attempt));
    // Only now: what one wire lists, another may still have been cancelling.
    const verdicts = await judge(tried, attempts, inTime);
    await Promise.all(tried.map(({ open }) => open && settle(open.close(), inTime)));
    if (round === rounds || verdicts.every(({ state }) => state === "nothing open")) {
      return { attempts, verdicts, rounds: round };
    }
    await new Promise<void>((resolve) => clock.setTimer(pauseMs, resolve));
  }
}

interface Tried {
  readonly attempt: Attempt;
  readonly open: OpenKillWire | undefined;
}

async function cancelOver(wire: KillWire, inTime: InTime): Promise<Tried> {
  const { name, venue } = wire;
  const failed = (outcome: "refused" | "unreachable" | "unknown", error: unknown): Attempt => {
    return { wire: name, venue, outcome, why: describe(error) };
  };
  let open: OpenKillWire;
  try {
    open = await inTime(wire.open());
  } catch (error) {
    return { attempt: failed("unreachable", error), open: undefined };
  }
  try {
    const count = await inTime(open.cancelAll());
    return { attempt: { wire: name, venue, outcome: "cancelled", count }, open };
  } catch (error) {
    return { attempt: failed(outcomeOf(error), error), open };
  }
}

/** A request without a trustworthy answer may have taken effect. */
function outcomeOf(error: unknown): "refused" | "unreachable" | "unknown" {
  if (!isExchangeError(error)) return "unknown";
  if (error.outcome === "refused") return "refused";
  return error.outcome === "unknown" ? "unknown" : "unreachable";
}

/** Asks every wire that can tell. One that sees an order outweighs all that see none. */
async function judge(
  tried: readonly Tried[],
  attempts: readonly Attempt[],
  inTime: InTime,
): Promise<Verdict[]> {
  const counts = await Promise.all(
    tried.map(async ({ open, attempt: { wire, venue } }) => {
      if (open?.countOpen === undefined) return { wire, venue, why: "it cannot tell" };
      try {
        return { wire, venue, count: await inTime(open.countOpen()) };
      } catch (error) {
        return { wire, venue, why: describe(error) };
      }
    }),
  );
  const venues = [...new Set(tried.map(({ attempt }) => attempt.venue))];
  return venues.map((venue): Verdict => {
    const here = counts.filter((one) => one.venue === venue);
    const told = here.flatMap(({ wire, count }) => (count === undefined ? [] : [{ wire, count }]));
    const saidBy = told.map(({ wire }) => wire);
    const most = Math.max(0, ...told.map(({ count }) => count));
    if (most > 0) return { venue, state: "open", count: most, saidBy };
    if (told.length > 0) return { venue, state: "nothing open", saidBy };
    return { venue, state: "unknown", why: `no wire could list its orders; ${confirmed(attempts, venue)}` };
  });
}

/** What the exchange has said of a venue's orders so far, in words. */
function confirmed(attempts: readonly Attempt[], venue: Venue): string {
  const counts = new Map<string, number>();
  for (const attempt of attempts) {
    if (attempt.venue !== venue || attempt.outcome !== "cancelled") continue;
    counts.set(attempt.wire, (counts.get(attempt.wire) ?? 0) + attempt.count);
  }
  if (counts.size === 0) return "none of them is confirmed as cancelled";
  return [...counts].map(([wire, count]) => `${wire} has cancelled ${count}`).join(", ");
}

async function settle(work: Promise<unknown>, inTime: InTime): Promise<void> {
  try {
    await inTime(work);
  } catch {
    // A connection that will not close properly is closed by the end of the program.
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
