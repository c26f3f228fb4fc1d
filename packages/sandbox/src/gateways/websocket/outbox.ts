import type { WebSocket } from "ws";
import type { Peer } from "./conversation.ts";

/** A connection's way out. A client that does not read is cut off rather than buffered for without end. */
export class Outbox implements Peer {
  readonly #socket: WebSocket;
  readonly #most: number;
  readonly #onFreeze: () => void;
  #frozen = false;
  #stalled = false;
  #held = 0;

  /**
   * `most`: bytes that may wait for the client to read them. `onFreeze`: nobody hears what is said from now on, nor that the
   * client has gone.
   */
  constructor(socket: WebSocket, most: number, onFreeze: () => void) {
    this.#socket = socket;
    this.#most = most;
    this.#onFreeze = onFreeze;
  }

  send(text: string): void {
    if (this.#frozen || this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#stalled) this.#held += Buffer.byteLength(text);
    else this.#socket.send(text);
    if (this.#held + this.#socket.bufferedAmount > this.#most) this.#socket.terminate();
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason);
  }

  freeze(): void {
    this.#frozen = true;
    this.#socket.pause();
    this.#onFreeze();
  }

  stall(): void {
    this.#stalled = true;
  }
}
