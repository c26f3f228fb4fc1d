import { connect as connectTcp, type Socket } from "node:net";
import {
  type ConnectOptions,
  connect,
  type ExecutionReport,
  executionReport,
  type FixMessage,
  type FixSession,
  type NewOrderSingleInput,
  numericClOrdIDs,
} from "@x/fix";
import type { FixEndpointName } from "../src/gateways/fix/endpoints.ts";
import type { Sandbox } from "../src/index.ts";
import type { sandboxes } from "./sandbox-fixture.ts";

type Fixture = ReturnType<typeof sandboxes>;

const ids = numericClOrdIDs();

export const nextId = () => ids.next();

export function newOrder(change: Partial<NewOrderSingleInput> = {}): NewOrderSingleInput {
  return {
    ClOrdID: nextId(),
    Symbol: "BTC/USD",
    Side: "1",
    OrdType: "2",
    Price: "59000.1",
    OrderQty: "0.001",
    TimeInForce: "1",
    TransactTime: new Date(),
    ...change,
  };
}

export async function fixClient(
  sandbox: Sandbox,
  { clock, later, observeDrift: onDrift }: Fixture,
  options: Partial<ConnectOptions> = {},
): Promise<FixSession> {
  const { senderCompID, targetCompID, apiKey, apiSecret } = sandbox.credentials.fix;
  const session = await connect({
    ...sandbox.urls.fix,
    senderCompID,
    targetCompID,
    credentials: { apiKey, apiSecret },
    // The sandbox has no rollover, and a test may run at any time of the day.
    ...{ clock, onDrift, rollover: false },
    ...options,
  });
  later(() => session.close());
  return session;
}

/** A session on derivatives, or one for market data of either venue. */
export async function otherFixClient(
  sandbox: Sandbox,
  { clock, later, observeDrift: onDrift }: Fixture,
  name:
    | "fixDerivatives"
    | "fixMarketData"
    | "fixLevel3"
    | "fixDerivativesMarketData"
    | "fixDerivativesLevel3",
  options: Partial<ConnectOptions> = {},
): Promise<FixSession> {
  const { fix, fixDerivatives } = sandbox.credentials;
  const key = name.startsWith("fixDerivatives") ? fixDerivatives : fix;
  const trades = name === "fixDerivatives";
  const session = await connect({
    ...sandbox.urls[name],
    senderCompID: key.senderCompID,
    targetCompID: trades ? key.targetCompID : key.targetCompID.replace("TRD", "MD"),
    ...(trades && { credentials: key }),
    ...{ clock, onDrift, rollover: false },
    ...options,
  });
  later(() => session.close());
  return session;
}

/** Messages of one kind one by one. */
export function received<Message extends FixMessage>(session: FixSession, message: Message) {
  const messages = session.messages(message)[Symbol.asyncIterator]();
  return async () => {
    const { done, value } = await messages.next();
    if (done === true) throw new Error("the session ended");
    return value;
  };
}

/** Execution reports one by one. */
export function reports(session: FixSession): () => Promise<ExecutionReport> {
  return received(session, executionReport);
}

/** A TCP connection that sends FIX fields as they are, with the length and sum they ought to have. */
export class RawFix {
  readonly #socket: Socket;
  #received = "";
  #wake: (() => void) | undefined;

  constructor({ urls }: Sandbox, { later }: Fixture, name: FixEndpointName = "fix") {
    this.#socket = connectTcp(urls[name].port, urls[name].host);
    this.#socket.on("data", (bytes) => {
      this.#received += bytes.toString("latin1").replaceAll("\u0001", "|");
      this.#wake?.();
    });
    this.#socket.on("close", () => this.#wake?.());
    this.#socket.on("error", () => this.#wake?.());
    later(() => this.#socket.destroy());
  }

  /** `body` starts with `35=` and has `|` for separators. */
  send(body: string): void {
    const text = `${body}|`.replaceAll("|", "\u0001");
    const message = `8=FIX.4.4\u00019=${text.length}\u0001${text}`;
    const sum = [...Buffer.from(message, "latin1")].reduce((total, byte) => total + byte, 0) % 256;
    this.#socket.write(`${message}10=${String(sum).padStart(3, "0")}\u0001`, "latin1");
  }

  /** The next message with `|` for separators, or `closed`. */
  async message(): Promise<string> {
    for (;;) {
      const end = /\|10=\d{3}\|/.exec(this.#received);
      if (end !== null) {
        const length = end.index + end[0].length;
        const message = this.#received.slice(0, length);
        this.#received = this.#received.slice(length);
        return message;
      }
      if (this.#socket.destroyed || this.#socket.readableEnded) return "closed";
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  drop(): void {
    this.#socket.destroy();
  }
}
