import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Exchange, Outcome } from "../programs/page.ts";

export interface PageServer {
  readonly url: string;
  /** What the page's program came to. */
  readonly outcome: Promise<Outcome>;
  readonly close: () => Promise<void>;
}

/**
 * Serves one page with one script, tells it where the exchange is, and waits for what it reports.
 *
 * @param cut cuts the page's connections when it asks for it
 */
export async function servePage(script: string, exchange: Exchange, cut: () => void): Promise<PageServer> {
  const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
  const page = `<!doctype html><meta charset="utf-8"><title>program</title><script type="module">${script}</script>`;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.url === "/") response.setHeader("content-type", "text/html").end(page);
    else if (request.url === "/exchange") response.end(JSON.stringify(exchange));
    else if (request.url === "/cut") {
      cut();
      response.end();
    } else if (request.url === "/outcome") {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      response.end();
      resolve(JSON.parse(Buffer.concat(chunks).toString()) as Outcome);
    } else response.writeHead(404).end();
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    outcome,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
