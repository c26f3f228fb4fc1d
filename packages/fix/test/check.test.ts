import { describe, expect, test } from "vitest";
import { encodeMessage } from "../src/codec/codec.ts";
import { FixError } from "../src/errors.ts";
import {
  type LogonInput,
  logon,
  type NewOrderSingleInput,
  newOrderSingle,
  type OrderMassCancelRequestInput,
  orderMassCancelRequest,
} from "../src/generated/index.ts";
import { sentHeader, shown } from "./wire.ts";

const time = "20260407-14:32:05.000";
const order: NewOrderSingleInput = {
  ClOrdID: "1744036325000000",
  Symbol: "BTC/USD",
  Side: "1",
  OrdType: "2",
  Price: "84000",
  OrderQty: "0.001",
  TimeInForce: "1",
  TransactTime: time,
};
const massCancel: OrderMassCancelRequestInput = {
  ClOrdID: "1",
  TransactTime: time,
  MassCancelRequestType: "7",
};

/** The path of the first fault; the values come from outside TypeScript's reach, as they may. */
const fault = (
  message: { check(value: unknown): { path: string; tag: number; reason: string } | undefined },
  value: unknown,
) => {
  const found = message.check(value);
  return found === undefined ? undefined : `${found.path} ${found.tag} ${found.reason}`;
};

describe("conditions between fields", () => {
  test("a mass cancel by symbol names the symbol", () => {
    expect(fault(orderMassCancelRequest, massCancel)).toBeUndefined();
    expect(fault(orderMassCancelRequest, { ...massCancel, MassCancelRequestType: "1" })).toBe("/Symbol 55 1");
    expect(
      fault(orderMassCancelRequest, { ...massCancel, MassCancelRequestType: "1", Symbol: "BTC/USD" }),
    ).toBeUndefined();
  });

  test.each([
    ["a limit order has a price", { Price: undefined }, "/Price 44 1"],
    ["a stop has a trigger", { OrdType: "3", Price: undefined }, "/StopPx 99 1"],
    ["a take-profit has a trigger", { OrdType: "R", Price: undefined }, "/StopPx 99 1"],
    ["good till date has a date", { TimeInForce: "6" }, "/ExpireTime 126 1"],
    [
      "only a limit order is an iceberg",
      { OrdType: "1", Price: undefined, DisplayQty: "0.1" },
      "/DisplayQty 1138 5",
    ],
  ])("%s", (_what, change, expected) => {
    expect(fault(newOrderSingle, order)).toBeUndefined();
    expect(fault(newOrderSingle, { ...order, ...change })).toBe(expected);
  });

  test("credentials come together", () => {
    const bare: LogonInput = { EncryptMethod: "0", HeartBtInt: 60 };
    expect(fault(logon, bare)).toBeUndefined();
    expect(fault(logon, { ...bare, Username: "K" })).toBe("/Password 554 1");
    expect(fault(logon, { ...bare, Username: "K", Password: "p" })).toBe("/Nonce 5025 1");
  });
});

describe("values", () => {
  test.each([
    ["exponent", { OrderQty: "1e-3" }, "/OrderQty 38 5"],
    ["a JavaScript number", { OrderQty: 0.001 }, "/OrderQty 38 5"],
    ["NaN", { OrderQty: "NaN" }, "/OrderQty 38 5"],
    ["empty", { Symbol: "" }, "/Symbol 55 5"],
    ["a separator inside", { Symbol: "BTC\u000155=ETH" }, "/Symbol 55 5"],
    ["a lone surrogate", { Symbol: "\ud800" }, "/Symbol 55 5"],
    ["a value not listed", { Side: "9" }, "/Side 54 5"],
    ["a meaning for a value", { Side: "Buy" }, "/Side 54 5"],
    ["a missing value", { Side: undefined }, "/Side 54 1"],
    ["an instruction not listed", { ExecInst: ["P", "X"] }, "/ExecInst 18 5"],
    ["an empty list", { ExecInst: [] }, "/ExecInst 18 5"],
    ["a list as text", { ExecInst: "P s" }, "/ExecInst 18 5"],
    ["an ISO time", { TransactTime: "2026-04-07T14:32:05Z" }, "/TransactTime 60 5"],
    ["an invalid Date", { TransactTime: new Date(Number.NaN) }, "/TransactTime 60 5"],
    ["19 digits", { ClOrdID: "1234567890123456789" }, "/ClOrdID 11 5"],
    ["an id of neither form", { ClOrdID: "my-order" }, "/ClOrdID 11 5"],
    ["a group that is no list", { NoAllocs: { AllocAccount: "A" } }, "/NoAllocs 78 16"],
    ["too many entries", { NoAllocs: [{ AllocAccount: "A" }, { AllocAccount: "B" }] }, "/NoAllocs 78 16"],
    ["an entry without its first field", { NoAllocs: [{}] }, "/NoAllocs/0/AllocAccount 79 1"],
    ["a field of another message", { OrderID: "O1" }, "/OrderID 0 2"],
    ["a misspelt field", { Symbl: "BTC/USD" }, "/Symbl 0 2"],
  ])("%s is refused", (_what, change, expected) => {
    expect(fault(newOrderSingle, { ...order, ...change })).toBe(expected);
  });

  test.each([undefined, null, 1, "35=D", []])("%s is no message", (value) => {
    expect(newOrderSingle.check(value)?.path).toBe("");
  });

  test("a negative heartbeat interval is refused, 0 is not", () => {
    expect(fault(logon, { EncryptMethod: "0", HeartBtInt: -1 })).toBe("/HeartBtInt 108 5");
    expect(fault(logon, { EncryptMethod: "0", HeartBtInt: 0 })).toBeUndefined();
  });

  test("a refused credential shows in no part of the fault", () => {
    const found = logon.check({
      EncryptMethod: "0",
      HeartBtInt: 1,
      Username: "K",
      Password: "hush\u0001",
      Nonce: "1",
    });
    expect(found?.path).toBe("/Password");
    expect(JSON.stringify(found)).not.toContain("hush");
    expect(JSON.stringify(logon.check({ pasword: "hush" }))).not.toContain("hush");
  });
});

describe("encoding", () => {
  test("a Date becomes UTC text in the precision of its field", () => {
    const text = shown(
      encodeMessage(newOrderSingle, sentHeader, {
        ...order,
        TimeInForce: "6",
        TransactTime: new Date("2026-04-07T14:32:05.007Z"),
        ExpireTime: new Date("2026-04-08T00:00:00.999Z"),
      }),
    );
    expect(text).toContain("|126=20260408-00:00:00|");
    expect(text).toContain("|60=20260407-14:32:05.007|");
  });

  test("lengths count bytes, not characters", () => {
    const text = encodeMessage(newOrderSingle, sentHeader, {
      ...order,
      NoAllocs: [{ AllocAccount: "Größe" }],
    });
    const body = shown(text)
      .replace(/^8=FIX\.4\.4\|9=\d+\|/, "")
      .replace(/10=\d{3}\|$/, "");
    expect(shown(text)).toContain(`|9=${body.length}|`);
    expect(body).toContain("78=1|79=Gr\u00c3\u00b6\u00c3\u009fe|");
  });

  test("a message that does not fit is not encoded", () => {
    const make = (): unknown =>
      encodeMessage(orderMassCancelRequest, sentHeader, { ...massCancel, MassCancelRequestType: "1" });
    expect(make).toThrow(FixError);
    expect(make).toThrow(
      /Symbol \(55\): expected a value when MassCancelRequestType is CancelSymbolOrders \(530=1\)/,
    );
  });
});
