import type { CallsOf, OperationName } from "./conformance-operations.ts";
import { readingCalls } from "./conformance-reading-calls.ts";
import { tradingCalls } from "./conformance-trading-calls.ts";

/** How to call each operation. An operation without an entry does not compile. */
export const conformanceCalls: CallsOf<OperationName> = { ...tradingCalls, ...readingCalls };
