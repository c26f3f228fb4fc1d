import { decoding, encoding } from "./fix/codec.ts";
import { roundTrip } from "./fix/round-trip.ts";
import { importTime } from "./futures-rest/import.ts";
import { overhead } from "./futures-rest/overhead.ts";
import type { Benchmark } from "./src/report.ts";

/** All there are, in the order in which they run. */
export const benchmarks: readonly Benchmark[] = [overhead, importTime, decoding, encoding, roundTrip];
