// Places, lists and cancels orders on every wire of the sandbox, each wire's package by its own name and once more
// through the umbrella, and prints what it saw as one line of JSON.
import * as fix from "@x/fix";
import { cancelAllOrders, createClient, FuturesRestError, getOpenOrders, sendOrder } from "@x/futures-rest";
import { futuresRest, isExchangeError, wsLegacy as umbrellaLegacy, wsV2 as umbrellaV2 } from "@x/kraken";
import * as umbrellaFix from "@x/kraken/fix";
import { type Sandbox, startSandbox } from "@x/sandbox";
import * as wsLegacy from "@x/ws-legacy";
import * as wsV2 from "@x/ws-v2";

interface Seen {
  readonly placed: number;
  readonly listed: number;
  readonly cancelled: number;
  readonly left: number;
}

async function overFuturesRest(sandbox: Sandbox): Promise<Seen> {
  const client = createClient({
    credentials: sandbox.credentials.futures,
    baseUrl: sandbox.urls.futuresRest,
  });
  const { sendStatus } = await client.call(sendOrder, {
    orderType: "lmt",
    symbol: "PF_XBTUSD",
    side: "buy",
    size: 1,
    limitPrice: 20_000,
  });
  const { openOrders } = await client.call(getOpenOrders, {});
  // The same operation through the umbrella: one value under two names.
  const { cancelStatus } = await client.call(futuresRest.cancelAllOrders, { symbol: "PF_XBTUSD" });
  if (futuresRest.cancelAllOrders !== cancelAllOrders) throw new Error("the umbrella has a copy");
  const { openOrders: rest } = await client.call(getOpenOrders, {});
  return {
    placed: sendStatus.status === "placed" ? 1 : 0,
    listed: openOrders.length,
    cancelled: cancelStatus.cancelledOrders.length,
    left: rest.length,
  };
}

async function overWsV2(
  sandbox: Sandbox,
  { connect, addOrder, cancelAll, executions }: typeof wsV2,
): Promise<Seen> {
  const token = wsV2.webSocketsToken({ ...sandbox.credentials.spot, baseUrl: sandbox.urls.spotRest });
  const kraken = connect({ url: sandbox.urls.wsV2, token });
  const order = { order_type: "limit", side: "buy", symbol: "BTC/USD", order_qty: 0.01 } as const;
  const { order_id } = await kraken.call(addOrder, { ...order, limit_price: 20_000 });
  const listed = async () => {
    for await (const { data } of kraken.subscribe(executions, { snap_orders: true })) return data.length;
    return Number.NaN;
  };
  const before = await listed();
  const { count } = await kraken.call(cancelAll, {});
  const left = await listed();
  await kraken.close();
  return { placed: order_id === undefined ? 0 : 1, listed: before, cancelled: count, left };
}

async function overWsLegacy(
  sandbox: Sandbox,
  { connect, addOrder, cancelOrder, openOrders }: typeof wsLegacy,
): Promise<Seen> {
  const token = wsLegacy.webSocketsToken({ ...sandbox.credentials.spot, baseUrl: sandbox.urls.spotRest });
  const kraken = connect({ url: sandbox.urls.wsLegacy, token });
  const order = { ordertype: "limit", type: "buy", pair: "XBT/USD", volume: "0.01" } as const;
  const { txid = "" } = await kraken.call(addOrder, { ...order, price: "20000.0" });
  const listed = async () => {
    for await (const [orders] of kraken.subscribe(openOrders, {})) return orders.length;
    return Number.NaN;
  };
  const before = await listed();
  await kraken.call(cancelOrder, { txid: [txid] });
  const left = await listed();
  await kraken.close();
  return { placed: txid === "" ? 0 : 1, listed: before, cancelled: before - left, left };
}

async function overFix(sandbox: Sandbox, { connect, executionReport, ExecType }: typeof fix): Promise<Seen> {
  const { host, port } = sandbox.urls.fix;
  const session = await connect({
    host,
    port,
    ...sandbox.credentials.fix,
    credentials: sandbox.credentials.fix,
  });
  const reports = session.messages(executionReport);
  const ids = fix.numericClOrdIDs();
  const next = async (type: string): Promise<fix.ExecutionReport> => {
    for (;;) {
      const { value, done } = await reports.next();
      if (done) throw new Error("the session ended");
      if (value.ExecType === type) return value;
    }
  };
  const ClOrdID = ids.next();
  session.send(fix.newOrderSingle, {
    ClOrdID,
    Symbol: "BTC/USD",
    Side: fix.Side.Buy,
    OrdType: fix.OrdType.Limit,
    Price: "20000",
    OrderQty: "0.01",
    TimeInForce: fix.TimeInForce.GoodTillCancel,
    TransactTime: new Date(),
  });
  const placed = await next(ExecType.New);
  const isOpen = async () => {
    session.send(fix.orderStatusRequest, { ClOrdID, OrderID: placed.OrderID, Symbol: "BTC/USD" });
    return (await next(ExecType.OrderStatus)).OrdStatus === fix.OrdStatus.New ? 1 : 0;
  };
  const before = await isOpen();
  session.send(fix.orderMassCancelRequest, {
    ClOrdID: ids.next(),
    TransactTime: new Date(),
    MassCancelRequestType: fix.MassCancelRequestType.CancelSessionOrders,
  });
  const cancelled = await next(ExecType.Canceled);
  const left = await isOpen();
  await session.close();
  return { placed: 1, listed: before, cancelled: cancelled.OrderID === placed.OrderID ? 1 : 0, left };
}

/** A wrong key is refused, and what the error shows does not contain it. */
async function refusal(sandbox: Sandbox): Promise<string> {
  const apiSecret = btoa("not the secret");
  const client = createClient({
    credentials: { ...sandbox.credentials.futures, apiSecret },
    baseUrl: sandbox.urls.futuresRest,
  });
  const error = await client.call(cancelAllOrders, {}).catch((reason: unknown) => reason);
  if (!FuturesRestError.is(error) || !isExchangeError(error)) throw new Error("not refused");
  if (JSON.stringify({ ...error, text: String(error) }).includes(apiSecret))
    throw new Error("the secret shows");
  return `${error.code} ${error.outcome}`;
}

const sandbox = await startSandbox();
const seen = {
  "@x/futures-rest": await overFuturesRest(sandbox),
  "@x/ws-v2": await overWsV2(sandbox, wsV2),
  "@x/ws-legacy": await overWsLegacy(sandbox, wsLegacy),
  "@x/fix": await overFix(sandbox, fix),
  "@x/kraken ws-v2": await overWsV2(sandbox, umbrellaV2),
  "@x/kraken ws-legacy": await overWsLegacy(sandbox, umbrellaLegacy),
  "@x/kraken/fix": await overFix(sandbox, umbrellaFix),
  refusal: await refusal(sandbox),
  open: sandbox.counts().open,
};
await sandbox.close();
console.log(JSON.stringify(seen));
