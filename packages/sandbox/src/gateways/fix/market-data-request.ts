import {
  AggressorSide,
  type FixSession,
  type MarketDataRequest,
  MarketDepth,
  MDEntryType,
  MDReqRejReason,
  MDUpdateAction,
  MDUpdateType,
  marketDataIncrementalRefresh,
  marketDataRequestReject,
  marketDataSnapshotFullRefresh,
  OrdType,
  SubscriptionRequestType,
} from "@x/fix";
import { toFixed } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Trade } from "../../engine/event.ts";
import type { Market, Venue } from "../../engine/market.ts";
import { MarketDataBook } from "./market-data-book.ts";

/** A full book by level is no deeper. */
const DEEPEST = 1000;
/** Books by order come in fewer depths. */
const ORDER_DEPTHS: ReadonlySet<string> = new Set([
  MarketDepth.FullBook,
  MarketDepth.Depth10,
  MarketDepth.Depth100,
  MarketDepth.Depth1000,
]);

interface Refused {
  readonly reason: MDReqRejReason;
  readonly text: string;
}

/** What a session has subscribed to, by the name it gave that. */
export class MarketDataDesk {
  readonly #session: FixSession;
  readonly #engine: Engine;
  readonly #venue: Venue;
  readonly #level3: boolean;
  readonly #subscriptions = new Map<string, (() => void)[]>();

  /** `level3`: it tells of books order by order, and of nothing else. */
  constructor(session: FixSession, engine: Engine, venue: Venue, level3: boolean) {
    this.#session = session;
    this.#engine = engine;
    this.#venue = venue;
    this.#level3 = level3;
  }

  request(request: MarketDataRequest): void {
    const { MDReqID } = request;
    if (request.SubscriptionRequestType === SubscriptionRequestType.Unsubscribe) {
      this.#stop(MDReqID);
      return;
    }
    const refused = this.#refuse(request);
    if (refused !== undefined) {
      this.#session.send(marketDataRequestReject, {
        MDReqID,
        MDReqRejReason: refused.reason,
        Text: refused.text,
      });
      return;
    }
    const kinds = new Set(request.NoMDEntryTypes.map(({ MDEntryType: kind }) => kind));
    const stops: (() => void)[] = [];
    this.#subscriptions.set(MDReqID, stops);
    for (const { Symbol: symbol } of request.NoRelatedSym) {
      const market = this.#engine.markets.find(this.#venue, symbol) as Market;
      if (kinds.has(MDEntryType.Bid)) stops.push(this.#followBook(request, market));
      if (kinds.has(MDEntryType.Trade)) stops.push(this.#followTrades(MDReqID, market));
    }
  }

  /** The session has ended. */
  close(): void {
    for (const id of [...this.#subscriptions.keys()]) this.#stop(id);
  }

  #stop(id: string): void {
    for (const stop of this.#subscriptions.get(id) ?? []) stop();
    this.#subscriptions.delete(id);
  }

  #refuse(request: MarketDataRequest): Refused | undefined {
    const { MDReqID, MarketDepth: depth, AggregatedBook: aggregated = true } = request;
    const kinds = new Set(request.NoMDEntryTypes.map(({ MDEntryType: kind }) => kind));
    const unknown = request.NoRelatedSym.find(
      ({ Symbol: symbol }) => this.#engine.markets.find(this.#venue, symbol) === undefined,
    );
    const depths = this.#level3 ? ORDER_DEPTHS : new Set<string>(Object.values(MarketDepth));
    const known = new Set<string>(Object.values(MDEntryType));
    if (unknown !== undefined) return refused("UnknownSymbol", `Unknown symbol: ${unknown.Symbol}`);
    if (this.#subscriptions.has(MDReqID)) return refused("DuplicateMdReqId", "Duplicate MDReqID");
    if (request.SubscriptionRequestType !== SubscriptionRequestType.SnapshotPlusUpdates) {
      return refused("UnsupportedSubscriptionRequestType", "Unsupported SubscriptionRequestType");
    }
    if (aggregated === this.#level3) {
      return this.#level3
        ? refused("UnsupportedScope", "Unsupported scope: AggregatedBook")
        : refused("Level3NotAvailable", "Level 3 is not available on this session");
    }
    if (!depths.has(depth)) return refused("UnsupportedMarketDepth", `Unsupported market depth: ${depth}`);
    if ((request.MDUpdateType ?? MDUpdateType.IncrementalRefresh) !== MDUpdateType.IncrementalRefresh) {
      return refused("UnsupportedMdUpdateType", "Unsupported MDUpdateType");
    }
    // Bids and offers come together or not at all.
    if (
      [...kinds].some((kind) => !known.has(kind)) ||
      kinds.has(MDEntryType.Bid) !== kinds.has(MDEntryType.Offer)
    ) {
      return refused("UnsupportedMdEntryType", "Unsupported MDEntryType");
    }
    return this.#level3 && kinds.has(MDEntryType.Trade)
      ? refused("TradeNotAvailable", "Trades are not available on this request")
      : undefined;
  }

  #followBook({ MDReqID, MarketDepth: asked }: MarketDataRequest, market: Market): () => void {
    const depth = asked === MarketDepth.FullBook ? (this.#level3 ? Infinity : DEEPEST) : Number(asked);
    const book = new MarketDataBook(this.#engine, market, depth, this.#level3);
    const named = { MDReqID, Symbol: market.symbol };
    this.#session.send(marketDataSnapshotFullRefresh, { ...named, NoMDEntries: book.snapshot() });
    return this.#engine.feed.on(this.#level3 ? "orders" : "book", (change) => {
      if (change.market !== market || !this.#session.active) return;
      const NoMDEntries = book.update(change.at);
      if (NoMDEntries.length === 0) return;
      const ChecksumOrderBook = book.checksum();
      this.#session.send(marketDataIncrementalRefresh, { ...named, NoMDEntries, ChecksumOrderBook });
    });
  }

  #followTrades(MDReqID: string, market: Market): () => void {
    return this.#engine.feed.on("trade", (trade) => {
      if (trade.market !== market || !this.#session.active) return;
      this.#session.send(marketDataIncrementalRefresh, {
        MDReqID,
        Symbol: market.symbol,
        NoMDEntries: [tradeEntry(trade)],
      });
    });
  }
}

function refused(reason: keyof typeof MDReqRejReason, text: string): Refused {
  return { reason: MDReqRejReason[reason], text };
}

function tradeEntry({ id, market, price, quantity, at, takerType, side }: Trade) {
  const { priceDecimals } = market;
  return {
    MDUpdateAction: MDUpdateAction.New,
    MDEntryType: MDEntryType.Trade,
    MDEntryID: String(id),
    MDEntryPx: toFixed(price, priceDecimals),
    MDEntrySize: quantity,
    MDEntryTime: new Date(at).toISOString().slice(11, 23),
    OrdType: takerType === "market" ? OrdType.Market : OrdType.Limit,
    AggressorSide: side === "buy" ? AggressorSide.Buy : AggressorSide.Sell,
  };
}
