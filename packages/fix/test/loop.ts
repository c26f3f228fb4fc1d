import { type AcceptOptions, accept } from "../src/acceptor.ts";
import type { FixSession } from "../src/session/session.ts";
import { MemoryStore } from "../src/session/store.ts";
import type { OpenTransport, TransportHandlers } from "../src/transport/transport.ts";
import type { Time } from "./simulation/time.ts";

/** An exchange without a network, in simulated time: each connection ends at an acceptor of its own, all share a store. */
export class Loop {
  readonly time: Time;
  readonly store = new MemoryStore();
  readonly options: Partial<AcceptOptions>;
  /** Acceptor's sessions, one a connection. */
  readonly sessions: FixSession[] = [];
  /** Connections tried. */
  tried = 0;
  /** Nobody is there to connect to. */
  down = false;
  #end: () => void = () => undefined;

  constructor(time: Time, options: Partial<AcceptOptions> = {}) {
    this.time = time;
    this.options = options;
  }

  /** For `connect`. */
  readonly open: OpenTransport = async (near) => {
    this.tried += 1;
    if (this.down) throw new Error("nobody is there");
    const connection: { near: TransportHandlers | undefined; far: TransportHandlers | undefined } = {
      near,
      far: undefined,
    };
    const end = (): void => {
      const { near: one, far: other } = connection;
      connection.near = undefined;
      connection.far = undefined;
      one?.closed();
      other?.closed();
    };
    this.#end = end;
    const later = (run: () => void) => this.time.setTimer(1, run);
    const session = await accept(
      async (far) => {
        connection.far = far;
        return { send: (bytes) => later(() => connection.near?.received(bytes)), close: () => later(end) };
      },
      {
        senderCompID: "KRAKEN-TRD",
        authenticate: () => ({ accepted: true }),
        storeOf: () => this.store,
        clock: this.time,
        ...this.options,
      },
    );
    this.sessions.push(session);
    return { send: (bytes) => later(() => connection.far?.received(bytes)), close: () => later(end) };
  };

  /** The connection breaks, for both: what is under way is lost. */
  cut(): void {
    this.#end();
  }

  /** The acceptor's side of the last connection. */
  get session(): FixSession {
    const last = this.sessions.at(-1);
    if (last === undefined) throw new Error("nobody has connected");
    return last;
  }

  /** Lets time pass, in pieces, with everything that is awaited in between. */
  async pass(milliseconds: number): Promise<void> {
    const pieces = Math.min(100, Math.max(5, milliseconds / 100));
    for (let piece = 0; piece < pieces; piece++) {
      this.time.pass(milliseconds / pieces);
      await new Promise((resolve) => setImmediate(resolve));
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}
