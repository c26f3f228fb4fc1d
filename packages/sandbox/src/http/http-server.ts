import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import type { Clock } from "@x/core";
import { spoil } from "./delivery.ts";
import type { HttpReply } from "./reply.ts";

/** A request with its body read, byte for byte as it came. */
export interface HttpRequest {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The query as sent, without `?`. */
  readonly query: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** Answers the requests of one interface; nothing comes back for paths that are not its own. */
export type HttpGateway = (request: HttpRequest) => HttpReply | undefined;

/** No operation needs more; a longer body is cut off. */
const LONGEST_BODY = 1 << 20;

/**
 * A server that leaves it to clients when to end a connection nothing passes through: one that ends it by itself may do so
 * in the moment in which a client that stood still for some seconds sends its next request, and the request is lost.
 */
export const PATIENT = { keepAliveTimeout: 0 } as const;

/** One server for all interfaces that begin with HTTP. `clock`: what late answers go by. */
export function createHttpServer(gateways: readonly HttpGateway[], clock: Clock): Server {
  return createServer(PATIENT, (incoming, response) => {
    readBody(incoming).then(
      (body) => {
        if (body === undefined)
          whole(response, { status: 413, body: '{"error":["EGeneral:Payload too large"]}' });
        else send(response, dispatch(gateways, incoming, body), clock);
      },
      () => response.destroy(),
    );
  });
}

function dispatch(gateways: readonly HttpGateway[], incoming: IncomingMessage, body: string): HttpReply {
  const target = incoming.url ?? "/";
  const mark = target.indexOf("?");
  const request: HttpRequest = {
    method: incoming.method ?? "GET",
    path: mark === -1 ? target : target.slice(0, mark),
    query: mark === -1 ? "" : target.slice(mark + 1),
    headers: incoming.headers,
    body,
  };
  for (const gateway of gateways) {
    const reply = gateway(request);
    if (reply !== undefined) return reply;
  }
  return { status: 404, body: '{"error":["EGeneral:Unknown method"]}' };
}

/** A request's body; nothing if it is too long. */
export async function readBody(incoming: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_BODY) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, reply: HttpReply, clock: Clock): void {
  if (reply.delivery !== undefined) {
    spoil(response, reply, reply.delivery, { clock, whole });
    return;
  }
  whole(response, reply);
}

function whole(response: ServerResponse, { status, body, type, headers }: HttpReply): void {
  response.writeHead(status, {
    ...headers,
    "content-type": type ?? "application/json; charset=utf-8",
    "content-length": Buffer.byteLength(body),
  });
  response.end(body);
}
