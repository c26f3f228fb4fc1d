import { inspect } from "node:util";
import {
  type ClientOptions,
  createClient,
  FuturesRestError,
  getOpenOrders,
  sendOrder,
} from "@x/futures-rest";
import { afterEach, beforeAll, expect } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import { startSandbox } from "../src/index.ts";
import { credentials, type Fault, startFaultServer } from "./fault-matrix-server.ts";

export const order = {
  orderType: "lmt",
  symbol: "PF_XBTUSD",
  side: "buy",
  size: 0.01,
  limitPrice: 50_000,
  cliOrdId: "matrix",
} as const;

/** The real client against servers that fail, gone when their test is. */
export function faultyExchanges() {
  /** What the exchange answers when nothing goes wrong, by the last part of the path: the sandbox's own answers. */
  const valid: Record<string, string> = {};
  const closers: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    await using sandbox = await startSandbox();
    const client = createClient({
      credentials: sandbox.credentials.futures,
      baseUrl: sandbox.urls.futuresRest,
      fetch: async (url, init) => {
        const response = await fetch(url, init);
        valid[url.split("/").at(-1) ?? ""] = await response.clone().text();
        return response;
      },
    });
    await client.call(sendOrder, order);
    await client.call(getOpenOrders, {});
  });

  afterEach(async () => {
    for (const close of closers.splice(0)) await close();
  });

  return {
    valid,
    async start(fault: Fault, options: ClientOptions = {}) {
      // The client's own time passes where a fault says so: deadlines are over when they are meant to be, and never else.
      const clock = new ManualClock();
      const deadlineMs = 5_000;
      const server = await startFaultServer(fault, valid, () => clock.advance(deadlineMs));
      closers.push(() => server.close());
      const client = createClient({ credentials, baseUrl: server.baseUrl, deadlineMs, clock, ...options });
      return { ...server, client };
    },
  };
}

/** What a call failed with, seen from every side to hold no credential. */
export async function failure(
  promise: Promise<unknown>,
  received: readonly { readonly authent: string }[],
): Promise<FuturesRestError> {
  const error: unknown = await promise.then(
    (answer) => expect.unreachable(`expected an error, got ${JSON.stringify(answer)}`),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FuturesRestError);
  const failed = error as FuturesRestError;
  const shown = [
    inspect(failed, { depth: null, showHidden: true, getters: true }),
    JSON.stringify(failed),
    String(failed),
    String(failed.raw),
    String(failed.reason),
  ].join("\n");
  const { apiKey, apiSecret } = credentials;
  for (const secret of [apiKey, apiSecret, ...received.map(({ authent }) => authent)]) {
    expect(secret).not.toBe("");
    for (const spelled of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(shown).not.toContain(spelled);
    }
  }
  return failed;
}
