export type { PlacedOrder } from "./order.ts";
export { OrderEntry, type OrderEntryOptions, type Stamped } from "./order-entry.ts";
export type { Accepted, Refused, Submission, Unknown } from "./submission.ts";
