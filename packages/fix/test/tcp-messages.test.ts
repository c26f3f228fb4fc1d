import { type Drift, reportDrift } from "@x/core";
import { describe, expect, test } from "vitest";
import { FixError } from "../src/errors.ts";
import {
  businessMessageReject,
  executionReport,
  MassCancelRequestType,
  type OrderMassCancelRequest,
  orderMassCancelRequest,
  orderStatusRequest,
  reject,
} from "../src/generated/index.ts";
import type { SessionEvent } from "../src/session/io.ts";
import { report } from "./report.ts";
import { cancelAll, caught, client, exchange } from "./tcp-session.ts";

describe("messages over loopback TCP", () => {
  test("an acceptor may have rules of its own, and words for what it refuses", async () => {
    const acceptor = await exchange({
      judge: (message) =>
        (message as OrderMassCancelRequest).ClOrdID === "7"
          ? { path: "/ClOrdID", expected: "another number", actual: "7", tag: 11, reason: "5" }
          : undefined,
      rejectText: ({ tag, expected }) => `${tag} should be ${expected}`,
    });
    const session = await client(acceptor);
    const rejects = session.messages(reject);
    session.send(orderMassCancelRequest, { ...cancelAll(), ClOrdID: "7" });
    expect((await rejects.next()).value).toMatchObject({
      ...{ RefTagID: 11, RefMsgType: "q", SessionRejectReason: "5", Text: "11 should be another number" },
    });
    session.send(orderMassCancelRequest, cancelAll());
    expect((await session.messages(executionReport).next()).value).toMatchObject({ OrigClOrdID: "1" });
  });

  test("a message that does not fit is not sent, and says where", async () => {
    const session = await client(await exchange());
    const bySymbol = { ...cancelAll(), MassCancelRequestType: MassCancelRequestType.CancelSymbolOrders };
    const send = (): void => session.send(orderMassCancelRequest, bySymbol);
    expect(send).toThrow(FixError);
    expect(await caught((async () => send())())).toMatchObject({
      code: "invalidMessage",
      path: "/Symbol",
      outcome: "not-sent",
      request: { name: "OrderMassCancelRequest" },
    });
  });

  test("what the exchange does not read it refuses, and what breaks a rule too", async () => {
    const session = await client(await exchange());
    const refusals = session.messages(businessMessageReject, reject);
    session.send(orderStatusRequest, { ClOrdID: "1", OrderID: "O1", Symbol: "BTC/USD" });
    expect((await refusals.next()).value).toMatchObject({
      MsgType: "j",
      BusinessRejectReason: "3",
      RefMsgType: "H",
    });
  });

  test("a client's messages are judged strictly by the exchange", async () => {
    const events: SessionEvent[] = [];
    const acceptor = await exchange({ onEvent: (event) => events.push(event) });
    const session = await client(acceptor);
    const refusals = session.messages(reject);
    // Past the check: what another client could send.
    const unchecked = { ...orderMassCancelRequest, check: () => undefined };
    session.send(unchecked, { ...cancelAll(), MassCancelRequestType: "1" });
    expect((await refusals.next()).value).toMatchObject({
      RefTagID: 55,
      SessionRejectReason: "1",
      RefMsgType: "q",
    });
    session.send(unchecked, { ...cancelAll(), MassCancelRequestType: "3" as never });
    expect((await refusals.next()).value).toMatchObject({ RefTagID: 530, SessionRejectReason: "5" });
    const foreign = {
      ...unchecked,
      encode: (...[writer, body]: Parameters<typeof orderMassCancelRequest.encode>) => {
        orderMassCancelRequest.encode(writer, body);
        writer.text(9999, "x");
      },
    };
    session.send(foreign, cancelAll());
    expect((await refusals.next()).value).toMatchObject({ RefTagID: 9999, SessionRejectReason: "2" });
    expect(events.map(({ kind }) => kind)).toEqual(["connected", "refused", "refused", "refused"]);
  });

  test("messages of several types come in one order, and those before the first reader are kept", async () => {
    const acceptor = await exchange({
      onSession: (session) => {
        session.send(executionReport, { ...report, ClOrdID: "1", OrigClOrdID: "1" });
        session.send(businessMessageReject, {
          RefSeqNum: 0,
          RefMsgType: "D",
          BusinessRejectRefID: "2",
          BusinessRejectReason: "0",
        });
        session.send(executionReport, { ...report, ClOrdID: "3", OrigClOrdID: "3" });
      },
    });
    const session = await client(acceptor);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const seen: string[] = [];
    for await (const message of session.messages(executionReport, businessMessageReject)) {
      seen.push(message.MsgType === "8" ? message.ClOrdID : message.BusinessRejectRefID);
      if (seen.length === 3) break;
    }
    expect(seen).toEqual(["1", "2", "3"]);
  });

  test("unknown fields and values reach the reader and are reported", async () => {
    const drift: Drift[] = [];
    const odd = {
      ...executionReport,
      check: () => undefined,
      encode: (
        writer: Parameters<typeof executionReport.encode>[0],
        body: Parameters<typeof executionReport.encode>[1],
      ) => {
        executionReport.encode(writer, body);
        writer.text(9999, "new");
      },
    };
    const acceptor = await exchange({
      onSession: (session) => session.send(odd, { ...report, ClOrdID: "1", ExecType: "Z" as never }),
    });
    const session = await client(acceptor, { onDrift: reportDrift((seen) => drift.push(seen)) });
    const { value } = await session.messages(executionReport).next();
    expect(value).toMatchObject({ ExecType: "Z", unknown: [[9999, "new"]] });
    expect(drift.map(({ kind, path, source }) => [kind, path, source])).toEqual([
      ["unknown-value", "/ExecType", "ExecutionReport"],
      ["unknown-field", "/9999", "ExecutionReport"],
    ]);
  });

  test("a reader that falls behind loses nothing, and does not make the session look dead", async () => {
    const total = 2_000;
    const acceptor = await exchange({
      onSession: (session) => {
        for (let id = 1; id <= total; id++) {
          session.send(executionReport, { ...report, ClOrdID: String(id), OrigClOrdID: "1" });
        }
      },
    });
    const kinds = new Set<string>();
    const session = await client(acceptor, { queueCapacity: 20, onEvent: ({ kind }) => kinds.add(kind) });
    const got: string[] = [];
    for await (const { ClOrdID } of session.messages(executionReport)) {
      got.push(ClOrdID ?? "");
      if (got.length % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 2));
      if (got.length === total) break;
    }
    expect(got).toEqual(Array.from({ length: total }, (_, index) => String(index + 1)));
    expect([...kinds]).toContain("paused");
    expect(session.active).toBe(true);
  });
});
