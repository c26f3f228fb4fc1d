import type { FuturesRestErrorCode } from "@x/futures-rest";
import { expect } from "vitest";
import { type Fault, json } from "./fault-matrix-server.ts";

/** One way to fail, and what a call makes of it. */
export interface Row {
  readonly what: string;
  readonly fault: Fault;
  readonly code: FuturesRestErrorCode;
  /** Whether the same read may fare better. The order never may: it can have been taken. */
  readonly readRetryable: boolean;
  readonly status?: number;
  readonly path?: unknown;
}

const html = (echo: string) => `<html><body><h1>Bad Gateway</h1><pre>${echo}</pre></body></html>`;
const lost = { code: "networkError", readRetryable: true } as const;
const late = { code: "deadlineExceeded", readRetryable: true } as const;
const gateway = { code: "httpError", readRetryable: true } as const;
const noJson = { code: "invalidAnswer", readRetryable: true, status: 200, path: "" } as const;

export const matrix: readonly Row[] = [
  { what: "no answer at all", fault: ({ expire }) => expire(), ...late },
  {
    what: "an answer that comes one byte at a time, too slowly",
    fault: ({ response, valid, expire }) => {
      response.writeHead(200, json);
      let at = 0;
      const timer = setInterval(() => {
        response.write(valid.charAt(at++));
        if (at === 5) expire();
      }, 20);
      response.once("close", () => clearInterval(timer));
    },
    ...late,
  },
  { what: "a connection closed instead of an answer", fault: ({ response }) => response.destroy(), ...lost },
  {
    what: "a connection reset instead of an answer",
    fault: ({ response }) => response.socket?.resetAndDestroy(),
    ...lost,
  },
  {
    what: "a reset in the middle of the body",
    fault: ({ response, valid }) => {
      response.writeHead(200, { ...json, "content-length": valid.length });
      response.write(valid.slice(0, valid.length / 2), () => response.socket?.resetAndDestroy());
    },
    ...lost,
  },
  {
    what: "a chunked body whose last chunk never comes",
    fault: ({ response, valid }) => {
      response.writeHead(200, json);
      // Everything the exchange had to say is here, but not that it is everything.
      response.write(valid, () => response.socket?.end());
    },
    ...lost,
  },
  {
    what: "something that is not HTTP",
    fault: ({ response, echo }) => response.socket?.end(`+OK ${echo}\r\n\r\n`),
    ...lost,
  },
  {
    what: "a body that is not compressed as its head says",
    fault: ({ response, echo }) => response.writeHead(200, { ...json, "content-encoding": "gzip" }).end(echo),
    ...lost,
  },
  {
    what: "status 429 with rate-limit-reset",
    fault: ({ response, echo }) =>
      response
        .writeHead(429, { "content-type": "text/plain", "rate-limit-reset": "42" })
        .end(`slow down ${echo}`),
    status: 429,
    ...gateway,
  },
  {
    what: "status 429 with Retry-After",
    fault: ({ response, echo }) => response.writeHead(429, { "retry-after": "1" }).end(echo),
    status: 429,
    ...gateway,
  },
  ...[500, 502, 503, 504].map((status) => ({
    what: `a gateway's page with status ${status}`,
    fault: (({ response, echo }) =>
      response.writeHead(status, { "content-type": "text/html" }).end(html(echo))) satisfies Fault,
    status,
    ...gateway,
  })),
  {
    what: "a gateway's page with status 403",
    fault: ({ response, echo }) => response.writeHead(403, { "content-type": "text/html" }).end(html(echo)),
    ...gateway,
    status: 403,
    readRetryable: false,
  },
  {
    what: "a gateway's page with status 200",
    fault: ({ response, echo }) => response.writeHead(200, { "content-type": "text/html" }).end(html(echo)),
    ...noJson,
  },
  {
    what: "JSON that is cut short",
    fault: ({ response, valid, echo }) =>
      response.writeHead(200, json).end(`{"echo":${JSON.stringify(echo)},${valid.slice(1, -3)}`),
    ...noJson,
  },
  { what: "an empty body", fault: ({ response }) => response.writeHead(200, json).end(), ...noJson },
  {
    what: "status 204",
    fault: ({ response }) => response.writeHead(204).end(),
    ...noJson,
    status: 204,
  },
  {
    what: "a body that does not end",
    fault: ({ response, echo }) => {
      response.writeHead(200, json).write(`{"echo":${JSON.stringify(echo)},"a":"`);
      const chunk = "a".repeat(1 << 20);
      const more = (): unknown => (response.write(chunk) ? setImmediate(more) : response.once("drain", more));
      more();
    },
    code: "answerTooLarge",
    readRetryable: false,
    status: 200,
  },
  {
    what: "success first, then an error under the same key",
    fault: ({ response, valid, echo }) =>
      response
        .writeHead(200, json)
        .end(`${valid.slice(0, -1)},"result":"error","error":"Server Error","echo":${JSON.stringify(echo)}}`),
    code: "Server Error",
    readRetryable: true,
    status: 200,
  },
  {
    what: "the answer under `__proto__`",
    fault: ({ response, valid }) => response.writeHead(200, json).end(`{"__proto__":${valid}}`),
    code: "invalidAnswer",
    readRetryable: false,
    status: 200,
    // Whichever of the fields it looks for first.
    path: expect.stringMatching(/^\/(result|serverTime|openOrders|sendStatus)$/),
  },
];
