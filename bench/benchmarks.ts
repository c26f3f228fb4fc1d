import { judging } from "./codegen/drift.ts";
import { generating } from "./codegen/generate.ts";
import { decoding, encoding } from "./fix/codec.ts";
import { roundTrip } from "./fix/round-trip.ts";
import { overhead } from "./futures-rest/overhead.ts";
import { engine } from "./sandbox/engine.ts";
import { gateways } from "./sandbox/gateways.ts";
import { engineMemory } from "./sandbox/memory.ts";
import type { Benchmark } from "./src/report.ts";
import { importTime } from "./start/import.ts";
import { books } from "./ws/book.ts";
import { decode } from "./ws/decode.ts";
import { dispatch } from "./ws/dispatch.ts";

/** All there are, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  overhead,
  importTime,
  decode,
  books,
  dispatch,
  decoding,
  encoding,
  roundTrip,
  engine,
  engineMemory,
  gateways,
  generating,
  judging,
];
