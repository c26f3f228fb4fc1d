import { plain, round8 } from "./number.ts";

/** A holding of a market: negative if short. */
export interface Position {
  readonly size: number;
  /** Average price it was entered at; 0 without a position. */
  readonly entry: number;
  readonly filledAt: number;
}

export type PositionChange = "open" | "close" | "increase" | "decrease" | "reverse";

export interface PositionStep {
  readonly old: Position;
  readonly new: Position;
  readonly change: PositionChange;
  readonly realized: number;
}

const FLAT: Position = { size: 0, entry: 0, filledAt: 0 };

/** What the account holds of each market. */
export class Positions {
  readonly #held = new Map<string, Position>();

  get(symbol: string): Position {
    return this.#held.get(symbol) ?? FLAT;
  }

  /** For the engine, as an exact decimal. */
  size(symbol: string): string {
    return plain(this.get(symbol).size);
  }

  open(): (Position & { readonly symbol: string })[] {
    return [...this.#held].map(([symbol, position]) => ({ symbol, ...position }));
  }

  /** Adds a trade; `size` is negative for a sale. */
  trade(symbol: string, size: number, price: number, at: number): PositionStep {
    const old = this.get(symbol);
    const next = round8(old.size + size);
    const grows = old.size * size >= 0;
    const closed = grows ? 0 : Math.min(Math.abs(size), Math.abs(old.size));
    const realized = round8(closed * (price - old.entry) * Math.sign(old.size));
    const reverses = old.size * next < 0;
    const entry = grows ? (old.entry * old.size + price * size) / next : reverses ? price : old.entry;
    const position = next === 0 ? FLAT : { size: next, entry: round8(entry), filledAt: at };
    if (next === 0) this.#held.delete(symbol);
    else this.#held.set(symbol, position);
    const change =
      old.size === 0 ? "open" : next === 0 ? "close" : grows ? "increase" : reverses ? "reverse" : "decrease";
    return { old, new: position, change, realized };
  }
}
