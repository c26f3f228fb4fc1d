/** The digits of one side's numbers as they stand in a frame: of each level its price, then its quantity. */
export type Texts = string[];

/** The digits of one entry of a frame's `data`. */
export interface EntryTexts {
  bids?: Texts | undefined;
  asks?: Texts | undefined;
}

/** What is asked of a parsed entry: how much is in it. */
interface Entry {
  readonly bids: { readonly length: number };
  readonly asks: { readonly length: number };
}

/** Finds the digits in a frame whose `data` is known. */
export type TextReader = (frame: string, data: readonly Entry[]) => readonly EntryTexts[];

/** A level, its numbers as text. */
interface Fields {
  readonly [field: string]: unknown;
}

/**
 * The `data` of a frame with its numbers as the wire wrote them, as the platform's parser tells them: of any frame, and
 * slowly. A platform that does not tell yet gives the shortest text, which a checksum then finds out.
 */
function parse(frame: string): readonly { readonly bids: Fields[]; readonly asks: Fields[] }[] {
  const parseWithSource = JSON.parse as (
    text: string,
    reviver: (name: string, value: unknown, context?: { readonly source?: string }) => unknown,
  ) => { readonly data: ReturnType<typeof parse> };
  return parseWithSource(frame, (_name, value, context) =>
    typeof value === "number" ? (context?.source ?? String(value)) : value,
  ).data;
}

/**
 * Finds the digits of prices and quantities in frames of `book` or `level3`, which their numbers have lost: `0.10` and
 * `0.1` are one number and two checksums. A frame must have been parsed and checked: of valid JSON of the right shape it
 * finds in any order of the fields, with any whitespace and whatever else is in it, exactly what `JSON.parse` made the
 * numbers of, entry by entry and level by level.
 *
 * @param price name of the field of the price
 * @param qty name of the field of the quantity
 */
export function textReader(price: string, qty: string): TextReader {
  const number = "(-?\\d[\\d.eE+-]*)";
  // The last alternative finds what is named like a number of a level and is not written like one.
  const usual = new RegExp(
    `"(bids|asks)"|"${price}":${number},"${qty}":${number}|"(?:${price}|${qty})"`,
    "g",
  );

  /**
   * The numbers of levels as the exchange writes them: price and quantity side by side. Where names are written without
   * escapes, each side is named once, and there are as many pairs as levels and none of their names elsewhere, these are
   * they.
   */
  function quick(frame: string, data: readonly Entry[]): readonly EntryTexts[] | undefined {
    const [entry] = data;
    if (!entry || data.length > 1 || frame.includes("\\")) return undefined;
    let bids: Texts | undefined;
    let asks: Texts | undefined;
    let side: Texts | undefined;
    usual.lastIndex = 0;
    for (let match = usual.exec(frame); match; match = usual.exec(frame)) {
      const [, name, priceText, qtyText] = match;
      if (side && priceText && qtyText) side.push(priceText, qtyText);
      else if (name === "bids" && !bids) side = bids = [];
      else if (name === "asks" && !asks) side = asks = [];
      else return undefined;
    }
    const all = bids?.length === 2 * entry.bids.length && asks?.length === 2 * entry.asks.length;
    return all ? [{ bids, asks }] : undefined;
  }

  const flat = (levels: readonly Fields[]): Texts =>
    levels.flatMap((level) => [level[price], level[qty]] as Texts);

  return (frame, data) =>
    quick(frame, data) ?? parse(frame).map(({ bids, asks }) => ({ bids: flat(bids), asks: flat(asks) }));
}
