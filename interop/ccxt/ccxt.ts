import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { installPeer } from "../npm-peer.ts";

/** The part of ccxt's unified interface that the scenarios use. */
export interface CcxtExchange {
  readonly has: Readonly<Record<string, unknown>>;
  market(symbol: string): CcxtMarket;
  loadMarkets(): Promise<Record<string, CcxtMarket>>;
  fetchOrderBook(symbol: string, limit?: number): Promise<CcxtBook>;
  fetchTicker(symbol: string): Promise<CcxtTicker>;
  fetchTickers(symbols?: readonly string[]): Promise<Record<string, CcxtTicker>>;
  fetchTrades(symbol: string): Promise<CcxtTrade[]>;
  fetchOHLCV(symbol: string, timeframe?: string): Promise<number[][]>;
  fetchBalance(): Promise<Record<string, { free?: number; used?: number; total?: number }>>;
  createOrder(
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
    params?: object,
  ): Promise<CcxtOrder>;
  createOrders(orders: readonly object[]): Promise<CcxtOrder[]>;
  editOrder(
    id: string,
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
  ): Promise<CcxtOrder>;
  cancelOrder(id: string, symbol?: string): Promise<CcxtOrder>;
  cancelOrders(ids: readonly string[], symbol?: string): Promise<unknown>;
  cancelAllOrders(symbol?: string): Promise<unknown>;
  cancelAllOrdersAfter(milliseconds: number): Promise<unknown>;
  fetchOrder(id: string, symbol?: string): Promise<CcxtOrder>;
  fetchOpenOrders(symbol?: string): Promise<CcxtOrder[]>;
  fetchClosedOrders(symbol?: string): Promise<CcxtOrder[]>;
  fetchMyTrades(symbol?: string): Promise<CcxtTrade[]>;
  fetchPositions(): Promise<{ symbol: string; side?: string; contracts?: number }[]>;
  setLeverage(leverage: number, symbol: string): Promise<unknown>;
  fetchLeverage(symbol: string): Promise<{ longLeverage?: number }>;
  fetchFundingRateHistory(symbol: string): Promise<unknown[]>;
  fetchLedger(): Promise<unknown[]>;
  watchOrderBook(symbol: string, limit?: number): Promise<CcxtBook>;
  watchTrades(symbol: string): Promise<CcxtTrade[]>;
  watchTicker(symbol: string): Promise<CcxtTicker>;
  watchOHLCV(symbol: string): Promise<number[][]>;
  watchOrders(symbol?: string): Promise<CcxtOrder[]>;
  watchMyTrades(symbol: string): Promise<CcxtTrade[]>;
  watchBalance(): Promise<Record<string, { free?: number; used?: number; total?: number }>>;
  createOrderWs(
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
  ): Promise<CcxtOrder>;
  editOrderWs(
    id: string,
    symbol: string,
    type: string,
    side: string,
    amount: number,
    price?: number,
  ): Promise<CcxtOrder>;
  cancelOrderWs(id: string): Promise<unknown>;
  cancelAllOrdersWs(): Promise<unknown>;
  /** ccxt wants this before it opens a WebSocket without TLS. */
  loadHttpProxyAgent(): Promise<unknown>;
  close(): Promise<void>;
}

export interface CcxtMarket {
  readonly id: string;
  readonly symbol: string;
  readonly active?: boolean;
  readonly precision: { readonly amount?: number; readonly price?: number };
}

export interface CcxtBook {
  readonly bids: readonly (readonly [number, number])[];
  readonly asks: readonly (readonly [number, number])[];
}

export interface CcxtTicker {
  readonly symbol: string;
  readonly bid?: number;
  readonly ask?: number;
}

export interface CcxtOrder {
  readonly id: string;
  readonly status?: string;
  readonly side?: string;
  readonly price?: number;
  readonly triggerPrice?: number;
  readonly amount?: number;
  readonly filled?: number;
  readonly average?: number;
  readonly clientOrderId?: string;
  readonly info: Readonly<Record<string, unknown>>;
}

export interface CcxtTrade {
  readonly id: string;
  readonly order?: string;
  readonly side?: string;
  readonly price: number;
  readonly amount: number;
  readonly takerOrMaker?: string;
  readonly fee?: { readonly cost?: number; readonly currency?: string };
}

/** ccxt's streaming classes, which are its REST classes with `watch*` methods. */
export interface Ccxt {
  readonly pro: Readonly<Record<string, new (settings: object) => CcxtExchange>>;
}

/** Installs the pinned ccxt into a scratch folder and loads it. */
export async function installCcxt(folder: string): Promise<Ccxt> {
  installPeer(new URL("peer/", import.meta.url), folder);
  const entry = pathToFileURL(join(folder, "node_modules", "ccxt", "js", "ccxt.js")).href;
  const loaded = (await import(entry)) as { readonly default: Ccxt };
  return loaded.default;
}
