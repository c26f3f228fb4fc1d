import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** What the server got of one request. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

export type Answer = (request: Received, response: ServerResponse) => void;

/** A real HTTP server on loopback that records every request and answers as told. */
export async function startExchange(answer: Answer): Promise<{
  readonly baseUrl: string;
  readonly received: Received[];
  close(): Promise<void>;
}> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const got: Received = {
      method: request.method ?? "",
      url: request.url ?? "",
      headers: request.headers,
      body: Buffer.concat(chunks).toString("utf8"),
    };
    received.push(got);
    answer(got, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error ? reject(error) : resolve()));
      }),
  };
}

/** An address at which nobody listens, nor can: its port is one end of a connection. */
export async function nobodyListens(): Promise<{ readonly baseUrl: string } & AsyncDisposable> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await once(socket, "connect");
  return {
    baseUrl: `http://127.0.0.1:${socket.localPort}`,
    async [Symbol.asyncDispose]() {
      socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Answers with a JSON body. */
export function json(value: unknown, status = 200): Answer {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));
  };
}

export const cancelled = {
  result: "success",
  serverTime: "2026-03-02T09:15:42.117Z",
  cancelStatus: {
    receivedTime: "2026-03-02T09:15:42.115Z",
    cancelOnly: "all",
    status: "cancelled",
    cancelledOrders: [{ order_id: "3f6d0c1e-8a57-4a0e-9f53-6f2b7c1d9e01" }],
    orderEvents: [
      {
        type: "CANCEL",
        uid: "3f6d0c1e-8a57-4a0e-9f53-6f2b7c1d9e01",
        order: {
          orderId: "3f6d0c1e-8a57-4a0e-9f53-6f2b7c1d9e01",
          type: "lmt",
          symbol: "PF_XBTUSD",
          side: "buy",
          quantity: 1,
          filled: 0,
          limitPrice: 60000,
          reduceOnly: false,
          timestamp: "2026-03-02T09:11:08.004Z",
          lastUpdateTimestamp: "2026-03-02T09:11:08.004Z",
        },
      },
    ],
  },
};

/** An answer to `sendOrder` with the given status. */
export function sendStatus(status: string): unknown {
  const order_id = "3f6d0c1e-8a57-4a0e-9f53-6f2b7c1d9e07";
  return { result: "success", serverTime: "2026-03-02T09:11:08.006Z", sendStatus: { status, order_id } };
}

export const noOrders = { result: "success", serverTime: "2026-03-02T09:16:01.000Z", openOrders: [] };

export const refused = (error: string) => ({
  result: "error",
  serverTime: "2026-03-02T09:15:44.210Z",
  error,
});

/** Throw-away credentials; the secret is the base64 of "correct horse battery staple". */
export const credentials = {
  apiKey: "test-key/with+signs",
  apiSecret: "Y29ycmVjdCBob3JzZSBiYXR0ZXJ5IHN0YXBsZQ==",
};
