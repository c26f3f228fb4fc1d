import { describe, expect, it } from "vitest";
import type { CallOptions } from "../src/connection.ts";
import type { BatchMethod, OrderMethod } from "../src/descriptor.ts";
import { submit } from "../src/submit.ts";
import { cancel, placeMany, placeOrder } from "./fake-dialect.ts";
import { Harness } from "./harness.ts";

function start(core = new Harness().open()) {
  const ws = {
    call: <Params, Result>(
      method: OrderMethod<Params, Result>,
      params: Params,
      { deadlineMs = 500 }: CallOptions = {},
    ) => core.waitFor(method, params as object, deadlineMs) as Promise<Result>,
  };
  return {
    core,
    submit: (method: OrderMethod<object>, params: object = {}) => submit(ws as never, method, params),
    submitMany: (method: BatchMethod<object>, params: object) => submit(ws as never, method, params),
  };
}

describe("one order", () => {
  it("is accepted with its result", async () => {
    const { core, submit } = start();
    const submitted = submit(placeOrder);
    core.frame({ id: 1, value: 7 });
    expect(await submitted).toEqual({ outcome: "accepted", result: { value: 7 } });
  });

  it("is refused with the exchange's words", async () => {
    const { core, submit } = start();
    const submitted = submit(placeOrder);
    core.frame({ id: 1, error: "EOrder:Insufficient funds" });
    expect(await submitted).toMatchObject({
      outcome: "refused",
      status: "EOrder:Insufficient funds",
      error: { code: "EOrder", outcome: "refused" },
    });
  });

  it.each([
    ["its answer never comes", (core: Harness) => core.pass(500), "deadlineExceeded"],
    ["the connection is lost", (core: Harness) => core.lost(), "connectionLost"],
    ["its answer does not fit", (core: Harness) => core.frame({ id: 1, value: "?" }), "invalidAnswer"],
    [
      "the exchange does not know",
      (core: Harness) => core.frame({ id: 1, error: "EService:Deadline elapsed" }),
      "EService",
    ],
  ])("is unknown when %s", async (_when, happens, code) => {
    const { core, submit } = start();
    const submitted = submit(placeOrder);
    happens(core);
    expect(await submitted).toMatchObject({ outcome: "unknown", error: { code, outcome: "unknown" } });
  });

  it("that never left is refused, and was not asked", async () => {
    const { core, submit } = start(new Harness().begin());
    const submitted = submit(placeOrder);
    core.pass(500);
    const submission = await submitted;
    expect(submission).toMatchObject({ outcome: "refused", error: { outcome: "not-sent", retryable: true } });
    expect(submission).toHaveProperty("status", undefined);
  });

  it.each([
    ["parameters that do not fit", new Harness().open(), { bad: true }, "invalidParams"],
    ["another host", new Harness({ host: "public" }).open(), {}, "wrongHost"],
    ["no token", new Harness({ token: undefined }).open(), {}, "noToken"],
  ])("throws what is the caller's fault: %s", async (_what, core, params, code) => {
    await expect(start(core).submit(placeOrder, params)).rejects.toMatchObject({ code, outcome: "not-sent" });
  });

  it("whose token could not be fetched is refused: it may be had later", async () => {
    const { core, submit } = start(new Harness({ fetches: true }).open());
    const submitted = submit(placeOrder);
    core.token(undefined, new Error("no network"));
    expect(await submitted).toMatchObject({
      outcome: "refused",
      error: { code: "noToken", retryable: true },
    });
  });
});

describe("instructions that are answered one by one", () => {
  const items = { items: ["a", "b", "42"] };

  it("have a row each, in the order they were given", async () => {
    const { core, submitMany } = start();
    const submitted = submitMany(cancel, items);
    for (const [item, value] of [
      ["b", 2],
      ["42", 3],
      ["a", 1],
    ] as const)
      core.frame({ id: 1, item, value });
    const { outcome, rows } = await submitted;
    expect(outcome).toBe("accepted");
    expect(rows).toEqual([
      {
        outcome: "accepted",
        status: undefined,
        path: "/items/0",
        order_id: "a",
        cl_ord_id: undefined,
        order_userref: undefined,
      },
      {
        outcome: "accepted",
        status: undefined,
        path: "/items/1",
        order_id: "b",
        cl_ord_id: undefined,
        order_userref: undefined,
      },
      {
        outcome: "accepted",
        status: undefined,
        path: "/items/2",
        order_id: undefined,
        cl_ord_id: undefined,
        order_userref: 42,
      },
    ]);
  });

  it("are unknown together when an answer is missing", async () => {
    const { core, submitMany } = start();
    const submitted = submitMany(cancel, items);
    core.frame({ id: 1, item: "b", error: "EOrder:Unknown order" });
    core.pass(500);
    const { outcome, rows } = await submitted;
    expect(outcome).toBe("unknown");
    expect(rows.map(({ outcome, status }) => [outcome, status])).toEqual([
      ["unknown", undefined],
      ["refused", "EOrder:Unknown order"],
      ["unknown", undefined],
    ]);
  });

  it("are refused together when every one is", async () => {
    const { core, submitMany } = start();
    const submitted = submitMany(cancel, items);
    for (let count = 0; count < 3; count += 1) core.frame({ id: 1, error: "EOrder:Unknown order" });
    const { outcome, rows } = await submitted;
    expect(outcome).toBe("refused");
    expect(rows.map(({ outcome, status }) => [outcome, status])).toEqual(
      Array(3).fill(["refused", "EOrder:Unknown order"]),
    );
  });

  it("are as they were when they were sent", async () => {
    const { core, submitMany } = start();
    const params = { items: ["a"] };
    const submitted = submitMany(cancel, params);
    params.items.push("b");
    core.pass(500);
    expect((await submitted).rows).toHaveLength(1);
  });
});

describe("instructions with one answer", () => {
  const orders = { orders: [{ cl_ord_id: "one" }, { order_userref: 2 }] };
  const outcomes = async (answer: object, params: object = orders): Promise<unknown> => {
    const { core, submitMany } = start();
    const submitted = submitMany(placeMany, params);
    core.frame({ id: 1, ...answer });
    const { outcome, rows } = await submitted;
    return [outcome, ...rows.map((row) => row.outcome)];
  };

  it("fare alike when it is taken", async () => {
    expect(await outcomes({ value: 1 })).toEqual(["accepted", "accepted", "accepted"]);
  });

  it("are refused when the request is", async () => {
    expect(await outcomes({ error: "EGeneral:Invalid arguments" })).toEqual([
      "refused",
      "refused",
      "refused",
    ]);
  });

  it("are unknown when an order is refused, for the others may stand", async () => {
    expect(await outcomes({ error: "EOrder:Insufficient funds" })).toEqual(["unknown", "unknown", "unknown"]);
    expect(await outcomes({ error: "EOrder:Insufficient funds" }, { orders: [{}] })).toEqual([
      "refused",
      "refused",
    ]);
  });

  it("are named by what they say", async () => {
    const { core, submitMany } = start();
    const submitted = submitMany(placeMany, orders);
    core.frame({ id: 1, value: 1 });
    expect((await submitted).rows).toMatchObject([{ cl_ord_id: "one" }, { order_userref: 2 }]);
  });
});
