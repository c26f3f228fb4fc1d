import {
  businessMessageReject,
  executionReport,
  marketDataIncrementalRefresh,
  marketDataRequestReject,
  marketDataSnapshotFullRefresh,
  securityList,
  tradingSessionStatus,
} from "@x/fix";
import { type FixFault, fixFaults } from "./fix-faults.ts";
import {
  type WebSocketFault,
  type WebSocketInterface,
  webSocketFaults,
  webSocketInterfaces,
} from "./web-socket-faults.ts";

export type { WebSocketFault, WebSocketInterface } from "./web-socket-faults.ts";

/** What can go wrong between the exchange and a client of its REST API, by name. */
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
  /** Where it is to happen. Default: `futures-rest`. */
  readonly interface?: "futures-rest" | WebSocketInterface | "fix";
  /**
   * On Futures REST the `name` of the operation's descriptor, on a WebSocket that of a method or a channel, on FIX
   * that of the message that goes wrong (`ExecutionReport`). Left out: whichever is next.
   */
  readonly operation?: string;
  /** An error of the exchange, which then does not act: a code on Futures REST, a text on a WebSocket. */
  readonly error?: string;
  /** A status that refuses an order, which then is not acted on; for operations whose answer has one. */
  readonly status?: string;
  /** For Futures REST. */
  readonly transport?: TransportFault;
  /** For a WebSocket. */
  readonly webSocket?: WebSocketFault;
  /** For FIX. */
  readonly fix?: FixFault;
  /** To how many calls, messages or connections it happens. Default: 1. */
  readonly times?: number;
}

/** A fault that waits for its call, and how many calls it waits for. */
export interface WaitingFault {
  readonly order: FaultOrder;
  readonly left: number;
}

/** What can be asked for on one interface. */
export interface KnownFaults {
  readonly interface: NonNullable<FaultOrder["interface"]>;
  /** The field of a {@link FaultOrder} that names them. */
  readonly field: "transport" | "webSocket" | "fix";
  readonly faults: readonly string[];
  /** Names of the operations, methods and channels that can fail. */
  readonly operations: readonly string[];
}

/** What the exchange says over FIX and can go wrong, by MsgType. */
export const FIX_MESSAGES: ReadonlyMap<string, string> = new Map(
  [
    executionReport,
    businessMessageReject,
    marketDataSnapshotFullRefresh,
    marketDataIncrementalRefresh,
    marketDataRequestReject,
    securityList,
    tradingSessionStatus,
  ].map(({ msgType, name }) => [msgType, name]),
);

type Operations = ReadonlyMap<string, { readonly hasStatus: boolean }>;

/** The methods and channels of each WebSocket interface. */
export type WebSocketNames = { readonly [Interface in WebSocketInterface]: ReadonlySet<string> };

/** Faults that wait for their call. Each happens once, in the order they were asked for, unless `times` says more. */
export class Faults {
  readonly #operations: Operations;
  readonly #names: WebSocketNames | undefined;
  readonly #waiting: { readonly order: FaultOrder; left: number }[] = [];
  readonly #listeners = new Set<() => void>();
  readonly #storms = new Set<(spoken: WebSocketInterface) => void>();

  /** By name, every operation that can fail, and whether its answer has a status that may refuse. */
  constructor(operations: Operations, names?: WebSocketNames) {
    this.#operations = operations;
    this.#names = names;
  }

