import {
  AssetPairStatus,
  type FixSession,
  type SecurityListInput,
  type SecurityListRequest,
  SecurityListRequestType,
  SecurityRequestResult,
  SecurityType,
  SubscriptionRequestType,
  securityList,
} from "@x/fix";
import type { Engine } from "../../engine/engine.ts";
import type { MarketStatus } from "../../engine/feed.ts";
import type { Market, Venue } from "../../engine/market.ts";

const STATUS: Record<MarketStatus, AssetPairStatus> = {
  online: AssetPairStatus.Online,
  "post-only": AssetPairStatus.PostOnly,
  "cancel-only": AssetPairStatus.CancelOnly,
  halted: AssetPairStatus.Maintenance,
};

const TYPES: ReadonlySet<string> = new Set(Object.values(SecurityType));

/** Lists the instruments of a venue, and again when the state of one changes, for those who subscribe to that. */
export class SecurityDesk {
  readonly #session: FixSession;
  readonly #engine: Engine;
  readonly #venue: Venue;
  readonly #subscriptions = new Map<string, () => void>();
  #answers = 0;

  constructor(session: FixSession, engine: Engine, venue: Venue) {
    this.#session = session;
    this.#engine = engine;
    this.#venue = venue;
  }

  request(request: SecurityListRequest): void {
    const { SecurityReqID: id, SubscriptionRequestType: kind } = request;
    this.#subscriptions.get(id)?.();
    this.#subscriptions.delete(id);
    if (kind === SubscriptionRequestType.Unsubscribe) return;
    const found = this.#find(request);
    if (typeof found === "string") {
      this.#answer(id, SecurityRequestResult.InvalidOrUnsupportedRequest, [], found);
      return;
    }
    const none = found.length === 0;
    const result = none ? SecurityRequestResult.NoInstrumentsFound : SecurityRequestResult.ValidRequest;
    this.#answer(id, result, found);
    if (none || kind !== SubscriptionRequestType.SnapshotPlusUpdates) return;
    const stop = this.#engine.feed.on("status", ({ market }) => {
      if (found.includes(market)) this.#answer(id, SecurityRequestResult.ValidRequest, [market]);
    });
    this.#subscriptions.set(id, stop);
  }

  close(): void {
    for (const stop of this.#subscriptions.values()) stop();
    this.#subscriptions.clear();
  }

  /** The markets that are meant, or why nobody can say. */
  #find({
    SecurityListRequestType: kind,
    SecurityType: type,
    Symbol: symbol,
  }: SecurityListRequest): Market[] | string {
    const markets = this.#engine.markets.all().filter(({ venue }) => venue === this.#venue);
    switch (kind) {
      case SecurityListRequestType.AllSecurities:
        return markets;
      case SecurityListRequestType.Symbol: {
        if (symbol === undefined) return "Symbol (55) is required";
        const market = this.#engine.markets.find(this.#venue, symbol);
        return market === undefined ? [] : [market];
      }
      case SecurityListRequestType.SecurityType:
        if (type === undefined || !TYPES.has(type)) return "SecurityType (167) is required";
        return markets.filter((market) => typeOf(market) === type);
      default:
        return "Unsupported SecurityListRequestType";
    }
  }

  #answer(id: string, result: SecurityRequestResult, markets: readonly Market[], text?: string): void {
    if (!this.#session.active) return;
    this.#answers += 1;
    this.#session.send(securityList, {
      SecurityReqID: id,
      SecurityResponseID: `${id}-${this.#answers}`,
      SecurityRequestResult: result,
      ...(text !== undefined && { Text: text }),
      NoRelatedSym: markets.map((market) => this.#print(market)),
    });
  }

  #print(market: Market): SecurityListInput["NoRelatedSym"][number] {
    return {
      Symbol: market.symbol,
      MinTradeVol: market.lot,
      QtyPrecision: market.quantityDecimals,
      QtyMin: market.minimum,
      ...(market.costMinimum !== "0" && { MinimumCost: market.costMinimum }),
      PricePrecision: market.priceDecimals,
      MDPricePrecision: market.priceDecimals,
      TickSize: market.tick,
      AssetPairStatus: STATUS[this.#engine.status(market)],
    };
  }
}

function typeOf({ venue, symbol }: Market): SecurityType {
  if (venue === "spot") return SecurityType.Spot;
  return symbol.startsWith("OF_") ? SecurityType.Options : SecurityType.Futures;
}
