import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type Answer,
  cancelled,
  credentials,
  json,
  noOrders,
  type Received,
  sendStatus,
  startExchange,
} from "./exchange.ts";

const source = new URL("../src/index.ts", import.meta.url).href;

describe("the README", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "readme-"));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
  });

  it("holds a function that tells what became of an order", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const snippet = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)][1]?.[1] ?? "";
    const module = join(folder, "place.ts");
    await writeFile(module, snippet.replace('"@x/futures-rest"', JSON.stringify(source)));
    const { place } = await import(/* @vite-ignore */ pathToFileURL(module).href);
    const { createClient } = await import("../src/index.ts");
    const fates: [answer: Answer, want: string][] = [
      [json(sendStatus("placed")), "accepted"],
      [json(sendStatus("insufficientAvailableFunds")), "refused: insufficientAvailableFunds"],
      [(_request, response) => void response.destroy(), "unknown: not-readable"],
    ];
    for (const [answer, want] of fates) {
      const exchange = await startExchange(answer);
      const futures = createClient({ credentials, baseUrl: exchange.baseUrl });
      const order = { orderType: "mkt", symbol: "PF_XBTUSD", side: "buy", size: 1 } as const;
      try {
        expect(await place(futures, order, "a1")).toBe(want);
      } finally {
        await exchange.close();
      }
    }
  });

  it("holds a program that runs as printed", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const [, snippet = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    expect(snippet).toContain("createClient");
    const answers = new Map<string, unknown>([
      ["sendorder", sendStatus("placed")],
      ["openorders", noOrders],
      ["cancelallorders", cancelled],
    ]);
    const exchange = await startExchange((request: Received, response) =>
      json(answers.get(request.url.split("/").at(-1) ?? ""))(request, response),
    );
    vi.stubEnv("KRAKEN_FUTURES_KEY", credentials.apiKey);
    vi.stubEnv("KRAKEN_FUTURES_SECRET", credentials.apiSecret);
    vi.stubEnv("KRAKEN_FUTURES_URL", exchange.baseUrl);
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const program = join(folder, "program.ts");
    await writeFile(program, snippet.replace('"@x/futures-rest"', JSON.stringify(source)));
    try {
      await import(/* @vite-ignore */ pathToFileURL(program).href);
      expect(log.mock.calls).toEqual([
        ["placed", "3f6d0c1e-8a57-4a0e-9f53-6f2b7c1d9e07"],
        ["0 open, then 1 cancelled"],
      ]);
      expect(exchange.received.map(({ url }) => url.split("/").at(-1))).toEqual([
        "sendorder",
        "openorders",
        "cancelallorders",
      ]);
    } finally {
      log.mockRestore();
      await exchange.close();
    }
  });
});
