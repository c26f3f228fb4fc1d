import type { BusinessRejectReason, FixMessage, ReceivedMessage } from "@x/fix";
import type { Handler } from "../gateway.ts";
import type { ExecutionReportFields } from "./execution-report.ts";

export interface FixCaller {
  readonly account: string;
  /** Names the session's orders. */
  readonly session: string;
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
