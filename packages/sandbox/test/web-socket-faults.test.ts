import { describe, expect, test } from "vitest";
import { ManualClock } from "../../core/test/manual-clock.ts";
import type { Sandbox, SandboxOptions, WebSocketFault } from "../src/index.ts";
import { sandboxes } from "./sandbox-fixture.ts";
import { RawSocket, tokenOf } from "./web-socket-clients.ts";

const fixture = sandboxes();

type Frame = Readonly<Record<string, unknown>> | readonly unknown[];

/** How each dialect says the same. */
interface Dialect {
  readonly interface: "ws-v2" | "ws-legacy";
  url(sandbox: Sandbox): string;
  publicUrl(sandbox: Sandbox): string;
  readonly ping: object;
  place(token: string, quantity?: string): object;
  follow(channel: "orders" | "book", token: string): object;
  /** Ends what `follow("orders")` began. */
  leave(token: string): object;
  /** The name of the channel with the account's orders. */
  readonly orders: string;
  isAccepted(frame: Frame): boolean;
  isBook(frame: Frame): boolean;
  sequenceOf(frame: Frame): number;
  readonly expired: object;
}

const v2: Dialect = {
  interface: "ws-v2",
  url: ({ urls }) => urls.wsV2,
  publicUrl: ({ urls }) => urls.wsV2Public,
  ping: { method: "ping" },
  place: (token, quantity = "0.001") => ({
    method: "add_order",
    params: {
      order_type: "limit",
      side: "buy",
      symbol: "BTC/USD",
      order_qty: Number(quantity),
      limit_price: 50000,
      token,
    },
  }),
  follow: (channel, token) => ({
    method: "subscribe",
    params: channel === "orders" ? { channel: "executions", token } : { channel, symbol: ["BTC/USD"] },
  }),
  leave: (token) => ({ method: "unsubscribe", params: { channel: "executions", token } }),
  orders: "executions",
  isAccepted: (frame) => "success" in frame && frame.success === true,
  isBook: (frame) => "channel" in frame && frame.channel === "book",
  sequenceOf: (frame) => ("sequence" in frame ? Number(frame.sequence) : Number.NaN),
  expired: { error: "EAPI:Invalid token", success: false },
};

const legacy: Dialect = {
  interface: "ws-legacy",
  url: ({ urls }) => urls.wsLegacy,
  publicUrl: ({ urls }) => urls.wsLegacyPublic,
  ping: { event: "ping" },
  place: (token, volume = "0.001") => ({
    event: "addOrder",
    ordertype: "limit",
    type: "buy",
    pair: "XBT/USD",
    volume,
    price: "50000",
    token,
  }),
  follow: (channel, token) =>
    channel === "orders"
      ? { event: "subscribe", subscription: { name: "openOrders", token } }
      : { event: "subscribe", pair: ["XBT/USD"], subscription: { name: "book" } },
  leave: (token) => ({ event: "unsubscribe", subscription: { name: "openOrders", token } }),
  orders: "openOrders",
  isAccepted: (frame) => "status" in frame && (frame.status === "ok" || frame.status === "subscribed"),
  isBook: (frame) => Array.isArray(frame) && frame.at(-2) === "book-10",
  sequenceOf: (frame) => (Array.isArray(frame) ? Number(frame[2].sequence) : Number.NaN),
  expired: { errorMessage: "Token is expired", status: "error" },
};

