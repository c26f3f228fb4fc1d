/** What can go wrong between the exchange and its client, by name. */
export const transportFaults = [
  "slow",
  "resetMidBody",
  "status429",
  "html502",
  "truncatedJson",
  "hugeBody",
  "emptyBody",
  "lostAnswer",
  "notAppliedLostAnswer",
] as const;

/**
 * - `slow`: acts, and answers 2 seconds late
 * - `resetMidBody`: acts, and resets the connection after half of the answer
 * - `status429`: does not act; a gateway says that there were too many requests, with `Retry-After: 1`
 * - `html502`: does not act; a gateway's page with status 502
 * - `truncatedJson`: acts, and sends half of the answer as if it were all
 * - `hugeBody`: acts, and sends 64 MiB of white space before the answer
 * - `emptyBody`: acts, and sends nothing with status 200
 * - `lostAnswer`: acts, and closes the connection without an answer
 * - `notAppliedLostAnswer`: does not act, and closes the connection without an answer
 */
export type TransportFault = (typeof transportFaults)[number];

/** One fault to come. */
export interface FaultOrder {
  /** The `name` of the operation's descriptor. Left out: whichever operation is called next. */
  readonly operation?: string;
  /** An error code of the exchange, which then does not act. */
  readonly error?: string;
  /** A status that refuses an order, which then is not acted on; for operations whose answer has one. */
  readonly status?: string;
  readonly transport?: TransportFault;
  /** To how many calls it happens. Default: 1. */
  readonly times?: number;
}

/** A fault that waits for its call, and how many calls it waits for. */
export interface WaitingFault {
  readonly order: FaultOrder;
  readonly left: number;
}

/** Faults that can be asked for. */
export interface KnownFaults {
  readonly transport: readonly TransportFault[];
  /** Names of the operations that can fail. */
  readonly operations: readonly string[];
}

/** Faults that wait for their call. Each happens once, in the order they were asked for, unless `times` says more. */
export class Faults {
  readonly #operations: ReadonlyMap<string, { readonly hasStatus: boolean }>;
  readonly #waiting: { readonly order: FaultOrder; left: number }[] = [];
  readonly #listeners = new Set<() => void>();

  /** By name, every operation that can fail, and whether its answer has a status that may refuse. */
  constructor(operations: ReadonlyMap<string, { readonly hasStatus: boolean }>) {
    this.#operations = operations;
  }

  /**
   * Lets a coming call fail.
   *
   * @throws TypeError unless exactly one of `error`, `status` and `transport` is given.
   * @throws RangeError for an operation or a transport fault of no known name, for a status without the name of an
   * operation whose answer has one, and for `times` that is no whole number from 1.
   */
  next(order: FaultOrder): void {
    const { operation, error, status, transport, times = 1 } = order;
    const named = operation === undefined ? undefined : this.#operations.get(operation);
    if (operation !== undefined && named === undefined) {
      throw new RangeError(`operation: expected the name of an operation, got ${JSON.stringify(operation)}`);
    }
    if (status !== undefined && named?.hasStatus !== true) {
      throw new RangeError("operation: expected one whose answer has a status that refuses");
    }
    if ([error, status, transport].filter((one) => one !== undefined).length !== 1) {
      throw new TypeError("a fault is one of error, status and transport");
    }
    if (transport !== undefined && !transportFaults.includes(transport)) {
      throw new RangeError(
        `transport: expected one of ${transportFaults.join(", ")}, got ${JSON.stringify(transport)}`,
      );
    }
    if (!Number.isSafeInteger(times) || times < 1)
      throw new RangeError("times: expected a whole number from 1");
    this.#waiting.push({ order, left: times });
    this.#changed();
  }

  /** Forgets every fault that has not happened yet. */
  clear(): void {
    this.#waiting.length = 0;
    this.#changed();
  }

  /** The faults that have not happened yet. */
  waiting(): readonly WaitingFault[] {
    return this.#waiting.map(({ order, left }) => ({ order, left }));
  }

  /** What can be asked for. */
  known(): KnownFaults {
    return { transport: transportFaults, operations: [...this.#operations.keys()] };
  }

  /** Hears whenever faults were asked for, have happened or were forgotten. Returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The fault of a call that is being answered, used up by this. */
  take(operation: string): FaultOrder | undefined {
    const at = this.#waiting.findIndex(({ order }) => (order.operation ?? operation) === operation);
    const found = this.#waiting[at];
    if (found === undefined) return undefined;
    found.left -= 1;
    if (found.left === 0) this.#waiting.splice(at, 1);
    this.#changed();
    return found.order;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
