import { describe, expect, test } from "vitest";
import { decodeMessage } from "../src/codec/codec.ts";
import { FixError } from "../src/errors.ts";
import {
  businessMessageReject,
  executionReport,
  heartbeat,
  logon,
  newOrderSingle,
  orderMassCancelRequest,
} from "../src/generated/index.ts";
import { framed, HEADER, wire } from "./wire.ts";

const REPORT =
  "6=0|11=1744036325000000|14=0.00|17=E1|37=O1|38=1.50000000|39=0|40=2|44=64000.10|54=1|55=BTC/USD|59=1|150=0|151=0.001|";

const report = (extra = "", body = REPORT): Uint8Array => framed(`35=8|${HEADER}${body}${extra}`);

function refusal(run: () => unknown): { code: string; path: string | undefined; message: string } {
  try {
    run();
  } catch (error) {
    if (error instanceof FixError) return { code: error.code, path: error.path, message: error.message };
    throw error;
  }
  throw new Error("nothing was thrown");
}

describe("values", () => {
  test("decimals keep every digit", () => {
    const message = decodeMessage(executionReport, report("381=12345678901234567890.123456789012345678|"));
    expect(message.OrderQty).toBe("1.50000000");
    expect(message.CumQty).toBe("0.00");
    expect(message.Price).toBe("64000.10");
    expect(message.GrossTradeAmt).toBe("12345678901234567890.123456789012345678");
  });

  test.each(["1e5", "NaN", "1.2.3", "1-2", "-", ".", "+1", "0x1", " 1", "1,5"])(
    "%s is no decimal",
    (text) => {
      expect(refusal(() => decodeMessage(executionReport, report(`381=${text}|`)))).toMatchObject({
        code: "undecodable",
        path: "/GrossTradeAmt",
      });
    },
  );

  test.each(["-0.5", "007", ".5", "5."])("%s is a decimal of FIX and stays as it is", (text) => {
    expect(decodeMessage(executionReport, report(`381=${text}|`)).GrossTradeAmt).toBe(text);
  });

  test.each([
    "20260407-14:32:05",
    "20260407-14:32:05.1",
    "20260407-14:32:05.123456789",
    "20260630-23:59:60.000",
  ])("a timestamp keeps its precision: %s", (time) => {
    expect(decodeMessage(executionReport, report(`60=${time}|`)).TransactTime).toBe(time);
  });

  test.each(["2026-04-07T14:32:05Z", "20261307-14:32:05", "20260407-25:00:00", "20260407"])(
    "%s is no timestamp",
    (time) => {
      expect(refusal(() => decodeMessage(executionReport, report(`60=${time}|`)))).toMatchObject({
        path: "/TransactTime",
      });
    },
  );

  test("a list of instructions is split at spaces", () => {
    const order = framed(
      `35=D|${HEADER}11=1|55=BTC/USD|54=1|40=2|44=1|38=1|59=1|18=P s Z|60=20260407-14:32:05.000|`,
    );
    expect(decodeMessage(newOrderSingle, order).ExecInst).toEqual(["P", "s", "Z"]);
  });

  test("numbers beyond 2^53 are refused, not rounded", () => {
    const message = framed(`35=A|${HEADER}98=0|108=9007199254740993|`);
    expect(refusal(() => decodeMessage(logon, message)).path).toBe("/HeartBtInt");
  });

  test("UTF-8 text is text; other bytes beyond ASCII are kept one by one", () => {
    const text = (value: Uint8Array): string | undefined => {
      const body = wire(`35=8|${HEADER}${REPORT}58=`);
      return decodeMessage(executionReport, framed(new Uint8Array([...body, ...value, 1]))).Text;
    };
    expect(text(new TextEncoder().encode("Größe 大"))).toBe("Größe 大");
    expect(text(new Uint8Array([99, 97, 102, 0xe9]))).toBe("caf\u00e9");
  });
});

describe("lenient by default", () => {
  test("an unknown tag is kept, wherever it stands, and hides nothing", () => {
    const message = decodeMessage(
      executionReport,
      framed(`35=8|34=7|50=DESK|49=K|56=C|52=20260407-14:32:05.122|5999=x|${REPORT}9001=a=b|`),
    );
    expect(message.unknown).toEqual([
      [50, "DESK"],
      [5999, "x"],
      [9001, "a=b"],
    ]);
    expect(message.OrderID).toBe("O1");
    expect(message.header.SenderCompID).toBe("K");
  });

  test("an unknown value of an enumeration is kept", () => {
    const message = decodeMessage(executionReport, report("", REPORT.replace("150=0", "150=Z")));
    expect(message.ExecType).toBe("Z");
  });

  test("a data field FIX defines keeps the separators inside it", () => {
    const message = decodeMessage(executionReport, report("354=5|355=a|b=c|9001=z|"));
    expect(message.unknown).toEqual([
      [354, "5"],
      [355, "a\u0001b=c"],
      [9001, "z"],
    ]);
  });

  test("a field that only a condition requires may be missing", () => {
    const message = decodeMessage(executionReport, report("", REPORT.replace("150=0", "150=F")));
    expect(message.TradeID).toBeUndefined();
  });
});

