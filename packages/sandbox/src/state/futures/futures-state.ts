import type { DeadManSwitch } from "../../engine/dead-man-switch.ts";
import type { Decimal } from "../../engine/decimal.ts";
import type { Engine } from "../../engine/engine.ts";
import type { Fill } from "../../engine/event.ts";
import type { Market } from "../../engine/market.ts";
import { toMoney } from "../../engine/money.ts";
import { type Random, seededRandom } from "../../engine/random.ts";
import { Funding } from "./funding.ts";
import { FuturesClearing } from "./futures-clearing.ts";
import { Ledger } from "./ledger.ts";
import { LIQUIDATION, Liquidator } from "./liquidator.ts";
import { type Listing, listing } from "./listing.ts";
import { Margin } from "./margin.ts";
import { plain } from "./number.ts";
import { type Depth, orderBook } from "./order-book.ts";
import { OrderJournal } from "./order-journal.ts";
import { ownTrades } from "./own-trades.ts";
import { livePast } from "./past.ts";
import { Positions } from "./positions.ts";
import { AssignmentProgram, Preferences } from "./preferences.ts";
import { MINUTE, PricePath } from "./price-path.ts";
import { RfqDesk } from "./rfq-desk.ts";
import { namedUuid } from "./seeded.ts";
import { Tape } from "./tape.ts";
import { CURRENCIES, type Currency, currencyOf, Wallets } from "./wallets.ts";

/** Whoever traded with the account before there were books to trade on. */
const OTHERS = "others";

/** What the derivatives venue knows beside open orders: its markets' past, and one account with everything it has. */
export class FuturesState {
  readonly account: string;
  readonly masterUid: string;
  readonly subaccountUid: string;
  /** For ids of what is made while the sandbox runs. */
  readonly random: Random;
  readonly listings: readonly Listing[];
  readonly wallets: Wallets;
  readonly ledger: Ledger;
  readonly margin: Margin;
  readonly clearing: FuturesClearing;
  readonly journal: OrderJournal;
  readonly deadMan: DeadManSwitch;
  readonly preferences = new Preferences();
  readonly assignments = new AssignmentProgram();
  readonly rfqs: RfqDesk;
  /** Whether the subaccount may trade. */
  subaccountTrades = true;
  readonly startedAt: number;
  readonly #seed: string;
  readonly #engine: Engine;
  readonly #paths = new Map<string, PricePath>();
  readonly #tapes = new Map<string, Tape>();

  readonly #funding: Funding;
  readonly #seededDepth: boolean;
  readonly #deposit: (data: { readonly currency: Currency; readonly amount: Decimal }) => void;

