import { at } from "./at.ts";

/** Where an answer tells what became of an order, and which statuses mean yes and no. Any other proves neither. */
export interface OrderOutcome {
  /** Field names from the answer's root to a list with one entry per instruction, where there are several. */
  readonly rows?: readonly string[];
  /** Field names from the answer's root, or from an entry of `rows`, to the status. */
  readonly status: readonly string[];
  readonly accepted: readonly string[];
  readonly refused: readonly string[];
  /** Reads it there; absent where there are several instructions, each with an outcome of its own. */
  readonly verdict?: (outcome: OrderOutcome, answer: unknown) => OrderVerdict;
}

/** What an answer says became of an order; `code` is the error it amounts to, unless the order was accepted. */
export type OrderVerdict = (
  | { readonly outcome: "accepted"; readonly code?: never }
  | { readonly outcome: "refused"; readonly code: "orderRefused" }
  | { readonly outcome: "unknown"; readonly code: "orderUnsettled" }
) & {
  /** The exchange's own word. */
  readonly reason: string;
  /** JSON pointer to it. */
  readonly path: string;
};

/** Reads an order's fate where the spec says it stands: "success" says only that the request was read. */
export function orderVerdict({ status, accepted, refused }: OrderOutcome, answer: unknown): OrderVerdict {
  const reason = String(at(answer, status));
  const path = `/${status.join("/")}`;
  if (accepted.includes(reason)) return { outcome: "accepted", reason, path };
  return refused.includes(reason)
    ? { outcome: "refused", code: "orderRefused", reason, path }
    : { outcome: "unknown", code: "orderUnsettled", reason, path };
}
