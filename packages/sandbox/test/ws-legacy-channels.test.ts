import { describe, expect, test } from "vitest";
import type { SandboxOptions } from "../src/index.ts";
import { BTC, greeted, quotedMarket, until } from "./quoted-market.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { judgeLegacy } from "./support/frame-judge.ts";
import { type RawSocket, tokenOf } from "./web-socket-clients.ts";

const fixture = sandboxes();
const connect = (url: string) => greeted(url, fixture);
const quoted = (options?: SandboxOptions) => quotedMarket(fixture, options);

describe("legacy WebSocket", () => {
  const subscribe = (subscription: object, pair: readonly string[] = ["XBT/USD"]) => ({
    event: "subscribe",
    pair,
    subscription,
  });
  const on = (name: string) => (frame: unknown[]) => Array.isArray(frame) && frame.at(-2) === name;

  test.each<[string, object, object]>([
    [
      "a depth that is none",
      { name: "book", depth: 42 },
      { errorMessage: "Subscription depth not supported" },
    ],
    [
      "an interval that is none",
      { name: "ohlc", interval: 20 },
      { errorMessage: "Subscription ohlc interval not supported" },
    ],
    [
      "an interval of a book",
      { name: "book", interval: 30 },
      { errorMessage: "Subscription book doesn't require interval" },
    ],
    [
      "a depth of spreads",
      { name: "spread", depth: 10 },
      { errorMessage: "Subscription spread doesn't require depth" },
    ],
    ["an unknown channel", { name: "trades" }, { errorMessage: "Subscription name invalid" }],
  ])("%s is refused for each pair", async (_name, subscription, refused) => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsLegacyPublic);
    socket.send(subscribe(subscription, ["XBT/USD", "ETH/USD"]));
    for (const pair of ["XBT/USD", "ETH/USD"]) {
      const answer = await socket.text();
      expect(judgeLegacy(answer)).toBeUndefined();
      expect(JSON.parse(answer)).toEqual({
        ...refused,
        event: "subscriptionStatus",
        pair,
        status: "error",
        subscription,
      });
    }
  });

  test("messages have the number of their acknowledgement, the channel's name, and the pair", async () => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsLegacyPublic);
    for (const [subscription, channelName] of [
      [{ name: "ticker" }, "ticker"],
      [{ name: "spread" }, "spread"],
      [{ name: "trade" }, "trade"],
      [{ name: "book", depth: 100 }, "book-100"],
    ] as const) {
      const status = (await socket.ask(subscribe(subscription))) as { channelID: number };
      expect(status).toEqual({
        channelID: expect.any(Number),
        channelName,
        event: "subscriptionStatus",
        pair: "XBT/USD",
        status: "subscribed",
        subscription,
      });
      expect(await until(socket, judgeLegacy, on(channelName))).toEqual([
        status.channelID,
        expect.anything(),
        channelName,
        "XBT/USD",
      ]);
    }
  });

  test("a change of both sides of a book comes in two parts, its checksum in the last", async () => {
    const { sandbox } = await quoted();
    const socket = await connect(sandbox.urls.wsLegacyPublic);
    await socket.ask(subscribe({ name: "book" }));
    expect(await until(socket, judgeLegacy, on("book-10"))).toMatchObject([
      expect.any(Number),
      {
        as: [["60010.00000", "0.25000000", expect.stringMatching(/^\d+\.\d{6}$/)]],
        bs: [["59990.00000", "0.50000000", expect.any(String)]],
      },
      "book-10",
      "XBT/USD",
    ]);
    // The other side's order gives way, being of the same account.
    sandbox.market.quote({ ...BTC, side: "buy", price: "60010.0", quantity: "1" });
    expect(await until(socket, judgeLegacy, on("book-10"))).toEqual([
      expect.any(Number),
      { a: [["60010.00000", "0.00000000", expect.any(String)]] },
      { b: [["60010.00000", "1.00000000", expect.any(String)]], c: expect.stringMatching(/^\d+$/) },
      "book-10",
      "XBT/USD",
    ]);
  });

  test("a level that comes into view because a better one went is marked", async () => {
    const { sandbox } = await quoted();
    for (let i = 1; i <= 10; i++) {
      sandbox.market.quote({ ...BTC, side: "sell", price: `${60_010 + i}.0`, quantity: "1" });
    }
    const socket = await connect(sandbox.urls.wsLegacyPublic);
    await socket.ask(subscribe({ name: "book", depth: 10 }));
    await socket.frame();
    sandbox.market.take({ ...BTC, side: "buy", quantity: "0.25" });
    expect(await until(socket, judgeLegacy, on("book-10"))).toMatchObject([
      expect.any(Number),
      {
        a: [
          ["60010.00000", "0.00000000", expect.any(String)],
          ["60020.00000", "1.00000000", expect.any(String), "r"],
        ],
      },
      "book-10",
      "XBT/USD",
    ]);
  });

  test("what an order takes at once is one trade, unless that is not wanted", async () => {
    const { sandbox } = await quoted();
    sandbox.market.quote({ ...BTC, side: "sell", price: "60020.0", quantity: "0.25" });
    const token = await tokenOf(sandbox)();
    const follow = async (options: object) => {
      const socket = await connect(sandbox.urls.wsLegacy);
      await socket.ask({ event: "subscribe", subscription: { name: "ownTrades", token, ...options } });
      expect(await socket.frame()).toEqual([[], "ownTrades", { sequence: 1 }]);
      return socket;
    };
    const together = await follow({});
    const apart = await follow({ consolidate_taker: false });
    const order = { ordertype: "market", type: "buy", pair: "XBT/USD", volume: "0.5", userref: "7" };
    await (await connect(sandbox.urls.wsLegacy)).ask({ event: "addOrder", ...order, token });
    const volumes = async (socket: RawSocket, sequence: number) => {
      const frame = (await until(socket, judgeLegacy, Array.isArray)) as [
        Record<string, object>[],
        string,
        object,
      ];
      expect(frame.slice(1)).toEqual(["ownTrades", { sequence }]);
      return Object.values(frame[0][0] ?? {})[0];
    };
    expect(await volumes(together, 2)).toMatchObject({
      vol: "0.50000000",
      price: "60015.00000",
      cost: "30007.50000",
      userref: 7,
    });
    expect(await volumes(apart, 2)).toMatchObject({ vol: "0.25000000", price: "60010.00000" });
    expect(await volumes(apart, 3)).toMatchObject({ vol: "0.25000000", price: "60020.00000" });
  });

  test("ownTrades without a snapshot, openOrders with what was counted", async () => {
    const { sandbox } = await quoted();
    const token = await tokenOf(sandbox)();
    const socket = await connect(sandbox.urls.wsLegacy);
    const follow = (options: object) => ({ event: "subscribe", subscription: { token, ...options } });
    await socket.ask(follow({ name: "ownTrades", snapshot: false }));
    expect(await socket.ask(follow({ name: "openOrders", ratecounter: true }))).toMatchObject({
      subscription: { maxratecount: 125, name: "openOrders" },
    });
    expect(await socket.frame()).toEqual([[], "openOrders", { sequence: 1 }]);
    const order = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "0.1", price: "50000", token };
    socket.send({ event: "addOrder", ...order });
    const pending = (await until(socket, judgeLegacy, Array.isArray)) as [Record<string, object>[]];
    const [txid = ""] = Object.keys(pending[0][0] ?? {});
    expect(pending[0][0]?.[txid]).toMatchObject({ status: "pending", ratecount: 1 });
    await until(socket, judgeLegacy, Array.isArray);
    socket.send({ event: "cancelOrder", txid: [txid], token });
    const [ended] = (await until(socket, judgeLegacy, (frame: unknown[]) =>
      JSON.stringify(frame).includes('"canceled"'),
    )) as [Record<string, object>[]];
    // One for placing it, eight for cancelling it within five seconds.
    expect(ended[0]?.[txid]).toMatchObject({ cancel_reason: "User requested", ratecount: 9 });
  });
});
