import { ManualClock } from "../../core/test/manual-clock.ts";
import { openConnection } from "../src/connect.ts";
import type { ConnectionEvent } from "../src/core/signals.ts";
import type { Push } from "../src/descriptor.ts";
import type { ConnectOptions } from "../src/options.ts";
import type { WebSocketLike } from "../src/socket.ts";
import { type Frame, fakeDialect } from "./fake-dialect.ts";
import { TestError } from "./harness.ts";

type Listener = (event: never) => void;

/** A WebSocket that does what the test says. */
export function fakeWebSocket() {
  const sockets: FakeSocket[] = [];
  class FakeSocket implements WebSocketLike {
    binaryType = "blob";
    closings = 0;
    readonly sent: { do: string; id: number; token?: string; params?: unknown }[] = [];
    readonly #listeners = new Map<string, Listener>();

    constructor() {
      sockets.push(this);
    }

    addEventListener(type: string, listener: Listener): void {
      this.#listeners.set(type, listener);
    }

    send(text: string): void {
      this.sent.push(JSON.parse(text));
    }

    close(): void {
      this.closings += 1;
    }

    tell(type: string, event: object = {}): void {
      this.#listeners.get(type)?.(event as never);
    }
  }
  return { FakeSocket, sockets };
}

/** A connection over such a socket. */
export function connect(changes: ConnectOptions<readonly Push[], "private"> = {}) {
  const { FakeSocket, sockets } = fakeWebSocket();
  const events: ConnectionEvent[] = [];
  const clock = new ManualClock(0);
  const connection = openConnection(
    {
      hosts: { public: "wss://public.nowhere", private: "wss://nowhere" },
      dialect: fakeDialect,
      toError: (failure) => new TestError(failure),
    },
    {
      WebSocket: FakeSocket,
      token: "t0ken",
      onEvent: (event) => events.push(event),
      deadlineMs: 1_000,
      connectTimeoutMs: 1_000,
      idleMs: 60_000,
      staleMs: 1_000,
      clock,
      ...changes,
    },
  );
  const latest = (): (typeof sockets)[number] => {
    const socket = sockets.at(-1);
    if (!socket) throw new Error("no socket was opened");
    return socket;
  };
  return {
    connection,
    sockets,
    events,
    clock,
    get sent() {
      return latest().sent;
    },
    closings: () => latest().closings,
    opened: () => latest().tell("open"),
    frame: (frame: Frame) => latest().tell("message", { data: JSON.stringify(frame) }),
    lost: (code = 1006) => latest().tell("close", { code, reason: "" }),
  };
}

export const failed = (promise: Promise<unknown>): Promise<TestError> =>
  promise.then(
    () => {
      throw new Error("expected it to fail");
    },
    (error: TestError) => error,
  );

export const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
