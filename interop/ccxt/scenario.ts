import type { Sandbox } from "@x/sandbox";
import type { CcxtExchange } from "./ccxt.ts";

/** One thing that users of ccxt do. */
export interface Scenario {
  readonly name: string;
  /** Throws unless ccxt, and the sandbox asked behind its back, agree on what happened. */
  run(client: CcxtExchange, sandbox: Sandbox): Promise<void>;
}

/** Throws unless the two are the same. */
export function expectSame(what: string, seen: unknown, wanted: unknown): void {
  if (seen !== wanted)
    throw new Error(`${what}: ${JSON.stringify(seen)} instead of ${JSON.stringify(wanted)}`);
}

export function expectTrue(what: string, holds: boolean): void {
  if (!holds) throw new Error(`not so: ${what}`);
}

/** Throws unless the work fails with an error of this class of ccxt's. */
export async function expectError(name: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const seen = error instanceof Error ? error.constructor.name : String(error);
    if (seen === name) return;
    throw new Error(`failed with ${seen} instead of ${name}: ${error instanceof Error ? error.message : ""}`);
  }
  throw new Error(`went well instead of failing with ${name}`);
}
