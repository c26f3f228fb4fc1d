import { afterEach, expect } from "vitest";
import { type ClientOptions, createClient, FuturesRestError } from "../src/index.ts";
import { type Answer, credentials, startExchange } from "./exchange.ts";

/** Starts exchanges, each with a client of it; those of a test end with it. */
export function clients() {
  const running: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const exchange of running.splice(0)) await exchange.close();
  });
  return async (answer: Answer, options: ClientOptions = {}) => {
    const exchange = await startExchange(answer);
    running.push(exchange);
    return { ...exchange, client: createClient({ credentials, baseUrl: exchange.baseUrl, ...options }) };
  };
}

/** The error that a call ends with. */
export async function failure(promise: Promise<unknown>): Promise<FuturesRestError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(FuturesRestError);
  return error as FuturesRestError;
}
