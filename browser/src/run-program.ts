import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { startSandbox } from "@x/sandbox";
import { build } from "esbuild";
import type { Exchange, Seen } from "../programs/page.ts";
import { openPage } from "./chromium.ts";
import { servePage } from "./page-server.ts";

interface Expectation {
  /** What the program must see. */
  readonly seen: Seen;
  /** What the sandbox must count, without asking the program. */
  readonly counts: Run["counts"];
  readonly market: "still" | "synthetic";
}

const ORDERS: Expectation = {
  seen: { placed: 3, listed: 3, cancelled: 3, left: 0 },
  counts: { placed: 3, ended: 3, open: 0 },
  market: "still",
};

/** The programs in programs/, and what must come of each. */
export const programs = {
  "futures-rest": ORDERS,
  "ws-v2": ORDERS,
  "ws-books": {
    seen: { verified: 3, reconnected: 3, left: 0 },
    counts: { placed: 0, ended: 0, open: 0 },
    market: "synthetic",
  },
} as const satisfies { readonly [name: string]: Expectation };

export type Program = keyof typeof programs;

export const programNames = Object.keys(programs) as Program[];

export interface Run {
  readonly seen: Seen;
  /** What the sandbox counted, without asking the program. */
  readonly counts: { readonly placed: number; readonly ended: number; readonly open: number };
  /** `Chrome/150.0.0.0`. */
  readonly browser: string;
  /** Bytes of the page's script, minified and gzipped. */
  readonly gzipped: number;
}

/** No program takes nearly as long. */
const DEADLINE_MS = 120_000;

/** Bundles a program as an application would, with nothing of Node's in it. */
export async function bundle(program: Program): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../programs/${program}.ts`, import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    platform: "browser",
    target: "es2024",
    legalComments: "none",
    logLevel: "silent",
  });
  return outputFiles[0]?.text ?? "";
}

/**
 * Runs a program in the browser against a sandbox of its own.
 *
 * @throws Error with the program's own error, or what the browser said, when it comes to no result.
 */
export async function runProgram(program: Program, chromium: string): Promise<Run> {
  const script = await bundle(program);
  await using sandbox = await startSandbox({ market: programs[program].market });
  const { urls, credentials } = sandbox;
  const exchange: Exchange = {
    futures: { url: urls.futuresRest, ...credentials.futures },
    spot: { url: urls.spotRest, ...credentials.spot },
    wsV2: urls.wsV2,
    books: { wsV2: urls.wsV2Public, wsV2Level3: urls.wsV2Level3, wsLegacy: urls.wsLegacyPublic },
  };
  const page = await servePage(script, exchange, () => {
    for (const spoken of ["ws-v2", "ws-legacy"] as const)
      sandbox.faults.next({ interface: spoken, webSocket: "reconnectStorm" });
  });
  try {
    const outcome = await openPage(chromium, page.url, page.outcome, DEADLINE_MS);
    if ("error" in outcome) throw new Error(`${program} in the browser: ${outcome.error}`);
    return {
      seen: outcome.seen,
      counts: sandbox.counts(),
      browser: /\S*Chrome\/\S+/.exec(outcome.userAgent)?.[0] ?? outcome.userAgent,
      gzipped: gzipSync(script, { level: 9 }).byteLength,
    };
  } finally {
    await page.close();
  }
}
