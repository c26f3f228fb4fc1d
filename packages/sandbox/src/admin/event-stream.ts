import type { ServerResponse } from "node:http";
import { watchEvents } from "./events.ts";
import type { AdminGrounds } from "./grounds.ts";

/** Whoever does not read is cut off. */
const MOST_UNSENT = 4 << 20;

/** Tells everything that happens as server-sent events. */
export function streamEvents(response: ServerResponse, grounds: AdminGrounds): void {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
  const stop = watchEvents(grounds, ({ event, data }) => {
    if (response.writableLength > MOST_UNSENT) response.destroy();
    else response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  });
  response.on("error", () => response.destroy());
  response.once("close", stop);
}
