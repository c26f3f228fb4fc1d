import { expectError, expectSame, expectTrue, type Scenario } from "../scenario.ts";

const SYMBOL = "BTC/USD";
const MARKET = { venue: "spot", symbol: "BTC/USD" } as const;

/** Everything over Spot REST. */
export const spotScenarios: readonly Scenario[] = [
  {
    name: "load markets",
    async run(client) {
      const markets = await client.loadMarkets();
      expectSame("id", markets[SYMBOL]?.id, "XXBTZUSD");
      expectSame("price step", markets[SYMBOL]?.precision.price, 0.1);
      expectSame("a market of assets without a letter before", markets["SOL/USD"]?.id, "SOLUSD");
    },
  },
  {
    name: "fetch an order book",
    async run(client, sandbox) {
      sandbox.market.quote({ ...MARKET, side: "buy", price: "59999.9", quantity: "0.3" });
      const { bids, asks } = await client.fetchOrderBook(SYMBOL, 5);
      expectSame("levels", bids.length + asks.length, 10);
      expectTrue("the book is not crossed", (bids[0]?.[0] ?? 0) < (asks[0]?.[0] ?? 0));
      expectTrue("the others' bid is there", (bids.find(([price]) => price === 59_999.9)?.[1] ?? 0) >= 0.3);
    },
  },
  {
    name: "fetch tickers, trades and candles",
    async run(client, sandbox) {
      sandbox.market.take({ ...MARKET, side: "buy", quantity: "0.01" });
      const ticker = await client.fetchTicker(SYMBOL);
      expectTrue("bid below ask", (ticker.bid ?? 0) < (ticker.ask ?? 0));
      expectTrue("every market has one", (await client.fetchTickers())["ETH/USD"] !== undefined);
      const [trade] = await client.fetchTrades(SYMBOL);
      expectSame("trade", `${trade?.side} ${trade?.amount}`, "buy 0.01");
      expectSame("candle's volume", (await client.fetchOHLCV(SYMBOL)).at(-1)?.[5], 0.01);
    },
  },
  {
    name: "fetch balances",
    async run(client) {
      await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      const { USD, BTC } = await client.fetchBalance();
      expectSame("dollars", USD?.total, 1_000_000);
      expectSame("dollars that the order and its fee hold", USD?.used, 5020);
      expectSame("bitcoin", BTC?.free, 10);
      await client.cancelAllOrders();
    },
  },
  {
    name: "create, list, edit and cancel an order",
    async run(client, sandbox) {
      const { id } = await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      const [open] = await client.fetchOpenOrders(SYMBOL);
      expectSame(
        "open order",
        `${open?.id} ${open?.status} ${open?.price} ${open?.amount}`,
        `${id} open 50000 0.1`,
      );
      await client.editOrder(id, SYMBOL, "limit", "buy", 0.2, 51_000);
      const edited = await client.fetchOrder(id, SYMBOL);
      expectSame("edited", `${edited.price} ${edited.amount}`, "51000 0.2");
      await client.cancelOrder(id, SYMBOL);
      expectSame("cancelled", (await client.fetchOrder(id, SYMBOL)).status, "canceled");
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 0);
      await expectError("OrderNotFound", client.cancelOrder(id, SYMBOL));
    },
  },
  {
    name: "order types: market, post-only, stop, take-profit, trailing, IOC, several at once",
    async run(client, sandbox) {
      const market = await client.createOrder(SYMBOL, "market", "buy", 0.1);
      const done = await client.fetchOrder(market.id, SYMBOL);
      expectSame("market order", `${done.status} ${done.filled}`, "closed 0.1");
      await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000, { postOnly: true });
      const stop = await client.createOrder(SYMBOL, "market", "sell", 0.1, undefined, {
        stopLossPrice: 40_000,
      });
      expectSame("stop", (await client.fetchOrder(stop.id, SYMBOL)).triggerPrice, 40_000);
      await client.createOrder(SYMBOL, "market", "sell", 0.1, undefined, { takeProfitPrice: 90_000 });
      await client.createOrder(SYMBOL, "market", "sell", 0.1, undefined, { trailingAmount: 500 });
      const ioc = await client.createOrder(SYMBOL, "limit", "buy", 0.05, 65_000, { timeInForce: "IOC" });
      expectSame("IOC order", (await client.fetchOrder(ioc.id, SYMBOL)).status, "closed");
      const order = { symbol: SYMBOL, type: "limit", side: "buy", amount: 0.1 };
      await client.createOrders([49_000, 49_001].map((price) => ({ ...order, price })));
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 6);
    },
  },
  {
    name: "client order ids",
    async run(client) {
      const clientOrderId = "6d1b345e-2821-40e2-ad83-4ecb18a06876";
      await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000, { clientOrderId });
      expectSame("id of the list", (await client.fetchOpenOrders())[0]?.clientOrderId, clientOrderId);
      await expectError(
        "ExchangeError",
        client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_001, { clientOrderId }),
      );
    },
  },
  {
    name: "cancel several, cancel all",
    async run(client, sandbox) {
      const ids: string[] = [];
      for (const price of [50_000, 50_001, 50_002, 50_003]) {
        ids.push((await client.createOrder(SYMBOL, "limit", "buy", 0.1, price)).id);
      }
      await client.cancelOrders(ids.slice(0, 2));
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 2);
      await client.cancelAllOrders();
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 0);
      expectSame("open as listed", (await client.fetchOpenOrders()).length, 0);
    },
  },
  {
    name: "cancel all after a time",
    async run(client, sandbox) {
      await client.createOrder(SYMBOL, "limit", "buy", 0.1, 50_000);
      await client.cancelAllOrdersAfter(1000);
      // Or the scenario takes too long.
      while (sandbox.openOrders("spot") > 0) await new Promise((resolve) => setTimeout(resolve, 50));
    },
  },
  {
    name: "my trades and closed orders",
    async run(client) {
      const { id } = await client.createOrder(SYMBOL, "market", "buy", 0.1);
      const mine = (await client.fetchMyTrades(SYMBOL)).filter(({ order }) => order === id);
      const amount = mine.reduce((sum, trade) => sum + trade.amount, 0);
      expectTrue("all of the order is in the trades", Math.abs(amount - 0.1) < 1e-9);
      expectTrue(
        "as taker, with a fee in dollars",
        mine.every(({ takerOrMaker, fee }) => takerOrMaker === "taker" && fee?.currency === "USD"),
      );
      const closed = (await client.fetchClosedOrders(SYMBOL)).find((order) => order.id === id);
      expectSame("closed order", `${closed?.status} ${closed?.filled}`, "closed 0.1");
    },
  },
  {
    name: "refusals become ccxt's errors",
    async run(client, sandbox) {
      await expectError("InsufficientFunds", client.createOrder(SYMBOL, "limit", "buy", 10_000, 59_000));
      await expectError("InvalidOrder", client.createOrder(SYMBOL, "limit", "buy", 0.000001, 59_000));
      await expectError("InvalidOrder", client.fetchOrder("OAAAAA-AAAAA-AAAAAA", SYMBOL));
      expectSame("open at the sandbox", sandbox.openOrders("spot"), 0);
    },
  },
];
