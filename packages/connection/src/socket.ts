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

/** What is told of a socket. */
export interface SocketListener {
  opened(): void;
  frame(text: string): void;
  /** At most once, and nothing after it. */
  lost(code: number, reason: string): void;
}

export interface Socket {
  send(text: string): void;
  /** Closes it normally. Nothing is told afterwards. */
  close(): void;
}

/**
 * Opens a socket of the platform's WebSocket, or another class of the same shape.
 *
 * @throws TypeError when there is no such class, and what the class throws at a URL it does not take.
 */
export function openSocket(
  url: string,
  given: WebSocketConstructor | undefined,
  listener: SocketListener,
): Socket {
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
    if (!done) listener.lost(code, reason);
    done = true;
  });
  return {
    send: (text) => socket.send(text),
    close() {
      done = true;
      socket.close(1000);
    },
  };
}
