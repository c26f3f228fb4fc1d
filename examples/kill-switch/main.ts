import { ControlClock, type Sandbox, startSandbox, steadyClock } from "@x/sandbox";
import { fix } from "../five-operations/fix.ts";
import { futuresRest } from "../five-operations/futures-rest.ts";
import { wsLegacy } from "../five-operations/ws-legacy.ts";
import { wsV2 } from "../five-operations/ws-v2.ts";
import type { Access } from "./access.ts";
import { guard } from "./guard.ts";
import { kill } from "./kill.ts";
import { outages } from "./outages.ts";
import { describeVerdict } from "./report.ts";
import { allWires } from "./wires.ts";

/**
 * Orders resting on all four wires, then one kill, verified; once with every wire up and once with each of them down. The
 * exit code is 0 only when each ended with nothing open, and with every verdict true.
 */

/** Milliseconds for a step while a wire is down, and for one that nothing hinders, on a machine however slow. */
const DEADLINE = 500;
const PATIENT = 10_000;
const GUARD_SECONDS = 60;

// Nothing here takes long; a wire that falls silent must not keep the run waiting for ever.
setTimeout(() => {
  console.error("no end in sight after two minutes");
  process.exit(1);
}, 120_000).unref();

/** The exchange's and its clients', so that a machine which stands still for a while takes no wire down. */
const time = steadyClock();

async function place(sandbox: Sandbox): Promise<number> {
  for (const open of [futuresRest, wsV2, wsLegacy, fix]) {
    const { wire } = await open(sandbox, time);
    await wire.place(3);
    // Also of FIX: a session that says goodbye leaves its orders.
    await wire.close();
  }
  return sandbox.counts().open;
}

/** Whether everything that was said is so. */
function isTrue(sandbox: Sandbox, verdicts: Awaited<ReturnType<typeof kill>>["verdicts"]): boolean {
  return verdicts.every(({ venue, state }) => {
    const open = sandbox.openOrders(venue);
    return state === "unknown" || (state === "nothing open") === (open === 0);
  });
}

async function play(name: string, takeDown: (sandbox: Sandbox) => Access): Promise<boolean> {
  const clock = new ControlClock({ follows: time });
  await using sandbox = await startSandbox({ clock });
  await guard(allWires(sandbox, PATIENT, time), GUARD_SECONDS, PATIENT, time);
  const placed = await place(sandbox);
  const access = takeDown(sandbox);
  const options = { deadlineMs: DEADLINE, rounds: 2, clock: time };
  const { attempts, verdicts } = await kill(allWires(access, DEADLINE, time), options);
  // With one wire down, another has cancelled for it, whether or not anybody can tell.
  let good = placed === 12 && sandbox.counts().open === 0 && isTrue(sandbox, verdicts);
  const by = attempts.flatMap((one) =>
    one.outcome === "cancelled" && one.count > 0 ? [`${one.count} over ${one.wire}`] : [],
  );
  console.log(`\n${name}\n  ${placed} orders on four wires; cancelled ${by.join(", ")}`);
  for (const verdict of verdicts) console.log(`  ${describeVerdict(verdict)}`);
  if (verdicts.some(({ state }) => state === "unknown")) {
    clock.advance(GUARD_SECONDS * 1000);
    sandbox.faults.clear();
    const again = await kill(allWires(sandbox, PATIENT, time), { ...options, deadlineMs: PATIENT });
    good &&= isTrue(sandbox, again.verdicts);
    console.log(
      `  ${GUARD_SECONDS} seconds on, when the exchange has cancelled by itself whatever was left:`,
    );
    for (const verdict of again.verdicts) console.log(`  ${describeVerdict(verdict)}`);
  }
  const { open, ended } = sandbox.counts();
  return good && open === 0 && ended === placed;
}

let failed = 0;
for (const [name, takeDown] of Object.entries(outages)) {
  if (!(await play(name, takeDown))) {
    failed++;
    console.log("  ✗ not what happened at the exchange");
  }
}
const count = Object.keys(outages).length;
console.log(`\nkill switch: ${count - failed} of ${count} times nothing was left open`);
process.exit(failed === 0 ? 0 : 1);
