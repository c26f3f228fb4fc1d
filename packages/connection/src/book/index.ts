export type { BookChange } from "./change.ts";
export type { PriceLevel } from "./level.ts";
export { LevelBook, type LevelSide } from "./level-book.ts";
export { OrderBook, type OrderLevel, type OrderSide, type QueuedOrder } from "./order-book.ts";
export {
  type BookCopy,
  type BookOptions,
  type BookSource,
  type Mismatch,
  VerifiedBook,
} from "./verified-book.ts";
