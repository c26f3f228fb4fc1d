// What `call` costs over bare `fetch` of the same request.
import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { createClient, getOpenOrders, reportDrift } from "@x/futures-rest";
import type { Benchmark, Report, Row, Scale } from "../src/report.ts";
import { against, interleave } from "../src/rounds.ts";
import { spread } from "../src/spread.ts";

const CONCURRENT = 64;
const PATH = "/derivatives/api/v3/openorders";
const credentials = { apiKey: "key", apiSecret: Buffer.alloc(64, 7).toString("base64") };

interface Candidate {
  readonly subject: string;
  readonly call: () => Promise<unknown>;
}

/** Microseconds a call took: by the clock, and of the processor, which feels less of what else the machine does. */
interface Cost {
  readonly elapsed: number;
  readonly processor: number;
}

/** What is held against what. */
interface Comparison {
  readonly subject: string;
  readonly baseline: string;
  readonly bar?: number;
}

const BARE = "fetch, signed beforehand";
const BY_HAND = "fetch, signed by hand";
const WITH_DEADLINE = "fetch, signed by hand, with a deadline";

const comparisons: readonly Comparison[] = [
  { subject: BY_HAND, baseline: BARE },
  { subject: WITH_DEADLINE, baseline: BARE },
  { subject: "call, validation off", baseline: BARE },
  { subject: "call", baseline: BARE, bar: 1.15 },
  { subject: "call, drift observed", baseline: BARE },
  // The difference between these two is what the package is for: options, checks, limits, errors.
  { subject: "call", baseline: WITH_DEADLINE },
];

export const overhead: Benchmark = {
  name: "futures-rest overhead",
  scale: { rounds: 100, repeats: 256 },

  async run({ rounds, repeats }: Scale): Promise<readonly Report[]> {
    const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)), { execArgv: [] });
    try {
      const [port] = (await once(server, "message")) as [number];
      const all = await candidates(`http://127.0.0.1:${port}`);
      for (const { subject, call } of all) await mustAnswer(subject, call);
      // Until everything is compiled and all connections are open.
      for (const { call } of all) await run(call, repeats * 12);
      const subjects = all.map(({ subject, call }) => ({ name: subject, turn: () => run(call, repeats) }));
      const costs = await interleave(subjects, rounds);
      const method =
        `${repeats} getOpenOrders (GET, signed, an answer of three orders), ${CONCURRENT} at a time over loopback, ` +
        `${rounds} interleaved rounds in one process against one server process, garbage collected before each, ` +
        `Node ${process.versions.node}.`;
      return [
        {
          name: overhead.name,
          method: `Microseconds from the first request to the last answer, for each of ${method}`,
          unit: "µs",
          comparison: "ratio",
          rows: rowsOf(costs, "elapsed", true),
        },
        {
          name: `${overhead.name}, processor`,
          method: `Microseconds of processor time, all threads of the client's process, for each of ${method}`,
          unit: "µs",
          comparison: "ratio",
          rows: rowsOf(costs, "processor", false),
        },
      ];
    } finally {
      server.kill();
      await once(server, "exit");
    }
  },
};

function rowsOf(costs: Map<string, readonly Cost[]>, of: keyof Cost, judged: boolean): Row[] {
  const figures = (subject: string) => (costs.get(subject) ?? []).map((cost) => cost[of]);
  const rows = comparisons.map(
    ({ subject, baseline, bar }): Row => ({
      subject: baseline === BARE ? subject : `${subject}, against ${baseline}`,
      measured: spread(figures(subject)),
      compared: spread(against(figures(subject), figures(baseline), (cost, base) => cost / base)),
      ...(judged && bar !== undefined && { bar }),
    }),
  );
  return [{ subject: BARE, measured: spread(figures(BARE)) }, ...rows];
}

async function candidates(baseUrl: string): Promise<Candidate[]> {
  const url = baseUrl + PATH;
  const client = createClient({ credentials, baseUrl });
  const watching = createClient({ credentials, baseUrl, onDrift: reportDrift(() => {}) });
  const trusting = createClient({ credentials, baseUrl, validation: "off" });
  const headers = { APIKey: credentials.apiKey, Authent: await sign() };
  const bare = async (given: Record<string, string>, signal: AbortSignal | null = null) => {
    const response = await fetch(url, { headers: given, signal });
    return JSON.parse(await response.text()) as unknown;
  };
  const withDeadline = async () => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(), 10_000);
    try {
      return await bare({ ...headers, Authent: await sign() }, controller.signal);
    } finally {
      clearTimeout(timer);
    }
  };
  return [
    { subject: BARE, call: () => bare(headers) },
    { subject: BY_HAND, call: async () => bare({ ...headers, Authent: await sign() }) },
    { subject: WITH_DEADLINE, call: withDeadline },
    { subject: "call, validation off", call: () => trusting.call(getOpenOrders, {}) },
    { subject: "call", call: () => client.call(getOpenOrders, {}) },
    { subject: "call, drift observed", call: () => watching.call(getOpenOrders, {}) },
  ];
}

/** Runs `repeats` calls, so many at a time, and gives what one of them took on average. */
async function run(call: () => Promise<unknown>, repeats: number): Promise<Cost> {
  // What the subject before has left is not this one's to clear away; its own garbage is.
  collectGarbage();
  let begun = 0;
  const worker = async () => {
    while (begun++ < repeats) await call();
  };
  const start = performance.now();
  const before = process.cpuUsage();
  await Promise.all(Array.from({ length: CONCURRENT }, worker));
  const elapsed = (performance.now() - start) * 1_000;
  const { user, system } = process.cpuUsage(before);
  return { elapsed: elapsed / repeats, processor: (user + system) / repeats };
}

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

/** A candidate that does less than the others would look fast. */
async function mustAnswer(subject: string, call: () => Promise<unknown>): Promise<void> {
  const { openOrders } = (await call()) as { readonly openOrders?: readonly unknown[] };
  if (openOrders?.length !== 3) throw new Error(`${subject}: expected three open orders`);
}

const signed = Buffer.from("/api/v3/openorders");
const secret = Buffer.from(credentials.apiSecret, "base64");
const key = crypto.subtle.importKey("raw", secret, { name: "HMAC", hash: "SHA-512" }, false, ["sign"]);

/** As one would write it for a program of one's own: the key imported once, Web Crypto for the rest. */
async function sign(): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", signed);
  return Buffer.from(await crypto.subtle.sign("HMAC", await key, digest)).toString("base64");
}
