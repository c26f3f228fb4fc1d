import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { granted, type Request, say, startExchange, subscribed } from "./exchange.ts";

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

  it("holds a program that runs as printed", async () => {
    const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
    const [, snippet = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
    const exchange = await startExchange((request: Request, socket) => {
      if (request.event === "addOrder") say(socket, granted(request, { txid: "OAAAAA-BBBBB-CCCCC1" }));
      else if (request.event === "cancelOrder") say(socket, granted(request));
      else say(socket, subscribed(request));
      if (request.event === "subscribe")
        say(socket, [[{ "OAAAAA-BBBBB-CCCCC1": { status: "open" } }], "openOrders", { sequence: 1 }]);
    });
    const rest = createServer((_request, response) =>
      response.end(JSON.stringify({ error: [], result: { token: "fetched", expires: 900 } })),
    );
    await new Promise<void>((resolve) => rest.listen(0, "127.0.0.1", resolve));
    vi.stubEnv("KRAKEN_KEY", "key");
    vi.stubEnv("KRAKEN_SECRET", "c2VjcmV0");
    vi.stubEnv("KRAKEN_REST_URL", `http://127.0.0.1:${(rest.address() as AddressInfo).port}/0`);
    vi.stubEnv("KRAKEN_WS_URL", exchange.url);
    const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
    const program = join(folder, "program.ts");
    await writeFile(program, snippet.replace('"@x/ws-legacy"', JSON.stringify(source)));
    try {
      await import(/* @vite-ignore */ pathToFileURL(program).href);
      expect(log.mock.calls).toEqual([[1, 1, "open"], ["invalidParams", "/txid", "not-sent"], ["cancelled"]]);
      expect(exchange.received.map(({ event }) => event)).toEqual([
        "addOrder",
        "subscribe",
        "unsubscribe",
        "cancelOrder",
      ]);
    } finally {
      log.mockRestore();
      rest.close();
      await exchange.close();
    }
  });
});
