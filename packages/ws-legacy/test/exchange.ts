import type { AddressInfo } from "node:net";
import { type WebSocket, WebSocketServer } from "ws";

export interface Request {
  readonly event: string;
  readonly reqid: number;
  readonly [field: string]: unknown;
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
    url: `ws://127.0.0.1:${port}`,
    received,
    texts,
    close: async () => {
      for (const socket of server.clients) socket.terminate();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const greeting = { event: "systemStatus", status: "online", version: "1.9.6", connectionID: 7 };

export function say(socket: WebSocket, frame: unknown): void {
  socket.send(typeof frame === "string" ? frame : JSON.stringify(frame));
}

export function granted({ event, reqid }: Request, fields: object = {}) {
  return { event: `${event}Status`, status: "ok", ...fields, reqid };
}

export function refused({ event, reqid }: Request, errorMessage: string) {
  return { event: `${event}Status`, status: "error", errorMessage, reqid };
}

export function subscribed({ event, reqid }: Request) {
  const status = event === "subscribe" ? "subscribed" : "unsubscribed";
  return {
    event: "subscriptionStatus",
    status,
    channelName: "openOrders",
    subscription: { name: "openOrders" },
    reqid,
  };
}
