/** A two-way stream of bytes, open. */
export interface Transport {
  send(bytes: Uint8Array): void;
  /** Ends the stream after everything handed to `send`. */
  close(): void;
  /**
   * Calls back, later and once, when enough of what was handed to `send` has left for more to make sense. Without it, a
   * long resend goes out as fast as it can be read.
   */
  whenDrained?(run: () => void): void;
}

/** What a transport tells. `closed` comes exactly once, whoever ended the stream. */
export interface TransportHandlers {
  received(bytes: Uint8Array): void;
  closed(cause?: Error): void;
}

/** Opens a transport; rejects when that fails, and then calls no handler. */
export type OpenTransport = (handlers: TransportHandlers) => Promise<Transport>;
