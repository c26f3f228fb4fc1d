import type { Server } from "node:http";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { WebSocketGateway } from "./conversation.ts";

/** Requests are small; a longer frame closes the connection. */
const LONGEST_FRAME = 1 << 20;

/** A client that does not read is cut off rather than buffered for without end. */
const MOST_UNSENT = 8 << 20;

export interface WebSocketEndpoint {
  /** Cuts every connection. */
  close(): void;
}

/** Opens WebSockets on an HTTP server, one gateway per path; other paths are refused. */
export function acceptWebSockets(
  server: Server,
  gateways: ReadonlyMap<string, WebSocketGateway>,
): WebSocketEndpoint {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME,
    perMessageDeflate: false,
  });
  server.on("upgrade", (request, stream, head) => {
    const gateway = gateways.get((request.url ?? "/").split("?")[0] ?? "/");
    if (gateway === undefined) {
      stream.on("error", () => stream.destroy());
      stream.end("HTTP/1.1 404 Not Found\r\nconnection: close\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, stream, head, (socket) => connect(socket, gateway));
  });
  return {
    close() {
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function connect(socket: WebSocket, gateway: WebSocketGateway): void {
  const conversation = gateway({
    send(text) {
      if (socket.readyState !== socket.OPEN) return;
      if (socket.bufferedAmount > MOST_UNSENT) socket.terminate();
      else socket.send(text);
    },
  });
  socket.on("message", (data) => conversation.receive(textOf(data)));
  socket.on("close", () => conversation.closed());
  // A frame that breaks the protocol ends the connection; `close` follows.
  socket.on("error", () => socket.terminate());
}

function textOf(data: RawData): string {
  const whole = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
  return whole.toString("utf8");
}
