/**
 * What moves the markets:
 *
 * - `still`: nothing but the account. Its spot books are empty but for its own orders, and its futures books show depth
 *   that nobody can trade with.
 * - `resting`: others' orders rest on every book and can be traded with; they do not come back and do not move.
 * - `synthetic`: seeded traders move prices, quote both sides and take, on the sandbox's clock.
 * - a tape: what was recorded happens again, at the pace at which it did.
 */
export type MarketSettings = "still" | "resting" | "synthetic" | { readonly tape: readonly TapeEvent[] };

/** Something that happened in a market. */
export type TapeEvent = TapeBook | TapeTrade;

/** A level of the book shows another quantity, `0` if it is gone. */
export interface TapeBook {
  readonly kind: "book";
  /** Milliseconds since the tape's beginning; events are in the order of their times. */
  readonly after: number;
  readonly venue: "spot" | "futures";
  readonly symbol: string;
  /** The side of the resting orders. */
  readonly side: "buy" | "sell";
  readonly price: string;
  readonly quantity: string;
}

/** Somebody took this much; at the tape's price if the book still offers it. */
export interface TapeTrade {
  readonly kind: "trade";
  readonly after: number;
  readonly venue: "spot" | "futures";
  readonly symbol: string;
  /** The taker's side. */
  readonly side: "buy" | "sell";
  readonly price: string;
  readonly quantity: string;
}

const FIELDS = { venue: ["spot", "futures"], side: ["buy", "sell"], kind: ["book", "trade"] } as const;

/**
 * Reads a tape of one JSON object a line.
 *
 * @throws TypeError for a line that is no event; the message names the line and the field.
 */
export function readTape(text: string): TapeEvent[] {
  const events: TapeEvent[] = [];
  let latest = 0;
  text.split("\n").forEach((line, i) => {
    if (line.trim() === "") return;
    const event = readEvent(line, i + 1);
    if (event.after < latest)
      throw new TypeError(`tape line ${i + 1}: /after is earlier than the line before`);
    latest = event.after;
    events.push(event);
  });
  return events;
}

function readEvent(line: string, number: number): TapeEvent {
  let read: Record<string, unknown>;
  try {
    read = JSON.parse(line) as Record<string, unknown>;
  } catch (cause) {
    throw new TypeError(`tape line ${number}: no JSON`, { cause });
  }
  for (const [name, values] of Object.entries(FIELDS)) {
    if (!(values as readonly unknown[]).includes(read[name])) fail(number, name, values.join(" or "));
  }
  for (const name of ["symbol", "price", "quantity"]) {
    if (typeof read[name] !== "string") fail(number, name, "a text");
  }
  if (typeof read.after !== "number" || !(read.after >= 0)) fail(number, "after", "a number from 0");
  return read as unknown as TapeEvent;
}

function fail(line: number, field: string, expected: string): never {
  throw new TypeError(`tape line ${line}: /${field} is not ${expected}`);
}
