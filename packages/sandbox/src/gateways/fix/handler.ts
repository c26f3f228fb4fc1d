import type { BusinessRejectReason, FixMessage, ReceivedMessage } from "@x/fix";
import type { Venue } from "../../engine/market.ts";
import type { Faults } from "../../faults.ts";
import type { Handler } from "../gateway.ts";
import type { ClOrdIdRules } from "./cl-ord-id.ts";
import type { ExecutionReportFields } from "./execution-report.ts";
import type { FixLimits } from "./limits.ts";

export interface FixCaller {
  readonly account: string;
  /** Names the session's orders. */
  readonly session: string;
  /** The markets it trades on. */
  readonly venue: Venue;
  readonly ids: ClOrdIdRules;
  readonly limits: FixLimits;
  readonly faults: Faults;
  /** Whether the account's orders on derivatives give way to newer ones that would trade with them. */
  readonly givesWay: () => boolean;
}

/**
 * What is answered at once. Most requests are answered by the reports of what they caused, and have nothing to add.
 */
export interface FixAnswer {
  readonly report?: ExecutionReportFields;
  readonly reject?: { readonly reason: BusinessRejectReason; readonly text: string };
}

export type FixHandler<Input, Received extends ReceivedMessage> = Handler<
  FixMessage<Input, Received>,
  Received,
  FixCaller,
  FixAnswer
>;

export function rejected(reason: BusinessRejectReason, text: string): FixAnswer {
  return { reject: { reason, text } };
}
