import { FixError } from "../errors.ts";
import { OrdStatus } from "../generated/fields.ts";
import type { ExecutionReport } from "../generated/messages/execution-report.ts";
import { MessageQueue } from "../message-queue.ts";
import type { Submission } from "./submission.ts";

/** An order placed here: what became of the placing, and everything reported on it since. */
export interface PlacedOrder {
  readonly ClOrdID: string;
  /** Settles once; never rejects. */
  readonly outcome: Promise<Submission<ExecutionReport>>;
  /**
   * Every report on the order from the first on, in order: its acceptance, fills, amendments, its end. Ends with the
   * order, or with the session: with a {@link FixError} when that ended in disorder. Holds 1,000 reports for a reader that
   * falls behind, then ends with `overflow`. For one reader.
   */
  readonly reports: AsyncIterableIterator<ExecutionReport>;
}

/** Reports held for a reader that falls behind. */
const CAPACITY = 1_000;

/** The OrdStatus of a rejected order in FIX. Kraken does not list it. */
export const REJECTED = "8";

/** Whether the order of this report has ended. */
export function isDone({ OrdStatus: status }: ExecutionReport): boolean {
  return (
    status === OrdStatus.Filled ||
    status === OrdStatus.Canceled ||
    status === OrdStatus.Expired ||
    status === REJECTED
  );
}

/** An order as long as it can be reported on. */
export class OpenOrder {
  readonly ClOrdID: string;
  OrderID: string | undefined;
  /** The ClOrdIDs of its amendments, by which it is known too. */
  readonly amendments: string[] = [];
  readonly reports: MessageQueue<ExecutionReport>;

  constructor(ClOrdID: string) {
    this.ClOrdID = ClOrdID;
    this.reports = new MessageQueue({
      capacity: CAPACITY,
      overflow: () => new FixError("overflow", `reports on ${ClOrdID} came faster than they were read`),
      onReturn: () => undefined,
    });
  }

  /** Every id it is known by. */
  get ids(): readonly string[] {
    const { ClOrdID, OrderID, amendments } = this;
    return [ClOrdID, ...(OrderID === undefined ? [] : [OrderID]), ...amendments];
  }
}
