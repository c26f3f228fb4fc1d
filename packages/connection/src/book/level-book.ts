import { Level } from "./level.ts";
import { Side } from "./side.ts";
import { Sides } from "./sides.ts";

/** One side of a book by price. */
export class LevelSide extends Side<Level> {
  /** Says what stands at a price now; a quantity of zero is nothing. */
  set(price: number, priceText: string, qty: number, qtyText: string): void {
    const at = this.find(price, priceText);
    if (qty === 0) {
      if (at >= 0) this.remove(at);
    } else if (at >= 0) this.replace(at, new Level(price, priceText, qtyText));
    else this.insert(~at, new Level(price, priceText, qtyText));
  }
}

/** A book by price (level 2). */
export class LevelBook extends Sides<Level, LevelSide> {
  constructor(depth: number) {
    super(new LevelSide(-1), new LevelSide(1), depth);
  }
}
