import { connect as connectLegacy, type WsLegacy } from "@x/ws-legacy";
import {
  connect as connectV2,
  reportDrift,
  type Subscription,
  type TokenProvider,
  type WsV2,
  webSocketsToken,
} from "@x/ws-v2";
import { WebSocket } from "ws";
import type { Sandbox } from "../src/index.ts";
import type { sandboxes } from "./sandbox-fixture.ts";

type Fixture = ReturnType<typeof sandboxes>;

/** How the real clients get a session token: from the sandbox's token call. */
export function tokenOf({ urls, credentials }: Sandbox): TokenProvider {
  const { apiKey, apiSecret } = credentials.spot;
  return webSocketsToken({ apiKey, apiSecret, baseUrl: urls.spotRest });
}

export function v2Client(
  sandbox: Sandbox,
  { clock, later, onDrift }: Fixture,
  token = tokenOf(sandbox),
): WsV2 {
  const client = connectV2({ token, url: sandbox.urls.wsV2, clock, onDrift: reportDrift(onDrift) });
  later(() => client.close());
  return client;
}

export function legacyClient(
  sandbox: Sandbox,
  { clock, later, onDrift }: Fixture,
  token = tokenOf(sandbox),
): WsLegacy {
  const client = connectLegacy({ token, url: sandbox.urls.wsLegacy, clock, onDrift: reportDrift(onDrift) });
  later(() => client.close());
  return client;
}

/** Waits until a subscription is acknowledged, then hands out its messages one by one. */
export async function reading<Message>(subscription: Subscription<Message>): Promise<() => Promise<Message>> {
  const messages = subscription[Symbol.asyncIterator]();
  await subscription.ready;
  return async () => {
    const { done, value } = await messages.next();
    if (done === true) throw new Error("the subscription ended");
    return value;
  };
}

/** A socket without any client's checks: sends what it is given and hands out frames in order. */
export class RawSocket {
  readonly #socket: WebSocket;
  readonly #frames: string[] = [];
  readonly #waiting: ((frame: string) => void)[] = [];
  /** Resolves with the code of the end: 1006 if the connection was cut. */
  readonly closed: Promise<number>;

  constructor(url: string, { later }: Fixture) {
    this.#socket = new WebSocket(url);
    this.#socket.on("message", (data) => {
      const frame = String(data);
      const next = this.#waiting.shift();
      if (next === undefined) this.#frames.push(frame);
      else next(frame);
    });
    // What was sent to a connection that is gone.
    this.#socket.on("error", () => {});
    this.closed = new Promise((resolve) => this.#socket.once("close", resolve));
    later(() => this.#socket.terminate());
  }

  async open(): Promise<this> {
    if (this.#socket.readyState === WebSocket.OPEN) return this;
    await new Promise((resolve, reject) => {
      this.#socket.once("open", resolve);
      this.#socket.once("error", reject);
    });
    return this;
  }

  /** Stops reading, as a client does that is busy. */
  pause(): void {
    this.#socket.pause();
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  /** Frames that have come and were not asked for yet. */
  get unread(): readonly string[] {
    return this.#frames;
  }

  send(message: object): void {
    this.#socket.send(JSON.stringify(message));
  }

  text(): Promise<string> {
    const frame = this.#frames.shift();
    return frame === undefined
      ? new Promise((resolve) => this.#waiting.push(resolve))
      : Promise.resolve(frame);
  }

  async frame(): Promise<unknown> {
    return JSON.parse(await this.text());
  }

  /** Sends a frame and resolves with the next one that comes. */
  ask(message: unknown): Promise<unknown> {
    this.#socket.send(typeof message === "string" ? message : JSON.stringify(message));
    return this.frame();
  }
}
