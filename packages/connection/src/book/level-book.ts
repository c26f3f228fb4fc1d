import { Level } from "./level.ts";
import { Side } from "./side.ts";
import { Sides } from "./sides.ts";

/** One side of a book by price. */
export class LevelSide extends Side<Level> {
  /** Says what stands at a price now; a quantity of zero is nothing. */
  set(price: number, priceText: string, qty: number, qtyText: string): void {
    const at = this.find(price);
    const known = at < 0 ? 0 : 1;
    if (qty !== 0) this.splice(known ? at : ~at, known, new Level(price, priceText, qtyText));
    else if (known) this.splice(at, 1);
  }
}

/** A book by price (level 2). */
export class LevelBook extends Sides<Level, LevelSide> {
  constructor(depth: number) {
    super(new LevelSide(-1), new LevelSide(1), depth);
  }
}
