import { afterEach, describe, expect, test } from "vitest";
import { listen } from "../src/acceptor.ts";
import { connect } from "../src/client.ts";
import { executionReport } from "../src/generated/index.ts";
import { type Drift, reportDrift } from "../src/index.ts";
import { report } from "./report.ts";

const cancelled = { ...report, ClOrdID: "1", OrigClOrdID: "1" };

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** What is told of reports with these fields more, as text of the wire. */
async function told(
  inbound: "lenient" | "strict",
  extras: readonly (readonly (readonly [number, string])[])[],
) {
  const drifts: Drift[] = [];
  const acceptor = await listen({
    senderCompID: "KRAKEN-TRD",
    authenticate: () => ({ accepted: true }),
    onSession: (session) => {
      for (const extra of extras) {
        const odd: typeof executionReport = {
          ...executionReport,
          check: () => undefined,
          encode: (writer, body) => {
            executionReport.encode(writer, body);
            for (const [tag, value] of extra) writer.text(tag, value);
          },
        };
        session.send(odd, cancelled);
      }
      session.send(executionReport, { ...cancelled, ExecID: "last" });
    },
  });
  closing.push(() => acceptor.close());
  const session = await connect({
    host: "127.0.0.1",
    port: acceptor.port,
    senderCompID: "CLIENT",
    targetCompID: "KRAKEN-TRD",
    credentials: { apiKey: "EXAMPLEKEY", apiSecret: "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=" },
    tls: false,
    rollover: false,
    inbound,
    onDrift: reportDrift((drift) => drifts.push(drift)),
  });
  closing.push(() => session.close());
  for await (const { ExecID } of session.messages(executionReport)) if (ExecID === "last") break;
  return drifts;
}

describe("a type surprise", () => {
  test.each(["lenient", "strict"] as const)(
    "is told of once for its path, however much is let through: %s",
    async (inbound) => {
      const drifts = await told(inbound, [
        [[6, "about 9000"]],
        [[6, "about 9001"]],
        [
          [136, "2"],
          [137, "1"],
          [137, "a lot"],
        ],
        [
          [136, "1"],
          [137, "a little"],
        ],
        [[136, "two"]],
        [[60, "yesterday"]],
      ]);
      const source = "ExecutionReport";
      const expected = "a decimal number";
      expect(drifts).toEqual([
        { kind: "misfit", path: "/AvgPx", source, sample: '"about 9000"', expected },
        { kind: "misfit", path: "/NoMiscFees/1/MiscFeeAmt", source, sample: '"a lot"', expected },
        { kind: "misfit", path: "/NoMiscFees", source, sample: '"two"', expected: "a whole number from 0" },
        { kind: "misfit", path: "/TransactTime", source, sample: '"yesterday"', expected: "a UTC timestamp" },
      ]);
    },
  );

  test("shows no credential", async () => {
    const drifts = await told("lenient", [[[554, "hush"]]]);
    expect(drifts).toEqual([
      { kind: "unknown-field", path: "/554", source: "ExecutionReport", sample: "string" },
    ]);
  });
});
