export { type Book, type BookDepth, type OpenBookParams, openBook } from "./book.ts";
export { type Level3Book, type OpenLevel3Params, openLevel3 } from "./book-level3.ts";
export type { BookPrecision } from "./digits.ts";
export type { BookMessage, BookSession } from "./feed.ts";
