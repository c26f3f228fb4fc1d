import { afterEach, describe, expect, it } from "vitest";
import { connect, ohlc, spread, type WsLegacy, WsLegacyError } from "../src/index.ts";
import { type Request, say, startExchange } from "./exchange.ts";

const open: { exchange: Awaited<ReturnType<typeof startExchange>>; ws: WsLegacy }[] = [];
afterEach(async () => {
  for (const { exchange, ws } of open.splice(0)) {
    await exchange.close();
    await ws.close();
  }
});

type Socket = Parameters<typeof say>[0];

/** Acknowledges each pair on its own and sends one message for each, as Kraken writes them. */
function answer(request: Request, socket: Socket) {
  const { event, reqid, subscription, pair } = request as Request & {
    readonly subscription: { readonly name: string; readonly interval?: number };
    readonly pair: readonly string[];
  };
  const { name, interval = 1 } = subscription;
  const channelName = name === "ohlc" ? `ohlc-${interval}` : name;
  for (const each of pair) {
    const status = event === "subscribe" ? "subscribed" : "unsubscribed";
    say(
      socket,
      each === "NO/PE"
        ? {
            event: "subscriptionStatus",
            status: "error",
            errorMessage: "Currency pair not supported",
            pair: each,
            subscription,
            reqid,
          }
        : { event: "subscriptionStatus", status, channelName, channelID: 1, pair: each, subscription, reqid },
    );
    if (event !== "subscribe" || each === "NO/PE") continue;
    const text = "1.00000";
    const data =
      name === "ohlc"
        ? ["1542057314.748456", "1542057360.435743", text, text, text, text, text, text, interval]
        : [text, text, "1542057299.545897", text, text];
    say(socket, [1, data, channelName, each]);
  }
}

async function start() {
  const exchange = await startExchange(answer);
  const ws = connect({ url: exchange.url, deadlineMs: 500 });
  open.push({ exchange, ws });
  return { exchange, ws };
}

describe("public channels over a real socket", () => {
  it("are told apart by the suffix of their names, and by pair", async () => {
    const { exchange, ws } = await start();
    const one = ws.subscribe(ohlc, { pair: ["XBT/USD", "ETH/USD"] });
    const five = ws.subscribe(ohlc, { pair: ["XBT/USD"], interval: 5 });
    const spreads = ws.subscribe(spread, { pair: ["XBT/EUR"] });
    await Promise.all([one.ready, five.ready, spreads.ready]);
    const next = async (from: AsyncIterable<readonly unknown[]>) =>
      (await from[Symbol.asyncIterator]().next()).value?.slice(-2);
    expect(await next(one)).toEqual(["ohlc-1", "XBT/USD"]);
    expect(await next(one)).toEqual(["ohlc-1", "ETH/USD"]);
    expect(await next(five)).toEqual(["ohlc-5", "XBT/USD"]);
    expect(await next(spreads)).toEqual(["spread", "XBT/EUR"]);
    await five.unsubscribe();
    expect(exchange.received.at(-1)).toMatchObject({
      event: "unsubscribe",
      pair: ["XBT/USD"],
      subscription: { name: "ohlc", interval: 5 },
    });
  });

  it("are not followed twice, and end when a pair is refused", async () => {
    const { ws } = await start();
    await ws.subscribe(ohlc, { pair: ["XBT/USD"] }).ready;
    const codes = [
      ws.subscribe(ohlc, { pair: ["XBT/USD"], interval: 1 }),
      ws.subscribe(spread, { pair: ["XBT/EUR", "NO/PE"] }),
    ].map(({ ready }) =>
      ready.then(
        () => "ready",
        (why: unknown) => (WsLegacyError.is(why) ? [why.code, why.path] : why),
      ),
    );
    expect(await Promise.all(codes)).toEqual([
      ["alreadySubscribed", undefined],
      ["refused", "/pair/1"],
    ]);
  });
});
