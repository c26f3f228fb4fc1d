import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { PATIENT, readBody } from "../http/http-server.ts";
import { listen } from "../listen.ts";
import { PAGE_HEADERS, pageAsset } from "../page/assets.ts";
import { streamEvents } from "./event-stream.ts";
import type { AdminGrounds } from "./grounds.ts";
import { refuseStranger, refuseToken } from "./guard.ts";
import { ROUTES } from "./routes.ts";

/** Other machines never reach it, whatever address the exchange listens on. */
const HOST = "127.0.0.1";

export interface AdminServer {
  readonly url: string;
  /** To be sent as `Authorization: Bearer <token>` with every request. */
  readonly token: string;
  close(): Promise<void>;
}

export interface AdminServerOptions {
  readonly port: number;
  /** Default: a new one. */
  readonly token: string | undefined;
}

/** Opens the endpoint that looks into the sandbox and moves it: state, events, faults and clock. */
export async function openAdminServer(
  grounds: AdminGrounds,
  { port, token = randomBytes(32).toString("base64url") }: AdminServerOptions,
): Promise<AdminServer> {
  const server = createServer(PATIENT, (request, response) => {
    const at = (server.address() as AddressInfo).port;
    const stranger = refuseStranger(request.headers, at);
    if (stranger === undefined && sendPage(request, response)) return;
    const denied = stranger ?? refuseToken(request.headers, token);
    if (denied === undefined) answer(request, response, grounds);
    else send(response, denied.status, { error: denied.error });
  });
  const bound = await listen(server, HOST, port);
  return {
    url: `http://${HOST}:${bound}`,
    token,
    close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      return closed;
    },
  };
}

/** The page itself needs no token: it asks for one. */
function sendPage({ method, url = "/" }: IncomingMessage, response: ServerResponse): boolean {
  const asset = method === "GET" ? pageAsset(url) : undefined;
  if (asset === undefined) return false;
  response.writeHead(200, { ...PAGE_HEADERS, "content-type": asset.type }).end(asset.body);
  return true;
}

function answer(request: IncomingMessage, response: ServerResponse, grounds: AdminGrounds): void {
  const { method = "GET", url = "/" } = request;
  const path = url.split("?")[0] ?? url;
  if (method === "GET" && path === "/admin/events") {
    streamEvents(response, grounds);
    return;
  }
  const route = ROUTES[`${method} ${path}`];
  if (route === undefined) {
    const known = ["GET /admin/events", ...Object.keys(ROUTES)].join(", ");
    send(response, 404, { error: `expected one of ${known}` });
    return;
  }
  readBody(request).then(
    (text) => {
      try {
        if (text === undefined) throw new RangeError("body: too long");
        send(response, 200, route(grounds, text === "" ? undefined : parse(text)));
      } catch (error) {
        const theirs = error instanceof RangeError || error instanceof TypeError;
        send(response, theirs ? 400 : 500, { error: error instanceof Error ? error.message : String(error) });
      }
    },
    () => response.destroy(),
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new TypeError("body: expected JSON", { cause });
  }
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(status === 401 && { "www-authenticate": "Bearer" }),
  });
  response.end(JSON.stringify(body));
}
