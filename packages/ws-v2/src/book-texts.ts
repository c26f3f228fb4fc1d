/** The digits of one side's numbers as they stand in a frame: of each level its price, then its quantity. */
export type Texts = string[];

/** The digits of one entry of a frame's `data`. */
export interface EntryTexts {
  bids: Texts;
  asks: Texts;
}

/** What is asked of a parsed frame: how much is in it. */
interface Entry {
  readonly bids: { readonly length: number };
  readonly asks: { readonly length: number };
}

const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const BACKSLASH = 92;
const CLOSING_BRACKET = 93;
const CLOSING_BRACE = 125;
const BETWEEN_SIDES = '],"asks":[';

/**
 * Finds the digits of prices and quantities in the frames of one subscription, which their numbers have lost: `0.10` and
 * `0.1` are one number and two checksums. A frame must have been parsed and checked: of valid JSON of the right shape it
 * finds in any order of the fields, with any whitespace and whatever else is in it, exactly what `JSON.parse` made the
 * numbers of, entry by entry and level by level.
 *
 * Frames of one subscription begin alike. Up to where their levels begin they are compared at once, and levels written as
 * the exchange writes them are cut out where they must be; every other frame is read token by token.
 */
export class TextReader {
  readonly #price: string;
  readonly #qty: string;
  readonly #beforePrice: string;
  readonly #beforeQty: string;
  /** How a frame began whose first level, a bid, came next. */
  #beginning: string | undefined;

  /**
   * @param price name of the field of the price
   * @param qty name of the field of the quantity
   */
  constructor(price: string, qty: string) {
    this.#price = price;
    this.#qty = qty;
    this.#beforePrice = `{"${price}":`;
    this.#beforeQty = `,"${qty}":`;
  }

  /** @param data what was parsed of the frame's `data` */
  read(frame: string, data: readonly Entry[]): readonly EntryTexts[] {
    const beginning = this.#beginning;
    if (beginning !== undefined && data.length === 1 && stands(frame, beginning, 0)) {
      const { bids, asks } = data[0] as Entry;
      const texts = { bids: room(bids), asks: room(asks) };
      const between = this.#cut(frame, beginning.length, texts.bids);
      if (stands(frame, BETWEEN_SIDES, between)) {
        const end = this.#cut(frame, between + BETWEEN_SIDES.length, texts.asks);
        if (frame.charCodeAt(end) === CLOSING_BRACKET) return [texts];
      }
    }
    return this.#whole(frame);
  }

  /** Cuts levels out of an array, up to where they are no longer as expected, which is its end or somewhere before. */
  #cut(frame: string, start: number, texts: Texts): number {
    const beforePrice = this.#beforePrice;
    const beforeQty = this.#beforeQty;
    let at = start;
    for (let index = 0; index < texts.length; index += 2) {
      if (index > 0 && frame.charCodeAt(at++) !== COMMA) break;
      if (!stands(frame, beforePrice, at)) break;
      const price = at + beforePrice.length;
      const priceEnd = endOfNumber(frame, price);
      if (!stands(frame, beforeQty, priceEnd)) break;
      const qty = priceEnd + beforeQty.length;
      at = endOfNumber(frame, qty);
      if (frame.charCodeAt(at) !== CLOSING_BRACE) break;
      texts[index] = frame.slice(price, priceEnd);
      texts[index + 1] = frame.slice(qty, at);
      at++;
    }
    return at;
  }

  #whole(frame: string): readonly EntryTexts[] {
    let entries: EntryTexts[] = [];
    let entry: EntryTexts = { bids: [], asks: [] };
    let side: Texts | undefined;
    let inData = false;
    // How many objects and arrays are open: 1 is the message, 3 an entry of `data`, 5 a level.
    let depth = 0;
    for (let at = 0; at < frame.length; at++) {
      const code = frame.charCodeAt(at);
      // A brace and a bracket differ in one bit.
      if ((code & ~32) === 91) {
        depth++;
        if (depth === 3 && inData) {
          entry = { bids: [], asks: [] };
          entries.push(entry);
        } else if (depth === 5) side?.push("", "");
      } else if ((code & ~32) === 93) depth--;
      else if (code === QUOTE) {
        const start = at + 1;
        const end = endOfString(frame, start);
        at = end;
        // Inside an array there are no names, and further in there is nothing to find.
        if (depth > 5 || depth % 2 === 0) continue;
        const colon = skipSpace(frame, end + 1);
        if (frame.charCodeAt(colon) !== COLON) continue;
        at = colon;
        if (depth === 5) {
          if (!side) continue;
          const behind = is(frame, start, end, this.#price) ? 2 : is(frame, start, end, this.#qty) ? 1 : 0;
          if (behind === 0) continue;
          const first = skipSpace(frame, colon + 1);
          const last = endOfNumber(frame, first);
          side[side.length - behind] = frame.slice(first, last);
          at = last - 1;
        } else if (depth === 1) {
          inData = is(frame, start, end, "data");
          side = undefined;
          if (inData) entries = [];
        } else if (inData && is(frame, start, end, "bids")) {
          side = entry.bids = [];
          if (entries.length === 1) this.#beginning = frame.slice(0, frame.indexOf("[", colon) + 1);
        } else if (inData && is(frame, start, end, "asks")) side = entry.asks = [];
        else side = undefined;
      }
    }
    return entries;
  }
}

function room({ length }: { readonly length: number }): Texts {
  return new Array<string>(2 * length);
}

/** As `startsWith`, which goes letter by letter. */
function stands(frame: string, word: string, at: number): boolean {
  return frame.slice(at, at + word.length) === word;
}

/** Where the quote is that ends a string. */
function endOfString(frame: string, start: number): number {
  let at = start;
  while (at < frame.length) {
    const code = frame.charCodeAt(at);
    if (code === QUOTE) break;
    at += code === BACKSLASH ? 2 : 1;
  }
  return at;
}

function skipSpace(frame: string, start: number): number {
  let at = start;
  while (frame.charCodeAt(at) <= 32) at++;
  return at;
}

/** Where a number is over: at anything but digits, point, signs and exponent. */
function endOfNumber(frame: string, start: number): number {
  let at = start;
  for (;;) {
    const code = frame.charCodeAt(at);
    if (!((code >= 43 && code <= 57 && code !== COMMA) || (code | 32) === 101)) return at;
    at++;
  }
}

/** Whether the string between two places is this word, however it is escaped. */
function is(frame: string, start: number, end: number, word: string): boolean {
  if (end - start === word.length) return stands(frame, word, start);
  const name = end - start > word.length ? frame.slice(start, end) : "";
  return name.includes("\\") && JSON.parse(`"${name}"`) === word;
}
