import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { granted, type Request, say, startExchange } from "./exchange.ts";

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
    const results: { [method: string]: object } = {
      add_order: { order_id: "OAAAAA-BBBBB-CCCCC1" },
      cancel_all: { count: 2 },
    };
    const exchange = await startExchange((request: Request, socket) => {
      say(socket, granted(request, results[request.method] ?? { channel: "executions" }));
      if (request.method === "subscribe")
        say(socket, { channel: "executions", type: "snapshot", data: [], sequence: 1 });
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
    await writeFile(program, snippet.replace('"@x/ws-v2"', JSON.stringify(source)));
    try {
      await import(/* @vite-ignore */ pathToFileURL(program).href);
      expect(log.mock.calls).toEqual([
        ["placed", 2],
        ["snapshot", 0, "open"],
        ["invalidParams", "/orders", "not-sent"],
        ["cancelled", 2],
      ]);
      expect(exchange.received.map(({ method, params }) => [method, params?.token])).toEqual(
        ["add_order", "add_order", "subscribe", "unsubscribe", "cancel_all"].map((method) => [
          method,
          "fetched",
        ]),
      );
    } finally {
      log.mockRestore();
      rest.close();
      await exchange.close();
    }
  });
});