describe("what makes a message unusable", () => {
  test.each([
    ["a required field is missing", REPORT.replace("37=O1|", ""), "/OrderID"],
    ["a field is empty", REPORT.replace("37=O1|", "37=|"), "/OrderID"],
    ["a field stands twice", `${REPORT}37=O2|`, "/OrderID"],
    ["a tag is no number", `${REPORT}abc=1|`, ""],
    ["a tag has a leading zero", `${REPORT}058=1|`, ""],
    ["a group has fewer entries than its count", `${REPORT}136=2|137=1|138=USD|`, "/NoMiscFees"],
    ["a group has more entries than its count", `${REPORT}136=1|137=1|137=2|`, "/NoMiscFees"],
    ["a field of a group entry is malformed", `${REPORT}136=2|137=1|137=x|`, "/NoMiscFees/1/MiscFeeAmt"],
  ])("%s", (_what, body, path) => {
    expect(refusal(() => decodeMessage(executionReport, report("", body)))).toMatchObject({
      code: "undecodable",
      path,
    });
  });

  test("a header field is missing or malformed", () => {
    const body = (header: string): Uint8Array => framed(`35=0|${header}`);
    expect(refusal(() => decodeMessage(heartbeat, body("34=1|49=K|56=C|"))).path).toBe("/SendingTime");
    expect(refusal(() => decodeMessage(heartbeat, body("34=-1|49=K|56=C|52=20260407-14:32:05|"))).path).toBe(
      "/MsgSeqNum",
    );
  });

  test("another type, a piece, and more than one message", () => {
    const bytes = report();
    expect(refusal(() => decodeMessage(heartbeat, bytes)).message).toContain("35=8");
    expect(refusal(() => decodeMessage(executionReport, bytes.subarray(0, 40))).message).toContain(
      "not whole",
    );
    expect(
      refusal(() => decodeMessage(executionReport, new Uint8Array([...bytes, ...bytes]))).message,
    ).toContain("after the message");
  });

  test("no credential shows in the fault", () => {
    const twice = framed(`35=A|${HEADER}98=0|108=30|553=KEY|554=hush|554=hush|5025=1|`);
    const { message } = refusal(() => decodeMessage(logon, twice));
    expect(message).not.toContain("hush");
  });
});

describe("groups", () => {
  test("entries are typed, and fields after the group are the message's again", () => {
    const message = decodeMessage(
      executionReport,
      report(
        "",
        `${REPORT.replace("150=0|151=0.001|", "")}136=2|137=0.1|138=USD|139=4|137=0.2|891=2|150=0|151=0.001|`,
      ),
    );
    expect(message.NoMiscFees).toEqual([
      { MiscFeeAmt: "0.1", MiscFeeCurr: "USD", MiscFeeType: "4", MiscFeeBasis: undefined },
      { MiscFeeAmt: "0.2", MiscFeeCurr: undefined, MiscFeeType: undefined, MiscFeeBasis: "2" },
    ]);
    expect(message.LeavesQty).toBe("0.001");
  });

  test("an entry may lack its first field, and a foreign field inside does not end the group", () => {
    const message = decodeMessage(executionReport, report("136=2|138=USD|7777=x|138=EUR|139=4|"));
    expect(message.NoMiscFees?.map(({ MiscFeeCurr }) => MiscFeeCurr)).toEqual(["USD", "EUR"]);
    expect(message.unknown).toEqual([[7777, "x"]]);
  });

  test("a count of 0 is an empty list", () => {
    expect(decodeMessage(executionReport, report("136=0|")).NoMiscFees).toEqual([]);
  });
});

test("fields may stand in any order", () => {
  const shuffled = framed(
    "35=q|52=20260407-14:32:10.000|56=KRAKEN-TRD|49=CLIENT|34=6|530=1|60=20260407-14:32:10.000|55=BTC/USD|11=1|",
  );
  expect(decodeMessage(orderMassCancelRequest, shuffled)).toMatchObject({ ClOrdID: "1", Symbol: "BTC/USD" });
});

test("the message type is a literal, so a union of messages can be told apart", () => {
  const message = decodeMessage(
    businessMessageReject,
    framed(`35=j|${HEADER}45=0|372=D|379=1|380=0|58=EOrder:Insufficient funds|`),
  );
  expect(message.MsgType).toBe("j");
});
