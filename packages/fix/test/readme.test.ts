import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test, vi } from "vitest";
import { listen } from "../src/acceptor.ts";
import { executionReport, orderMassCancelRequest } from "../src/generated/index.ts";

test("the README holds a program that runs as printed", async () => {
  const readme = await readFile(new URL("../README.md", import.meta.url), "utf8");
  const [, snippet = ""] = /```ts\n([\s\S]*?)```/.exec(readme) ?? [];
  expect(snippet).toContain("connect({");
  const acceptor = await listen({
    senderCompID: "KRAKEN-TRD",
    authenticate: ({ Username }) =>
      Username === "EXAMPLEKEY" ? { accepted: true } : { accepted: false, text: "unknown key" },
    onSession: async (session) => {
      for await (const { ClOrdID } of session.messages(orderMassCancelRequest)) {
        session.send(executionReport, {
          ClOrdID,
          OrigClOrdID: "1",
          CumQty: "0",
          ExecID: "E1",
          OrderID: "OQNCZM-NVAVC-AVD2LO",
          OrderQty: "0.00100000",
          OrdStatus: "4",
          OrdType: "1",
          Side: "1",
          Symbol: "BTC/USD",
          TimeInForce: "1",
          ExecType: "4",
          LeavesQty: "0",
        });
      }
    },
  });
  vi.stubEnv("KRAKEN_FIX_HOST", acceptor.host);
  vi.stubEnv("KRAKEN_FIX_PORT", String(acceptor.port));
  vi.stubEnv("KRAKEN_FIX_COMP_ID", "CLIENT");
  vi.stubEnv("KRAKEN_FIX_KEY", "EXAMPLEKEY");
  vi.stubEnv("KRAKEN_FIX_SECRET", "AAECAwQFBgc=");
  const log = vi.spyOn(console, "log").mockImplementation(() => undefined);
  const folder = await mkdtemp(join(tmpdir(), "readme-"));
  try {
    const program = join(folder, "program.ts");
    const source = new URL("../src/index.ts", import.meta.url).href;
    await writeFile(program, snippet.replace('"@x/fix"', JSON.stringify(source)));
    await import(/* @vite-ignore */ pathToFileURL(program).href);
    expect(log.mock.calls).toEqual([
      ["invalidMessage", "/Symbol", "not-sent"],
      ["canceled", "OQNCZM-NVAVC-AVD2LO", "0.00100000"],
    ]);
  } finally {
    log.mockRestore();
    vi.unstubAllEnvs();
    await rm(folder, { recursive: true, force: true });
    await acceptor.close();
  }
});
