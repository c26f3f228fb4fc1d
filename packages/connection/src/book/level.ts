import { type Digest, digest, feed } from "./crc32.ts";

/**
 * One price of a book. It never changes: what changes at a price is a new level. The texts are the wire's, digit for
 * digit; the numbers are the doubles nearest to them.
 */
export interface PriceLevel {
  readonly price: number;
  readonly qty: number;
  /** The price as the exchange wrote it, trailing zeros among it. */
  readonly priceText: string;
  /** The quantity as the exchange wrote it, trailing zeros among it. */
  readonly qtyText: string;
}

/** A level that knows what it contributes to the checksum. */
export class Level implements PriceLevel {
  readonly price: number;
  readonly priceText: string;
  readonly qtyText: string;
  #digest: Digest | undefined;

  constructor(price: number, priceText: string, qtyText: string) {
    this.price = price;
    this.priceText = priceText;
    this.qtyText = qtyText;
  }

  get qty(): number {
    return Number(this.qtyText);
  }

  /** The checksum's register after this level. */
  feed(register: number): number {
    this.#digest ??= digest(this.priceText, this.qtyText);
    return feed(register, this.#digest);
  }
}
