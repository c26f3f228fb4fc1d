import type { Engine } from "../../engine/engine.ts";
import type { Market } from "../../engine/market.ts";
import { type Random, seededRandom } from "../../engine/random.ts";
import { DeadManSwitch } from "./dead-man-switch.ts";
import { Ledger } from "./ledger.ts";
import { type Listing, listing } from "./listing.ts";
import { Margin } from "./margin.ts";
import { type Depth, orderBook } from "./order-book.ts";
import { OrderJournal } from "./order-journal.ts";
import { ownTrades } from "./own-trades.ts";
import { livePast } from "./past.ts";
import { AssignmentProgram, Preferences } from "./preferences.ts";
import { MINUTE, PricePath } from "./price-path.ts";
import { RfqDesk } from "./rfq-desk.ts";
import { namedUuid } from "./seeded.ts";
import { Tape } from "./tape.ts";
import { Wallets } from "./wallets.ts";

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

  constructor(engine: Engine, account: string, seed: string) {
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
    this.ledger = new Ledger(seed, this.masterUid, this.wallets);
    this.journal = new OrderJournal(engine, account);
    livePast(
      { seed, startMinute, trades, paths: this.#paths, tapes: this.#tapes },
      this.ledger,
      this.journal,
    );
    this.margin = new Margin(this, engine);
    this.deadMan = new DeadManSwitch(engine, account);
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
    return orderBook(this.#engine, market, this.#seed);
  }

  uid(...name: readonly (string | number)[]): string {
    return namedUuid(this.#seed, ...name);
  }

  close(): void {
    this.deadMan.disarm();
  }
}
