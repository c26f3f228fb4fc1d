import { startSandbox, steadyClock } from "@x/sandbox";
import { Listr } from "listr2";
import { fix } from "./fix.ts";
import { futuresRest } from "./futures-rest.ts";
import { table } from "./report.ts";
import { type Operation, type Row, run, type Wire } from "./wire.ts";
import { wsLegacy } from "./ws-legacy.ts";
import { wsV2 } from "./ws-v2.ts";

/**
 * Orders on every wire of the sandbox, then cancelled by the five operations, then counted again. The exit code is 0
 * only when every order that was placed was cancelled and none is left.
 */

const ORDERS = { rest: 3, v2: 5, legacy: 2, fix: 3 };

// Nothing here takes long; a wire that falls silent must not keep the run waiting for ever.
setTimeout(() => {
  console.error("no end in sight after a minute");
  process.exit(1);
}, 60_000).unref();

// Shared with FIX, whose logons are good for a moment only, on a machine however busy.
const clock = steadyClock();
const sandbox = await startSandbox({ clock });
const opened: { readonly wire: Wire; readonly operations: readonly Operation[] }[] = [];
const rows: Row[] = [];
let placed = 0;
let left = 0;

const place =
  (open: () => (typeof opened)[number] | Promise<(typeof opened)[number]>, count: number) => async () => {
    const { wire, operations } = await open();
    opened.push({ wire, operations });
    await wire.place(count);
    placed += count;
  };

const steps = new Listr(
  [
    {
      title: `Place ${ORDERS.rest} orders over Futures REST`,
      task: place(() => futuresRest(sandbox), ORDERS.rest),
    },
    { title: `Place ${ORDERS.v2} orders over WebSocket v2`, task: place(() => wsV2(sandbox), ORDERS.v2) },
    {
      title: `Place ${ORDERS.legacy} orders over the legacy WebSocket`,
      task: place(() => wsLegacy(sandbox), ORDERS.legacy),
    },
    { title: `Place ${ORDERS.fix} orders over FIX 4.4`, task: place(() => fix(sandbox, clock), ORDERS.fix) },
    {
      title: "Cancel them",
      task: (_context, task) =>
        task.newListr(
          // The spot account is one behind three wires, so the operation that takes everything goes last.
          opened
            .flatMap(({ operations }) => operations)
            .sort((a, b) => Number(a.name === "cancel_all") - Number(b.name === "cancel_all"))
            .map((operation) => ({
              title: `${operation.name} (${operation.wire.name})`,
              task: async () => void rows.push(await run(operation)),
            })),
        ),
    },
    {
      title: "Count what is left, on every wire",
      task: async () => {
        for (const { wire } of opened) left += await wire.countOpen();
      },
    },
  ],
  { fallbackRenderer: "simple", rendererOptions: { collapseSubtasks: false } },
);

try {
  await steps.run();
} finally {
  for (const { wire } of opened) await wire.close();
  await sandbox.close();
}

const cancelled = rows.reduce((sum, row) => sum + row.cancelled, 0);
const wires = new Set(rows.map(({ wire }) => wire)).size;
console.log(table(rows));
console.log(
  `${rows.length} operations over ${wires} wires: ${placed} placed, ${cancelled} cancelled, ${left} open`,
);
process.exitCode = rows.length === 5 && wires === 4 && placed === cancelled && left === 0 ? 0 : 1;
