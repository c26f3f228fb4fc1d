import { uuid } from "../../engine/order-id.ts";
import type { Random } from "../../engine/random.ts";
import { round8 } from "./number.ts";
import { namedUuid } from "./seeded.ts";

export interface RfqLeg {
  readonly symbol: string;
  readonly size: number;
}

export type RfqStatus = "open" | "expired" | "cancelled" | "filled_bid_side" | "filled_ask_side";

/** A request for quotes on a package. */
export interface Rfq {
  readonly uid: string;
  readonly own: boolean;
  readonly expiry: number;
  readonly legs: readonly RfqLeg[];
  readonly status: RfqStatus;
}

export interface RfqOffer {
  readonly uid: string;
  readonly rfqUid: string;
  readonly placedAt: number;
  readonly updatedAt: number;
  readonly prices: OfferPrices;
  readonly status: RfqStatus;
}

export interface OfferPrices {
  readonly bid?: string;
  readonly ask?: string;
  readonly bidSide?: readonly LegPrice[] | null;
  readonly askSide?: readonly LegPrice[] | null;
}

export interface LegPrice {
  readonly tradeable: string;
  readonly price: number;
}

type Closable<T> = { -readonly [Key in keyof T]: T[Key] };

const HOUR = 3_600_000;
const MOST_OPEN = 20;

/**
 * Requests for quotes: one of another account that is renewed every hour, and the account's own. Another account offers
 * on the latter at once, one percent around the mark price.
 */
export class RfqDesk {
  readonly #seed: string;
  readonly #random: Random;
  readonly #now: () => number;
  readonly #mark: (symbol: string) => number;
  readonly #rivalLegs: readonly RfqLeg[];
  readonly #rfqs = new Map<string, Closable<Rfq>>();
  readonly #offers = new Map<string, Closable<RfqOffer>>();

  constructor(parts: {
    readonly seed: string;
    readonly random: Random;
    readonly now: () => number;
    readonly mark: (symbol: string) => number;
    readonly rivalLegs: readonly RfqLeg[];
  }) {
    this.#seed = parts.seed;
    this.#random = parts.random;
    this.#now = parts.now;
    this.#mark = parts.mark;
    this.#rivalLegs = parts.rivalLegs;
  }

  open(): Rfq[] {
    this.#settle();
    return [...this.#rfqs.values()].filter(({ status }) => status === "open");
  }

  find(uid: string): Rfq | undefined {
    return this.open().find((rfq) => rfq.uid === uid.toLowerCase());
  }

  packageMark(rfq: Rfq): number {
    return round8(rfq.legs.reduce((sum, leg) => sum + leg.size * this.#mark(leg.symbol), 0));
  }

  /** What the other account bids and asks for one of the account's own packages. */
  quote(rfq: Rfq): { readonly bid: number; readonly ask: number } {
    const mark = this.packageMark(rfq);
    const margin = Math.abs(mark) * 0.01;
    return { bid: round8(mark - margin), ask: round8(mark + margin) };
  }

  create(legs: readonly RfqLeg[], expiry: number | undefined): Rfq | "tooManyOpenRfqs" {
    if (this.open().filter((rfq) => rfq.own).length >= MOST_OPEN) return "tooManyOpenRfqs";
    const rfq: Rfq = {
      uid: uuid(this.#random),
      own: true,
      expiry: expiry ?? this.#now() + HOUR / 4,
      legs,
      status: "open",
    };
    this.#rfqs.set(rfq.uid, { ...rfq });
    return rfq;
  }

  close(rfq: Rfq, status: RfqStatus): void {
    const kept = this.#rfqs.get(rfq.uid);
    if (kept !== undefined) kept.status = status;
    for (const offer of this.#offers.values()) {
      if (offer.rfqUid === rfq.uid && offer.status === "open") offer.status = status;
    }
  }

  /** An account has one offer on an RFQ; another one takes its place. */
  offer(rfq: Rfq, prices: OfferPrices): RfqOffer {
    const old = this.openOffers().find(({ rfqUid }) => rfqUid === rfq.uid);
    const now = this.#now();
    const uid = old?.uid ?? uuid(this.#random);
    const offer: RfqOffer = {
      uid,
      rfqUid: rfq.uid,
      placedAt: old?.placedAt ?? now,
      updatedAt: now,
      prices,
      status: "open",
    };
    this.#offers.set(uid, { ...offer });
    return offer;
  }

  withdraw(offer: RfqOffer): void {
    this.#offers.delete(offer.uid);
  }

  openOffers(): RfqOffer[] {
    this.#settle();
    return [...this.#offers.values()].filter(({ status }) => status === "open");
  }

  closedOffers(): RfqOffer[] {
    this.#settle();
    return [...this.#offers.values()].filter(({ status }) => status !== "open");
  }

  /** Closes what has expired and lets the other account ask for its package of this hour. */
  #settle(): void {
    const now = this.#now();
    for (const rfq of this.#rfqs.values()) {
      if (rfq.status === "open" && rfq.expiry <= now) this.close(rfq, "expired");
    }
    const hour = Math.floor(now / HOUR);
    const uid = namedUuid(this.#seed, "rfq", hour);
    if (!this.#rfqs.has(uid)) {
      const expiry = (hour + 1) * HOUR;
      this.#rfqs.set(uid, { uid, own: false, expiry, legs: this.#rivalLegs, status: "open" });
    }
  }
}
