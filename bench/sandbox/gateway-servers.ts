// Runs in a thread of its own: a sandbox, and for each of its transports a server that only gives back what it gets.
import { createServer as createHttp } from "node:http";
import { type AddressInfo, createServer as createTcp, type Server } from "node:net";
import { parentPort } from "node:worker_threads";
import { WebSocketServer } from "ws";
import { startSandbox } from "../../packages/sandbox/src/index.ts";

const listening = (server: Server) =>
  new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });

const sandbox = await startSandbox({ rateLimits: false });
const http = createHttp((request, response) => request.pipe(response));
const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
http.on("upgrade", (request, stream, head) =>
  sockets.handleUpgrade(request, stream, head, (socket) => {
    socket.on("message", (data) => socket.send(data.toString()));
  }),
);
const tcp = createTcp({ noDelay: true }, (socket) => socket.pipe(socket));
const [httpPort, tcpPort] = [await listening(http), await listening(tcp)];
parentPort?.postMessage({
  urls: sandbox.urls,
  credentials: sandbox.credentials,
  echo: { http: `http://127.0.0.1:${httpPort}`, webSocket: `ws://127.0.0.1:${httpPort}`, tcp: tcpPort },
});
