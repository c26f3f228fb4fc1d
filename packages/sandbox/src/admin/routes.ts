import type { FaultOrder } from "../faults.ts";
import type { AdminGrounds } from "./grounds.ts";
import { clockView, snapshot } from "./snapshot.ts";

/** Answers with what is to be sent as JSON. Bad input is thrown as a RangeError or TypeError. */
export type AdminRoute = (grounds: AdminGrounds, body: unknown) => unknown;

/** By method and path. */
export const ROUTES: Readonly<Record<string, AdminRoute>> = {
  "GET /admin/state": snapshot,
  "GET /admin/faults": ({ faults }) => ({ known: faults.known(), waiting: faults.waiting() }),
  "POST /admin/faults": ({ faults }, body) => {
    faults.next(readFault(body));
    return { waiting: faults.waiting() };
  },
  "DELETE /admin/faults": ({ faults }) => {
    faults.clear();
    return { waiting: faults.waiting() };
  },
  "GET /admin/clock": clockView,
  "POST /admin/clock": (grounds, body) => {
    moveClock(grounds, readObject(body, ["hold", "advance"]));
    return clockView(grounds);
  },
};

const FAULT_TEXTS = ["interface", "operation", "error", "status", "transport", "webSocket", "fix"] as const;

function readFault(body: unknown): FaultOrder {
  const read = readObject(body, [...FAULT_TEXTS, "times"]);
  for (const name of FAULT_TEXTS) {
    if (read[name] !== undefined && typeof read[name] !== "string") {
      throw new TypeError(`${name}: expected a text`);
    }
  }
  return read as FaultOrder;
}

/** `hold` lets the clock stand (true) or run (false), `advance` moves it ahead by so many milliseconds. */
function moveClock({ control }: AdminGrounds, { hold, advance }: Record<string, unknown>): void {
  if (control === undefined) throw new RangeError("the sandbox was started with a clock of its own");
  if (hold !== undefined && typeof hold !== "boolean") throw new TypeError("hold: expected true or false");
  if (advance !== undefined && typeof advance !== "number") throw new TypeError("advance: expected a number");
  if (hold === true) control.hold();
  if (advance !== undefined) control.advance(advance);
  if (hold === false) control.release();
}

function readObject(body: unknown, fields: readonly string[]): Record<string, unknown> {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw new TypeError("body: expected a JSON object");
  }
  for (const name of Object.keys(body)) {
    if (!fields.includes(name)) throw new TypeError(`${name}: expected one of ${fields.join(", ")}`);
  }
  return body as Record<string, unknown>;
}
