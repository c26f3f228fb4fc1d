import { once } from "node:events";
import { type AddressInfo, connect } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export interface Request {
  readonly method: string;
  readonly params?: { readonly [field: string]: unknown };
  readonly req_id?: number;
}

/** An exchange on loopback that does what the test says. */
export async function startExchange(answer: (request: Request, socket: WebSocket) => void) {
  const server = new WebSocketServer({ host: "127.0.0.1", port: 0 });
  await new Promise((resolve) => server.once("listening", resolve));
  const received: Request[] = [];
  const texts: string[] = [];
  server.on("connection", (socket) => {
    say(socket, greeting);
    socket.on("message", (data) => {
      const text = String(data);
      const request = JSON.parse(text) as Request;
      texts.push(text);
      received.push(request);
      answer(request, socket);
    });
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `ws://127.0.0.1:${port}/v2`,
    received,
    texts,
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** An address at which nobody listens, nor can: its port is one end of a connection. */
export async function nobodyListens() {
  const { url, close } = await startExchange(() => {});
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  await once(socket, "connect");
  return {
    url: `ws://127.0.0.1:${socket.localPort}`,
    close: async () => {
      socket.destroy();
      await close();
    },
  };
}

export const greeting = {
  channel: "status",
  type: "update",
  data: [{ system: "online", api_version: "v2", connection_id: 7, version: "2.0.10" }],
};

export function say(socket: WebSocket, frame: unknown): void {
  socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
}

const times = { time_in: "2026-03-01T10:00:00.000123Z", time_out: "2026-03-01T10:00:00.004567Z" };

export function granted({ method, req_id }: Request, result: object) {
  return { method, req_id, result, success: true, ...times };
}

export function refused({ method, req_id }: Request, error: string) {
  return { method, req_id, error, success: false, ...times };
}
