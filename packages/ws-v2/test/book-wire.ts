import type { Following, Gap, Sink } from "@x/connection";
import type { Channel } from "../src/index.ts";
import type { Row } from "./book-recorded.ts";

/** A connection for one follower whose frames the test says. As a real one, it lets through only what passes its check. */
export class Wire {
  readonly asked: (object | string)[] = [];
  #channel: Channel | undefined;
  #sink: Sink<unknown> | undefined;

  follow<Params, Message>(
    channel: Channel<Params, Message>,
    params: NoInfer<Params>,
    sink: Sink<Message>,
  ): Following {
    const fault = channel.checkParams(params);
    if (fault) throw new Error(JSON.stringify(fault));
    this.#channel = channel as Channel;
    this.#sink = sink as Sink<unknown>;
    this.asked.push(params as object);
    return {
      leave: () => this.#end("left", undefined),
      renew: (gap: Gap) => {
        this.asked.push(gap.reason);
        sink.gap(gap);
      },
      tell: () => {},
      fail: (code, words) => this.#end("failed", new Error(`${code}: ${words}`)),
    };
  }

  say(frame: string): void {
    if (!this.tryToSay(frame)) throw new Error(`not a message of the channel: ${frame}`);
  }

  /** `false` where a connection would have stopped the frame. */
  tryToSay(frame: string): boolean {
    let message: unknown;
    try {
      message = JSON.parse(frame);
    } catch {
      return false;
    }
    if (this.#channel?.checkMessage(message)) return false;
    this.#sink?.message(message, frame);
    return true;
  }

  lose(): void {
    this.#sink?.gap({ reason: "reconnected", detail: "the connection was lost" });
  }

  #end(how: string, error: Error | undefined): void {
    this.asked.push(how);
    this.#sink?.ended(error);
  }
}

/** Writes a book's message as the exchange does: numbers with all their digits. */
export function write(
  type: "snapshot" | "update",
  symbol: string,
  { bids, asks, checksum }: { bids: readonly Row[]; asks: readonly Row[]; checksum: number },
): string {
  const side = (rows: readonly Row[]): string =>
    rows.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join(",");
  const data = `{"symbol":"${symbol}","bids":[${side(bids)}],"asks":[${side(asks)}],"checksum":${checksum},"timestamp":"2026-03-01T10:00:00.000123Z"}`;
  return `{"channel":"book","type":"${type}","data":[${data}]}`;
}
