import { crc32 } from "node:zlib";

/** A price and the quantity at it, as text. */
export type Row = readonly [price: string, qty: string];

/** What one message says, and the checksum of the book after it. */
export interface Told {
  readonly bids: readonly Row[];
  readonly asks: readonly Row[];
  readonly checksum: number;
}

/**
 * A market that lives from a seed: its book at a depth, and then what a subscription of that depth is told of its
 * changes. Most of them are near the best prices, some are of several levels, and levels come within the depth and leave
 * it unannounced, as they do at Kraken.
 */
export function market(seed: number, depth: number, updates: number): readonly Told[] {
  const next = mulberry(seed);
  const below = (limit: number): number => Math.floor(next() * limit);
  const sides = { bids: new Map<number, string>(), asks: new Map<number, string>() };
  const tick = { bids: (away: number) => 450_000 - away, asks: (away: number) => 450_001 + away };
  const quantity = (): string => (10 ** (below(5) - 3) * (0.1 + next())).toFixed(8);
  for (const side of ["bids", "asks"] as const)
    for (let away = 0; away < depth * 2; away++) sides[side].set(tick[side](away * 2), quantity());
  const seen = (side: "bids" | "asks"): Map<string, string> => {
    const sign = side === "asks" ? 1 : -1;
    const ticks = [...sides[side].keys()].toSorted((one, other) => (one - other) * sign).slice(0, depth);
    return new Map(ticks.map((at) => [(at / 10).toFixed(1), sides[side].get(at) ?? ""]));
  };
  let shown = { bids: seen("bids"), asks: seen("asks") };
  const told: Told[] = [
    { bids: [...shown.bids], asks: [...shown.asks], checksum: checksum(shown.asks, shown.bids) },
  ];
  while (told.length <= updates) {
    for (let changes = next() < 0.75 ? 1 : 1 + below(3); changes > 0; changes--) {
      const side = next() < 0.5 ? "bids" : "asks";
      const at = tick[side](next() < 0.8 ? below(14) : below(depth * 4));
      if (sides[side].has(at) && next() < 0.4) sides[side].delete(at);
      else sides[side].set(at, quantity());
    }
    const now = { bids: seen("bids"), asks: seen("asks") };
    const [bids, asks] = (["bids", "asks"] as const).map((side) => {
      const gone = [...shown[side].keys()].filter(
        (price) => !sides[side].has(Math.round(Number(price) * 10)),
      );
      const changed = [...now[side]].filter(([price, qty]) => shown[side].get(price) !== qty);
      return [...gone.map((price): Row => [price, "0.00000000"]), ...changed];
    }) as [Row[], Row[]];
    if (bids.length + asks.length > 0) told.push({ bids, asks, checksum: checksum(now.asks, now.bids) });
    shown = now;
  }
  return told;
}

function checksum(asks: Iterable<Row>, bids: Iterable<Row>): number {
  const digits = (text: string): string => text.replace(".", "").replace(/^0+/, "");
  const line = (rows: Iterable<Row>): string =>
    [...rows]
      .slice(0, 10)
      .map(([price, qty]) => digits(price) + digits(qty))
      .join("");
  return crc32(line(asks) + line(bids));
}

/** The messages as WebSocket v2 writes them. */
export function framesV2(told: readonly Told[]): readonly string[] {
  const side = (rows: readonly Row[]): string =>
    rows.map(([price, qty]) => `{"price":${price},"qty":${qty}}`).join(",");
  return told.map(({ bids, asks, checksum: sum }, at) =>
    flat(
      `{"channel":"book","type":"${at === 0 ? "snapshot" : "update"}","data":[{"symbol":"BTC/USD","bids":[${side(bids)}],` +
        `"asks":[${side(asks)}],"checksum":${sum},"timestamp":"2026-03-01T10:00:00.${String(at % 1_000_000).padStart(6, "0")}Z"}]}`,
    ),
  );
}

/** The messages as the legacy WebSocket writes them. */
export function framesLegacy(told: readonly Told[], depth: number): readonly string[] {
  return told.map(({ bids, asks, checksum: sum }, at) => {
    const time = `${1_772_359_200 + Math.floor(at / 1_000)}.${String(at % 1_000).padStart(3, "0")}000`;
    const side = (rows: readonly Row[]) => rows.map(([price, qty]) => [price, qty, time]);
    const c = String(sum);
    const parts =
      at === 0
        ? [{ as: side(asks), bs: side(bids) }]
        : bids.length === 0
          ? [{ a: side(asks), c }]
          : asks.length === 0
            ? [{ b: side(bids), c }]
            : [{ a: side(asks) }, { b: side(bids), c }];
    return flat(JSON.stringify([336, ...parts, `book-${depth}`, "XBT/USD"]));
  });
}

/** In one piece, as text from a socket is, and not put together of many. */
function flat(text: string): string {
  return Buffer.from(text).toString();
}

function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
