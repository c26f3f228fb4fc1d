import type { Evidence } from "./evidence.ts";

/** One of the exchange's wires, as the run below needs it. */
export interface Wire {
  readonly name: string;
  readonly evidence: Evidence;
  /** Places so many limit orders that rest, and resolves when the exchange has confirmed them. */
  place(count: number): Promise<void>;
  /** How many orders are open, as this wire tells it. */
  countOpen(): Promise<number>;
  close(): Promise<void>;
}

/** One operation to show: it cancels, and tells how many orders it cancelled. */
export interface Operation {
  /** Its name in the exchange's documentation. */
  readonly name: string;
  readonly wire: Wire;
  readonly cancel: () => Promise<number>;
}

export interface Row {
  readonly operation: string;
  readonly wire: string;
  readonly openBefore: number;
  readonly cancelled: number;
  readonly openAfter: number;
  /** From the call to the last confirmation, in milliseconds. */
  readonly roundTrip: number;
  /** What went over the wire first and what came back first, credentials masked. */
  readonly request: string;
  readonly answer: string;
}

/** Runs the operation between two countings on its own wire. */
export async function run({ name, wire, cancel }: Operation): Promise<Row> {
  const openBefore = await wire.countOpen();
  wire.evidence.clear();
  const start = performance.now();
  const cancelled = await cancel();
  const roundTrip = performance.now() - start;
  const [request = "", answer = ""] = [wire.evidence.first("out"), wire.evidence.first("in")];
  return {
    operation: name,
    wire: wire.name,
    openBefore,
    cancelled,
    openAfter: await wire.countOpen(),
    roundTrip,
    request,
    answer,
  };
}
