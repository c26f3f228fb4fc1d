import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { WebSocketConstructor, WebSocketLike } from "@x/ws-v2";
import { WebSocketServer } from "ws";

/** A connection to an exchange that acknowledges subscriptions and sends what it is told to. */
export interface Wire {
  readonly url: string;
  readonly WebSocket: WebSocketConstructor;
  /** Sends a frame over the connection that was made last. */
  send(frame: string): void;
  close(): Promise<unknown>;
}

/** What the exchange answers, of any request. */
function answer(text: string): string {
  const { method, req_id } = JSON.parse(text) as { method: string; req_id: number };
  const result = { channel: "ticker", symbol: "BTC/USD", event_trigger: "trades", snapshot: false };
  return JSON.stringify({ method, req_id, result, success: true });
}

/** Without a socket: a frame is handed to the listener in the call that sends it. */
export async function inProcess(): Promise<Wire> {
  let latest: ((event: { readonly data: unknown }) => void) | undefined;
  class Direct implements WebSocketLike {
    binaryType = "";
    #message: typeof latest;
    addEventListener(type: string, listener: (event: never) => void): void {
      if (type === "open") queueMicrotask(listener as () => void);
      if (type === "message") latest = this.#message = listener as typeof latest;
    }
    send(text: string): void {
      queueMicrotask(() => this.#message?.({ data: answer(text) }));
    }
    close(): void {}
  }
  return {
    url: "wss://in.process",
    WebSocket: Direct,
    send: (data) => latest?.({ data }),
    close: async () => {},
  };
}

/** Over TCP on loopback, with the platform's own WebSocket; both ends live in this process. */
export async function loopback(): Promise<Wire> {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  let send: Wire["send"] = () => {};
  server.on("connection", (socket) => {
    send = (frame) => socket.send(frame);
    socket.on("message", (data) => socket.send(answer(String(data))));
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}`,
    WebSocket: globalThis.WebSocket as unknown as WebSocketConstructor,
    send: (frame) => send(frame),
    close() {
      for (const socket of server.clients) socket.terminate();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