  /**
   * Lets a coming call, message or connection fail.
   *
   * @throws TypeError unless exactly one of `error`, `status`, `transport`, `webSocket` and `fix` is given.
   * @throws RangeError for an interface, an operation or a fault of no known name there, for a status without the name
   * of an operation whose answer has one, and for `times` that is no whole number from 1.
   */
  next(order: FaultOrder): void {
    const { error, status, transport, webSocket, fix, times = 1 } = order;
    if ([error, status, transport, webSocket, fix].filter((one) => one !== undefined).length !== 1) {
      throw new TypeError("a fault is one of error, status, transport, webSocket and fix");
    }
    const spoken = order.interface ?? "futures-rest";
    if (spoken === "futures-rest") this.#checkRest(order);
    else if (spoken === "fix") checkFix(order);
    else this.#checkWebSocket(order, spoken);
    if (!Number.isSafeInteger(times) || times < 1)
      throw new RangeError("times: expected a whole number from 1");
    this.#waiting.push({ order, left: times });
    this.#changed();
    if (webSocket === "reconnectStorm" && spoken !== "futures-rest" && spoken !== "fix") {
      for (const cut of this.#storms) cut(spoken);
    }
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
  known(): readonly KnownFaults[] {
    return [
      {
        interface: "futures-rest",
        field: "transport",
        faults: transportFaults,
        operations: [...this.#operations.keys()],
      },
      ...webSocketInterfaces.map((spoken) => ({
        ...({ interface: spoken, field: "webSocket", faults: webSocketFaults } as const),
        operations: [...(this.#names?.[spoken] ?? [])],
      })),
      { interface: "fix", field: "fix", faults: fixFaults, operations: [...FIX_MESSAGES.values()] },
    ];
  }

  /** Hears whenever faults were asked for, have happened or were forgotten. Returns how to stop. */
  listen(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The fault of a Futures REST call that is being answered, used up by this. */
  take(operation: string): FaultOrder | undefined {
    return this.#take(
      ({ order }) =>
        (order.interface ?? "futures-rest") === "futures-rest" &&
        (order.operation ?? operation) === operation,
    );
  }

  /** The first fault that waits for one of these moments, used up by this. */
  takeOnWebSocket(
    spoken: WebSocketInterface,
    moments: readonly (WebSocketFault | "error")[],
    name?: string,
  ): FaultOrder | undefined {
    if (this.#waiting.length === 0) return undefined;
    return this.#take(
      ({ order }) =>
        order.interface === spoken &&
        (order.operation === undefined || order.operation === name) &&
        moments.includes(order.webSocket ?? "error"),
    );
  }

  /** The fault of a message that FIX is about to send, or of a logon (`Logon`), used up by this. */
  takeOnFix(moments: readonly FixFault[], message: string): FixFault | undefined {
    if (this.#waiting.length === 0) return undefined;
    return this.#take(
      ({ order }) =>
        order.fix !== undefined &&
        moments.includes(order.fix) &&
        (order.operation === undefined || order.operation === message),
    )?.fix;
  }

  /** Hears that all connections of an interface are to be cut now. Returns how to stop. */
  onStorm(cut: (spoken: WebSocketInterface) => void): () => void {
    this.#storms.add(cut);
    return () => this.#storms.delete(cut);
  }

  #take(meant: (waiting: { readonly order: FaultOrder }) => boolean): FaultOrder | undefined {
    const at = this.#waiting.findIndex(meant);
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

  #checkRest({ operation, status, transport, webSocket, fix }: FaultOrder): void {
    const named = operation === undefined ? undefined : this.#operations.get(operation);
    if (webSocket !== undefined) throw new RangeError("interface: expected that of a WebSocket");
    if (fix !== undefined) throw new RangeError("interface: expected fix");
    if (operation !== undefined && named === undefined) {
      throw new RangeError(`operation: expected the name of an operation, got ${JSON.stringify(operation)}`);
    }
    if (status !== undefined && named?.hasStatus !== true) {
      throw new RangeError("operation: expected one whose answer has a status that refuses");
    }
    if (transport !== undefined) checkName("transport", transport, transportFaults);
  }

  #checkWebSocket({ operation, error, webSocket }: FaultOrder, spoken: WebSocketInterface): void {
    checkName("interface", spoken, ["futures-rest", ...webSocketInterfaces, "fix"]);
    if (error === undefined && webSocket === undefined) {
      throw new RangeError("interface: expected futures-rest, which alone has statuses and transport faults");
    }
    if (operation !== undefined && this.#names?.[spoken].has(operation) !== true) {
      throw new RangeError(
        `operation: expected the name of a method or a channel, got ${JSON.stringify(operation)}`,
      );
    }
    if (webSocket !== undefined) checkName("webSocket", webSocket, webSocketFaults);
  }
}

function checkFix({ operation, fix }: FaultOrder): void {
  if (fix === undefined)
    throw new RangeError("interface: expected one other than fix, which has none of these");
  checkName("fix", fix, fixFaults);
  if (operation !== undefined) checkName("operation", operation, [...FIX_MESSAGES.values()]);
}

function checkName(field: string, given: string, names: readonly string[]): void {
  if (names.includes(given)) return;
  throw new RangeError(`${field}: expected one of ${names.join(", ")}, got ${JSON.stringify(given)}`);
}
