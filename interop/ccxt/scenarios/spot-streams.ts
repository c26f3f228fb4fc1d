import { expectSame, expectTrue, type Scenario } from "../scenario.ts";

const SYMBOL = "BTC/USD";
const MARKET = { venue: "spot", symbol: "BTC/USD" } as const;

/** ccxt's `watch*` methods and its orders over WebSocket v2. */
export const spotStreamScenarios: readonly Scenario[] = [
  {
    name: "watch an order book",
    async run(client, sandbox) {
      const first = await client.watchOrderBook(SYMBOL, 10);
      expectSame("levels", first.bids.length + first.asks.length, 20);
      const next = client.watchOrderBook(SYMBOL, 10);
      sandbox.market.quote({ ...MARKET, side: "buy", price: "60000.0", quantity: "1.5" });
      expectSame("the new best bid", String((await next).bids[0]), "60000,1.5");
      const gone = client.watchOrderBook(SYMBOL, 10);
      sandbox.market.take({ ...MARKET, side: "sell", quantity: "1.5" });
      expectTrue("it is gone", ((await gone).bids[0]?.[0] ?? 0) < 60_000);
    },
  },
  {
    name: "watch trades, tickers and candles",
    async run(client, sandbox) {
      const take = () => sandbox.market.take({ ...MARKET, side: "buy", quantity: "0.01" });
      take();
      const [trade] = await client.watchTrades(SYMBOL);
      expectSame("trade", `${trade?.side} ${trade?.amount}`, "buy 0.01");
      const more = client.watchTrades(SYMBOL);
      take();
      expectSame("trade that came", (await more).at(-1)?.amount, 0.01);
      const ticker = await client.watchTicker(SYMBOL);
      expectTrue("bid below ask", (ticker.bid ?? 0) < (ticker.ask ?? 0));
      expectSame("candle's volume", (await client.watchOHLCV(SYMBOL)).at(-1)?.[5], 0.02);
    },
  },
  {
    name: "watch orders",
    async run(client, sandbox) {
      // Without a symbol: later reports of an order do not name it again, and ccxt then finds no market for them.
      const placed = client.watchOrders();
      // ccxt's nonce is the millisecond: two calls within one are refused here as on the exchange, and this one asks for a token
      // before it opens its connection.
      while (sandbox.view().sessions.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      const { id } = await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      const [order] = await placed;
      expectSame("order", `${order?.id} ${order?.status} ${order?.price}`, `${id} open 50000`);
      for (;;) {
        const changed = client.watchOrders();
        if (sandbox.openOrders("spot") > 0) await client.cancelOrder(id, SYMBOL);
        if ((await changed).some((one) => one.id === id && one.status === "canceled")) return;
      }
    },
  },
  {
    name: "watch my trades",
    async run(client) {
      const { id } = await client.createOrder(SYMBOL, "market", "buy", 0.01);
      const before = await client.watchMyTrades(SYMBOL);
      expectTrue(
        "the snapshot has it",
        before.some(({ order }) => order === id),
      );
      const next = client.watchMyTrades(SYMBOL);
      const sold = await client.createOrder(SYMBOL, "market", "sell", 0.01);
      expectTrue(
        "the next one came",
        (await next).some(({ order }) => order === sold.id),
      );
    },
  },
  {
    name: "watch balances",
    async run(client) {
      expectSame("bitcoin", (await client.watchBalance()).BTC?.total, 10);
      // Each asset comes by itself, and ccxt may have passed over the second when the first is looked at.
      for (;;) {
        const next = client.watchBalance();
        await client.createOrder(SYMBOL, "market", "buy", 0.01);
        if (((await next).USD?.total ?? 0) < 1_000_000) return;
      }
    },
  },
  {
    name: "create, edit and cancel over the WebSocket",
    async run(client, sandbox) {
      const { id } = await client.createOrderWs(SYMBOL, "limit", "buy", 0.1, 50_000);
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 1);
      await client.editOrderWs(id, SYMBOL, "limit", "buy", 0.2, 50_001);
      expectSame("edited", (await client.fetchOrder(id, SYMBOL)).price, 50_001);
      await client.cancelOrderWs(id);
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 0);
      await client.createOrderWs(SYMBOL, "limit", "buy", 0.1, 50_000);
      await client.cancelAllOrdersWs();
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 0);
    },
  },
];
