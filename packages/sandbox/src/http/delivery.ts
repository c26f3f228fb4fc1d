import type { ServerResponse } from "node:http";
import type { Clock } from "@x/core";
import type { Delivery, HttpReply } from "./reply.ts";

const PADDING = Buffer.alloc(1 << 16, " ");

export function spoil(
  response: ServerResponse,
  reply: HttpReply,
  delivery: Delivery,
  { clock, whole }: { clock: Clock; whole: (response: ServerResponse, reply: HttpReply) => void },
): void {
  switch (delivery.kind) {
    case "slow": {
      const timer = clock.setTimer(delivery.milliseconds, () => whole(response, reply));
      response.once("close", () => timer.cancel());
      return;
    }
    case "none":
      response.destroy();
      return;
    case "reset-mid-body": {
      const body = Buffer.from(reply.body);
      response.writeHead(reply.status, {
        "content-type": "application/json; charset=utf-8",
        "content-length": body.length,
      });
      response.write(body.subarray(0, Math.max(1, body.length >> 1)), () =>
        response.socket?.resetAndDestroy(),
      );
      return;
    }
    case "padded":
      pad(response, reply, delivery.bytes);
  }
}

/** Writes as fast as the client reads, so that a client which gives up ends it. */
function pad(response: ServerResponse, { status, body }: HttpReply, bytes: number): void {
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" });
  let left = bytes;
  const more = () => {
    while (left > 0) {
      left -= PADDING.length;
      if (!response.write(PADDING)) {
        response.once("drain", more);
        return;
      }
    }
    response.end(body);
  };
  more();
}