describe.each([v2, legacy])("$interface", (dialect) => {
  const start = async (options?: SandboxOptions) => {
    const sandbox = await fixture.start(options);
    return { sandbox, socket: await greeted(dialect.url(sandbox)), token: await tokenOf(sandbox)() };
  };
  const greeted = async (url: string) => {
    const socket = await new RawSocket(url, fixture).open();
    await socket.frame();
    return socket;
  };
  const order = (webSocket: WebSocketFault, operation?: string, times = 1) => ({
    interface: dialect.interface,
    webSocket,
    times,
    ...(operation !== undefined && { operation }),
  });
  const ask = async (socket: RawSocket, message: object) => (await socket.ask(message)) as Frame;
  const next = async (socket: RawSocket) => (await socket.frame()) as Frame;

  test("connectionRefused: the next connection is not made, the one after it is", async () => {
    const { sandbox } = await start();
    sandbox.faults.next(order("connectionRefused"));
    await expect(new RawSocket(dialect.url(sandbox), fixture).open()).rejects.toThrow("503");
    await greeted(dialect.url(sandbox));
  });

  test("reconnectStorm: all connections are cut, and as many new ones as asked for", async () => {
    const { sandbox, socket } = await start();
    const other = await greeted(dialect.publicUrl(sandbox));
    sandbox.faults.next(order("reconnectStorm", undefined, 2));
    expect(await Promise.all([socket.closed, other.closed])).toEqual([1006, 1006]);
    for (let i = 0; i < 2; i++) expect(await new RawSocket(dialect.url(sandbox), fixture).closed).toBe(1006);
    expect((await greeted(dialect.url(sandbox))).isOpen).toBe(true);
  });

  test("terminalClose: the request is not acted on, and the connection ends with code 1008", async () => {
    const { sandbox, socket, token } = await start();
    sandbox.faults.next(order("terminalClose"));
    socket.send(dialect.place(token));
    expect(await socket.closed).toBe(1008);
    expect(sandbox.counts().placed).toBe(0);
  });

  test("halfOpen: the connection is there, but nothing passes through it", async () => {
    const clock = new ManualClock(Date.now());
    const { sandbox, socket, token } = await start({ clock });
    await socket.ask(dialect.follow("orders", token));
    await next(socket);
    sandbox.faults.next(order("halfOpen"));
    socket.send(dialect.place(token));
    const other = await greeted(dialect.url(sandbox));
    // What reaches the other connection later than that would have reached this one too.
    await other.ask(dialect.place(token));
    clock.advance(10_000);
    await other.ask(dialect.ping);
    expect(socket.unread).toEqual([]);
    expect(socket.isOpen).toBe(true);
    expect(sandbox.counts().placed).toBe(1);
    expect(clock.timers, "nothing is kept running but the next funding").toBe(1);
  });

  test("slowConsumer: frames pile up to the bound, then the client is cut off", async () => {
    const { sandbox, socket, token } = await start({ webSocketBuffer: 4000 });
    await socket.ask(dialect.follow("orders", token));
    await next(socket);
    sandbox.faults.next(order("slowConsumer"));
    socket.send(dialect.place(token));
    const other = await greeted(dialect.url(sandbox));
    for (let i = 0; i < 20; i++) await other.ask(dialect.place(token));
    expect(await socket.closed).toBe(1006);
    expect(socket.unread).toEqual([]);
    expect(sandbox.counts().placed).toBe(21);
  });

  test("a client that does not read is cut off without any fault", async () => {
    const { sandbox, socket, token } = await start({ webSocketBuffer: 100_000, rateLimits: false });
    for (let i = 0; i < 60; i++) await socket.ask(dialect.place(token));
    socket.pause();
    // Each snapshot has all orders; the system's own buffers take some megabytes before anything waits here.
    while (socket.isOpen) {
      for (let i = 0; i < 20; i++) {
        socket.send(dialect.follow("orders", token));
        socket.send(dialect.leave(token));
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    expect(await socket.closed).toBe(1006);
    const other = await greeted(dialect.url(sandbox));
    expect(await ask(other, dialect.place(token))).toSatisfy(dialect.isAccepted);
  });

  test("staleToken: the token of the next request has expired, for every connection", async () => {
    const { sandbox, socket, token } = await start();
    sandbox.faults.next(order("staleToken"));
    expect(await ask(socket, dialect.place(token))).toMatchObject(dialect.expired);
    expect(await ask(await greeted(dialect.url(sandbox)), dialect.place(token))).toMatchObject(
      dialect.expired,
    );
    expect(await ask(socket, dialect.place(await tokenOf(sandbox)()))).toSatisfy(dialect.isAccepted);
    expect(sandbox.counts().placed).toBe(1);
  });

  test.each([
    ["lostRequest", 0],
    ["lostAcknowledgement", 1],
  ] as const)("%s: there is no answer, and %i orders", async (fault, placed) => {
    const { sandbox, socket, token } = await start();
    sandbox.faults.next(order(fault));
    socket.send(dialect.place(token));
    expect(await ask(socket, dialect.ping)).toMatchObject(
      dialect === v2 ? { method: "pong" } : { event: "pong" },
    );
    expect(sandbox.counts().placed).toBe(placed);
  });

  test("silentSubscription: it is acknowledged, and only heartbeats come of it", async () => {
    const clock = new ManualClock(Date.now());
    const { sandbox, token } = await start({ clock });
    const socket = await greeted(dialect.publicUrl(sandbox));
    sandbox.faults.next(order("silentSubscription", "book"));
    expect(await ask(socket, dialect.follow("book", token))).toSatisfy(dialect.isAccepted);
    sandbox.market.quote({ venue: "spot", symbol: "BTC/USD", side: "buy", price: "50000", quantity: "1" });
    clock.advance(1000);
    expect(await next(socket)).toEqual(dialect === v2 ? { channel: "heartbeat" } : { event: "heartbeat" });
    expect(await ask(socket, dialect.ping)).not.toSatisfy(dialect.isBook);
  });

  test("sequenceGap: one message of a numbered channel is missing", async () => {
    const { sandbox, socket, token } = await start();
    await socket.ask(dialect.follow("orders", token));
    expect(dialect.sequenceOf(await next(socket))).toBe(1);
    sandbox.faults.next(order("sequenceGap", dialect.orders));
    socket.send(dialect.place(token));
    const frames = [await next(socket), await next(socket)];
    expect(frames.map(dialect.sequenceOf)).toContain(3);
    expect(frames.map(dialect.sequenceOf)).not.toContain(2);
  });

  test("badChecksum: one checksum of a book is wrong, and the next is right again", async () => {
    const { sandbox, token } = await start();
    const quote = (price: string) =>
      sandbox.market.quote({ venue: "spot", symbol: "BTC/USD", side: "buy", price, quantity: "1" });
    const sockets = [await greeted(dialect.publicUrl(sandbox)), await greeted(dialect.publicUrl(sandbox))];
    for (const socket of sockets) {
      await socket.ask(dialect.follow("book", token));
      await next(socket);
    }
    const told = () => Promise.all(sockets.map(async (socket) => checksumOf(await next(socket))));
    sandbox.faults.next(order("badChecksum", "book"));
    quote("50000");
    const [spoiled, right] = await told();
    expect(spoiled).not.toBe(right);
    quote("50001");
    const [first, second] = await told();
    expect(first).toBe(second);
  });

  test("duplicateFrame: a message comes twice", async () => {
    const { sandbox, socket, token } = await start();
    await socket.ask(dialect.follow("orders", token));
    await next(socket);
    sandbox.faults.next(order("duplicateFrame", dialect.orders));
    socket.send(dialect.place(token));
    const frames: string[] = [];
    while (frames.length < 4) frames.push(await socket.text());
    const messages = frames.filter((frame) => !dialect.isAccepted(JSON.parse(frame) as Frame));
    expect(messages.map((frame) => dialect.sequenceOf(JSON.parse(frame) as Frame))).toEqual([2, 2, 3]);
    expect(messages[0]).toBe(messages[1]);
  });

  test("an error in the exchange's words, for one method", async () => {
    const { sandbox, socket, token } = await start();
    const operation = dialect === v2 ? "add_order" : "addOrder";
    sandbox.faults.next({ interface: dialect.interface, operation, error: "EService:Unavailable" });
    expect(await ask(socket, dialect.ping)).toMatchObject(
      dialect === v2 ? { method: "pong" } : { event: "pong" },
    );
    expect(await ask(socket, dialect.place(token))).toMatchObject(
      dialect === v2
        ? { method: "add_order", error: "EService:Unavailable", success: false }
        : { event: "addOrderStatus", errorMessage: "EService:Unavailable", status: "error" },
    );
    expect(sandbox.counts().placed).toBe(0);
  });
});

test("a fault of one dialect leaves the other alone", async () => {
  const sandbox = await fixture.start();
  sandbox.faults.next({ interface: "ws-legacy", webSocket: "connectionRefused" });
  await new RawSocket(sandbox.urls.wsV2, fixture).open();
  await expect(new RawSocket(sandbox.urls.wsLegacy, fixture).open()).rejects.toThrow("503");
});

function checksumOf(frame: Frame): unknown {
  if (!Array.isArray(frame)) return (frame as { data: { checksum: number }[] }).data[0]?.checksum;
  return (frame as { c?: string }[]).find((part) => part?.c !== undefined)?.c;
}
