import { systemClock } from "@x/core";
import { deadline } from "./deadline.ts";
import type { KillWire, Venue } from "./wire.ts";

/**
 * Has the exchange cancel everything by itself within so many seconds of the last call, on every venue, whatever becomes
 * of us and our wires. A trading program calls it again well before that time is over; 0 ends it.
 *
 * @throws Error for a venue on which no wire could do it.
 */
export async function guard(
  wires: readonly KillWire[],
  seconds: number,
  deadlineMs = 3000,
  clock = systemClock,
): Promise<void> {
  for (const venue of new Set(wires.map((wire) => wire.venue))) {
    await guardVenue(
      venue,
      wires.filter((wire) => wire.venue === venue),
      seconds,
      (work) => deadline(work, deadlineMs, clock),
    );
  }
}

/** One switch is the whole venue's, so one wire is enough. */
async function guardVenue(
  venue: Venue,
  wires: readonly KillWire[],
  seconds: number,
  inTime: <Result>(work: Promise<Result>) => Promise<Result>,
): Promise<void> {
  const failures: unknown[] = [];
  for (const wire of wires) {
    try {
      const open = await inTime(wire.open());
      try {
        if (open.deadMansSwitch === undefined) continue;
        await inTime(open.deadMansSwitch(seconds));
        return;
      } finally {
        await inTime(open.close());
      }
    } catch (error) {
      failures.push(error);
    }
  }
  throw new Error(`${venue}: no wire could set the dead man's switch`, {
    cause: new AggregateError(failures),
  });
}
