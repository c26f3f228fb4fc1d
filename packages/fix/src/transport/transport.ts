/** A two-way stream of bytes, open. */
export interface Transport {
  send(bytes: Uint8Array): void;
  /** Ends the stream after everything handed to `send`. */
  close(): void;
}

/** What a transport tells. `closed` comes exactly once, whoever ended the stream. */
export interface TransportHandlers {
  received(bytes: Uint8Array): void;
  closed(cause?: Error): void;
}

/** Opens a transport; rejects when that fails, and then calls no handler. */
export type OpenTransport = (handlers: TransportHandlers) => Promise<Transport>;