  /** `seededDepth`: books show depth that nobody can trade with, where nothing else would stand on them. */
  constructor(engine: Engine, account: string, seed: string, { seededDepth = true } = {}) {
    this.#seededDepth = seededDepth;
    this.account = account;
    this.#engine = engine;
    this.#seed = seed;
    this.startedAt = engine.clock.now();
    this.random = seededRandom(`${seed} futures`);
    this.masterUid = namedUuid(seed, "account");
    this.subaccountUid = namedUuid(seed, "subaccount");
    const startMinute = Math.floor(this.startedAt / MINUTE);
    const markets = engine.markets.all().filter(({ venue }) => venue === "futures");
    this.listings = markets.map(listing);
    const trades = ownTrades(startMinute);
    for (const market of markets) {
      const path = new PricePath(market, seed, startMinute);
      this.#paths.set(market.symbol, path);
      this.#tapes.set(market.symbol, new Tape(market, path, { seed, startMinute, own: trades }));
    }
    this.wallets = new Wallets([this.masterUid, this.subaccountUid]);
    this.wallets.book(this.subaccountUid, "flex", "usd", "10000");
    this.clearing = new FuturesClearing({
      account,
      leverage: ({ symbol }) => this.margin.leverage(symbol),
      availableMargin: () => this.margin.summary(this.masterUid).availableMargin,
      mark: (market) => engine.price(market, "mark"),
      filled: (fill) => this.#filled(fill),
    });
    const positions = (of: string) =>
      new Positions(this.clearing.positions, of, (symbol) => this.#market(symbol));
    const others = positions(OTHERS);
    this.ledger = new Ledger(seed, this.masterUid, this.wallets, {
      positions: positions(account),
      others: ({ symbol, size, price, at, fee }) => {
        const { realized } = others.trade(symbol, size, price, at);
        this.clearing.credit(OTHERS, toMoney(plain(realized)));
        this.clearing.collect(toMoney(plain(fee)));
      },
    });
    this.journal = new OrderJournal(engine, account);
    livePast(
      { seed, startMinute, trades, paths: this.#paths, tapes: this.#tapes },
      this.ledger,
      this.journal,
    );
    this.margin = new Margin(this);
    this.#deposit = engine.inputs.define("deposit futures", ({ currency, amount }) => {
      this.ledger.transfer("flex", currency, amount, engine.clock.now(), "cross-exchange transfer");
    });
    engine.clearThrough("futures", this.clearing);
    engine.feed.on("trade", (trade) => {
      if (trade.market.venue === "futures") this.tape(trade.market).push(trade);
    });
    const liquidator = new Liquidator({
      ...{ engine, account, masterUid: this.masterUid },
      ...{ margin: this.margin, ledger: this.ledger, clearing: this.clearing },
      mark: (symbol) => this.mark(symbol),
      uid: (...name) => this.uid(...name),
    });
    this.#funding = new Funding({
      ...{ engine, account, clearing: this.clearing, ledger: this.ledger },
      markets: markets.filter(({ symbol }) => symbol.startsWith("PF_")),
      path: (market) => this.path(market),
      settled: () => liquidator.check(),
    });
    engine.feed.on("price", ({ market, at, mark }) => {
      if (market.venue !== "futures") return;
      this.path(market).move(Math.floor(at / MINUTE), Number(mark));
      liquidator.check();
    });
    this.deadMan = engine.deadMan(account, "futures");
    this.rfqs = new RfqDesk({
      seed,
      random: this.random,
      now: () => engine.clock.now(),
      mark: (symbol) => this.mark(symbol),
      rivalLegs: markets
        .filter(({ symbol }) => symbol.startsWith("OF_"))
        .map(({ symbol }) => ({ symbol, size: 5 })),
    });
  }

  /** Settles nothing any more. */
  stop(): void {
    this.#funding.stop();
  }

  listing(symbol: string): Listing | undefined {
    const market = this.#engine.markets.find("futures", symbol);
    return this.listings.find((one) => one.market === market);
  }

  path(market: Market): PricePath {
    return this.#paths.get(market.symbol) as PricePath;
  }

  tape(market: Market): Tape {
    return this.#tapes.get(market.symbol) as Tape;
  }

  mark(symbol: string): number {
    return this.#paths.get(symbol)?.at(Math.floor(this.#engine.clock.now() / MINUTE)) ?? 0;
  }

  book(market: Market): Depth {
    if (this.#seededDepth) return orderBook(this.#engine, market, this.#seed);
    return { bids: this.#engine.depth(market, "buy"), asks: this.#engine.depth(market, "sell") };
  }

  uid(...name: readonly (string | number)[]): string {
    return namedUuid(this.#seed, ...name);
  }

  /** @throws RangeError for a currency that no wallet holds. */
  deposit(asset: string, amount: Decimal): void {
    const currency = currencyOf(asset);
    if (currency === undefined) {
      throw new RangeError(`asset: expected one of ${CURRENCIES.join(", ")}, got ${JSON.stringify(asset)}`);
    }
    this.#deposit({ currency, amount });
  }

  /** Works out anew what the open orders of a market bind, after its leverage has changed. */
  rebind({ symbol }: Market): void {
    for (const order of this.#engine.open({ account: this.account, venue: "futures", symbol })) {
      this.clearing.hold(order);
    }
  }

  #filled({ id, order, role, trade }: Fill): void {
    const { market } = trade;
    this.ledger.trade({
      uid: id,
      orderUid: order.id,
      clientId: order.clientId ?? null,
      symbol: market.symbol,
      side: order.side,
      size: Number(trade.quantity),
      price: Number(trade.price),
      mark: this.mark(market.symbol),
      role,
      ...(order.label === LIQUIDATION && { cause: "liquidation" as const }),
      at: trade.at,
    });
  }

  #market(symbol: string): Market {
    const market = this.#engine.markets.find("futures", symbol);
    if (market === undefined) throw new Error(`no market ${symbol}`);
    return market;
  }
}
