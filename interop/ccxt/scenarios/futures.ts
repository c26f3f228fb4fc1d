import { expectError, expectSame, expectTrue, type Scenario } from "../scenario.ts";

const SYMBOL = "BTC/USD:USD";
const MARKET = { venue: "futures", symbol: "PF_XBTUSD" } as const;

/** Everything over Futures REST. */
export const futuresScenarios: readonly Scenario[] = [
  {
    name: "load markets",
    async run(client) {
      const markets = await client.loadMarkets();
      expectSame("id", markets[SYMBOL]?.id, "PF_XBTUSD");
      expectSame("price step", markets[SYMBOL]?.precision.price, 0.5);
      expectSame("amount step", markets[SYMBOL]?.precision.amount, 0.0001);
    },
  },
  {
    name: "fetch an order book",
    async run(client, sandbox) {
      sandbox.market.quote({ ...MARKET, side: "buy", price: "59999.5", quantity: "0.3" });
      const { bids, asks } = await client.fetchOrderBook(SYMBOL);
      expectTrue(
        "bids fall",
        bids.every(([price], i) => i === 0 || price < (bids[i - 1]?.[0] ?? 0)),
      );
      expectTrue(
        "asks rise",
        asks.every(([price], i) => i === 0 || price > (asks[i - 1]?.[0] ?? 0)),
      );
      expectTrue("the book is not crossed", (bids[0]?.[0] ?? 0) < (asks[0]?.[0] ?? 0));
      expectTrue("the others' bid is there", (bids.find(([price]) => price === 59_999.5)?.[1] ?? 0) >= 0.3);
    },
  },
  {
    name: "fetch tickers, trades and candles",
    async run(client) {
      const ticker = await client.fetchTicker(SYMBOL);
      expectTrue("bid below ask", (ticker.bid ?? 0) < (ticker.ask ?? 0));
      expectTrue("every market has one", (await client.fetchTickers())["ETH/USD:USD"] !== undefined);
      expectTrue("there are trades", (await client.fetchTrades(SYMBOL)).length > 0);
      expectTrue(
        "there are candles",
        (await client.fetchOHLCV(SYMBOL)).every((candle) => candle.length === 6),
      );
    },
  },
  {
    name: "fetch balances",
    async run(client) {
      const { USD, BTC } = await client.fetchBalance();
      expectTrue("there are dollars", (USD?.total ?? 0) > 90_000);
      expectSame("bitcoin", BTC?.total, 1);
    },
  },
  {
    name: "create, list, edit and cancel an order",
    async run(client, sandbox) {
      const { id, status } = await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      expectSame("status", status, "open");
      const [open] = await client.fetchOpenOrders(SYMBOL);
      expectSame("open order", open?.id, id);
      expectSame("its price", open?.info.limitPrice, 50_000);
      expectSame("its amount", open?.amount, 0.1);
      expectSame(
        "edited amount",
        (await client.editOrder(id, SYMBOL, "limit", "buy", 0.2, 51_000)).amount,
        0.2,
      );
      expectSame("edited price", (await client.fetchOpenOrders(SYMBOL))[0]?.info.limitPrice, 51_000);
      expectSame("cancelled", (await client.cancelOrder(id, SYMBOL)).status, "canceled");
      expectSame("open at the sandbox", sandbox.openOrders("futures"), 0);
      await expectError("OrderNotFound", client.cancelOrder(id, SYMBOL));
      await expectError("OrderNotFound", client.editOrder(id, SYMBOL, "limit", "buy", 0.2, 51_000));
    },
  },
  {
    name: "order types: market, post-only, stop, take-profit, IOC, reduce-only",
    async run(client, sandbox) {
      const market = await client.createOrder(SYMBOL, "market", "buy", 0.1);
      expectSame("market order", `${market.status} ${market.filled}`, "closed 0.1");
      const post = await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000, { postOnly: true });
      expectSame("post-only order", post.status, "open");
      const stop = await client.createOrder(SYMBOL, "market", "sell", 0.1, undefined, {
        stopLossPrice: 40_000,
      });
      expectSame("stop", stop.triggerPrice, 40_000);
      const profit = await client.createOrder(SYMBOL, "market", "sell", 0.1, undefined, {
        takeProfitPrice: 90_000,
      });
      expectSame("take-profit", profit.triggerPrice, 90_000);
      const ioc = await client.createOrder(SYMBOL, "limit", "sell", 0.05, 50_000, { timeInForce: "IOC" });
      expectSame("IOC order", ioc.status, "closed");
      const reduce = await client.createOrder(SYMBOL, "market", "sell", 0.05, undefined, {
        reduceOnly: true,
      });
      expectSame("reduce-only order", reduce.status, "closed");
      expectSame("open at the sandbox", sandbox.openOrders("futures"), 3);
      await client.cancelAllOrders();
    },
  },
  {
    name: "client order ids",
    async run(client) {
      const placed = await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000, {
        clientOrderId: "mine-1",
      });
      expectSame("id of the answer", placed.clientOrderId, "mine-1");
      expectSame("id of the list", (await client.fetchOpenOrders())[0]?.clientOrderId, "mine-1");
      await client.cancelAllOrders();
    },
  },
  {
    name: "cancel several, cancel all",
    async run(client, sandbox) {
      const ids: string[] = [];
      for (const price of [50_000, 50_001, 50_002, 50_003]) {
        ids.push((await client.createOrder(SYMBOL, "limit", "buy", 0.1, price)).id);
      }
      await client.cancelOrders(ids.slice(0, 2), SYMBOL);
      expectSame("open at the sandbox", sandbox.openOrders("futures"), 2);
      await client.cancelAllOrders(SYMBOL);
      expectSame("open at the sandbox", sandbox.openOrders("futures"), 0);
      expectSame("open as listed", (await client.fetchOpenOrders()).length, 0);
    },
  },
  {
    name: "cancel all after a time",
    async run(client, sandbox) {
      await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      await client.cancelAllOrdersAfter(1000);
      // Or the scenario takes too long.
      while (sandbox.openOrders("futures") > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  },
  {
    name: "my trades and positions",
    async run(client) {
      const { id } = await client.createOrder(SYMBOL, "market", "buy", 0.1);
      const mine = (await client.fetchMyTrades(SYMBOL)).filter(({ order }) => order === id);
      const amount = mine.reduce((sum, trade) => sum + trade.amount, 0);
      expectTrue("all of the order is in the trades", Math.abs(amount - 0.1) < 1e-9);
      expectTrue(
        "as taker, with a fee",
        mine.every((t) => t.takerOrMaker === "taker" && (t.fee?.cost ?? 0) > 0),
      );
      const position = (await client.fetchPositions()).find(({ symbol }) => symbol === SYMBOL);
      expectSame("position", `${position?.side} ${position?.contracts}`, "long 0.1");
      await client.createOrder(SYMBOL, "market", "sell", 0.1);
    },
  },
  {
    name: "set leverage, read the ledger",
    async run(client) {
      await client.setLeverage(5, SYMBOL);
      expectTrue("the ledger has entries", (await client.fetchLedger()).length > 0);
    },
  },
  {
    name: "refusals become ccxt's errors",
    async run(client, sandbox) {
      await expectError("InsufficientFunds", client.createOrder(SYMBOL, "limit", "buy", 10_000, 59_000));
      sandbox.faults.next({ operation: "sendOrder", error: "apiLimitExceeded" });
      await expectError("RateLimitExceeded", client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000));
      sandbox.faults.next({ operation: "sendOrder", error: "authenticationError" });
      await expectError("AuthenticationError", client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000));
      expectSame("open at the sandbox", sandbox.openOrders("futures"), 0);
    },
  },
  {
    name: "fetch an order",
    async run(client) {
      const { id } = await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      try {
        expectSame("id", (await client.fetchOrder(id, SYMBOL)).id, id);
      } finally {
        await client.cancelAllOrders();
      }
    },
  },
  {
    name: "create several orders at once",
    async run(client, sandbox) {
      const order = { symbol: SYMBOL, type: "limit", side: "buy", amount: 0.1 };
      await client.createOrders([50_000, 50_001].map((price) => ({ ...order, price })));
      expectSame("open at the sandbox", sandbox.openOrders("futures"), 2);
      await client.cancelAllOrders();
    },
  },
  {
    name: "fetch closed orders",
    async run(client) {
      const { id } = await client.createOrder(SYMBOL, "market", "buy", 0.1);
      expectTrue(
        "it is there",
        (await client.fetchClosedOrders(SYMBOL)).some((order) => order.id === id),
      );
    },
  },
  {
    name: "fetch the leverage of a market",
    async run(client) {
      expectSame("leverage", (await client.fetchLeverage(SYMBOL)).longLeverage, 5);
    },
  },
  {
    name: "fetch the history of funding rates",
    async run(client) {
      expectTrue("there are some", (await client.fetchFundingRateHistory(SYMBOL)).length > 0);
    },
  },
];
