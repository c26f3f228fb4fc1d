import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { type RawData, type WebSocket, WebSocketServer } from "ws";
import type { Faults, WebSocketInterface } from "../../faults.ts";
import type { Sessions } from "../../sessions.ts";
import type { WebSocketGateway } from "./conversation.ts";
import { Outbox } from "./outbox.ts";

/** Requests are small; a longer frame closes the connection. */
const LONGEST_FRAME = 1 << 20;

export interface WebSocketEndpoint {
  /** Cuts every connection. */
  close(): void;
}

/** One address: which of the exchange's interfaces speaks there, and how. */
export interface WebSocketRoute {
  readonly interface: WebSocketInterface;
  readonly gateway: WebSocketGateway;
}

export interface WebSocketSettings {
  readonly faults: Faults;
  /** Where connections are noted. */
  readonly sessions: Sessions;
  /** Bytes that may wait for a client to read them before it is cut off. */
  readonly mostUnsent: number;
}

/** Opens WebSockets on an HTTP server, one gateway per path; other paths are refused. */
export function acceptWebSockets(
  server: Server,
  routes: ReadonlyMap<string, WebSocketRoute>,
  { faults, sessions, mostUnsent }: WebSocketSettings,
): WebSocketEndpoint {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_FRAME,
    perMessageDeflate: false,
  });
  const open = new Map<WebSocket, WebSocketInterface>();
  const stopHearing = faults.onStorm((spoken) => {
    for (const [socket, its] of open) if (its === spoken) socket.terminate();
  });
  server.on("upgrade", (request, stream, head) => {
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    const route = routes.get(path);
    if (route === undefined) {
      refuse(stream, "404 Not Found");
    } else if (faults.takeOnWebSocket(route.interface, ["connectionRefused"]) !== undefined) {
      refuse(stream, "503 Service Unavailable");
    } else {
      sockets.handleUpgrade(request, stream, head, (socket) => {
        open.set(socket, route.interface);
        socket.on("close", () => open.delete(socket));
        socket.on("close", sessions.opened(route.interface, path));
        connect(socket, route.gateway, mostUnsent);
        if (faults.takeOnWebSocket(route.interface, ["reconnectStorm"]) !== undefined) socket.terminate();
      });
    }
  });
  return {
    close() {
      stopHearing();
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}

function refuse(stream: Duplex, status: string): void {
  stream.on("error", () => stream.destroy());
  stream.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function connect(socket: WebSocket, gateway: WebSocketGateway, mostUnsent: number): void {
  const conversation = gateway(new Outbox(socket, mostUnsent, () => conversation.closed()));
  socket.on("message", (data) => conversation.receive(textOf(data)));
  socket.on("close", () => conversation.closed());
  // A frame that breaks the protocol ends the connection; `close` follows.
  socket.on("error", () => socket.terminate());
}

function textOf(data: RawData): string {
  const whole = Array.isArray(data) ? Buffer.concat(data) : Buffer.isBuffer(data) ? data : Buffer.from(data);
  return whole.toString("utf8");
}
