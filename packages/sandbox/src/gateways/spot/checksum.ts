import { crc32 } from "node:zlib";

/** How many of the best prices of each side a book's checksum covers, whatever the depth. */
export const CHECKED_LEVELS = 10;

/** Price and quantity as they are printed on the wire: trailing zeros count. */
export interface Printed {
  readonly price: string;
  readonly quantity: string;
}

/**
 * The CRC-32 of the best asks, then the best bids: price and quantity of each without decimal points and leading zeros.
 * Of books by level, ten of a side; of books by order, all the orders of ten levels in their order.
 *
 * Source: https://docs.kraken.com/api/docs/guides/spot-ws-book-v2
 */
export function bookChecksum(asks: readonly Printed[], bids: readonly Printed[]): number {
  let text = "";
  for (const { price, quantity } of asks) text += significant(price) + significant(quantity);
  for (const { price, quantity } of bids) text += significant(price) + significant(quantity);
  return crc32(text);
}

function significant(number: string): string {
  return number.replace(".", "").replace(/^0+/, "");
}
