/** What a connection needs of a socket. */
export interface Transport {
  send(text: string): void;
  /** Closes it normally. Nothing is reported afterwards. */
  close(): void;
}

export interface TransportListener {
  opened(): void;
  frame(text: string): void;
  closed(code: number, reason: string): void;
}

/** Opens a socket. The listener is called only after this returns, and `closed` at most once. */
export type TransportFactory = (url: string, listener: TransportListener) => Transport;

/** The part of the platform's WebSocket that is used; Node 22 and later, browsers and workers have it. */
export interface WebSocketLike {
  binaryType: string;
  send(data: string): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: "open" | "error", listener: () => void): void;
  addEventListener(type: "message", listener: (event: { readonly data: unknown }) => void): void;
  addEventListener(
    type: "close",
    listener: (event: { readonly code: number; readonly reason: string }) => void,
  ): void;
}

export type WebSocketConstructor = new (url: string) => WebSocketLike;

/** A transport over the platform's WebSocket, or another class of the same shape. */
export function webSocketTransport(given?: WebSocketConstructor): TransportFactory {
  return (url, listener) => {
    const WebSocketClass = given ?? (globalThis as { readonly WebSocket?: WebSocketConstructor }).WebSocket;
    if (!WebSocketClass)
      throw new TypeError("this platform has no WebSocket: pass one as the option `WebSocket`");
    const socket = new WebSocketClass(url);
    let done = false;
    socket.binaryType = "arraybuffer";
    socket.addEventListener("open", () => {
      if (!done) listener.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (!done)
        listener.frame(typeof data === "string" ? data : new TextDecoder().decode(data as ArrayBuffer));
    });
    // An error is always followed by a close, which carries all that the platform tells.
    socket.addEventListener("error", () => {});
    socket.addEventListener("close", ({ code, reason }) => {
      if (done) return;
      done = true;
      listener.closed(code, reason);
    });
    return {
      send: (text) => socket.send(text),
      close() {
        done = true;
        socket.close(1000);
      },
    };
  };
}
