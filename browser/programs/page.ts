// What the page and the process that opened it tell each other.

/** Where the sandbox is and what to log in with. */
export interface Exchange {
  readonly futures: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
  readonly spot: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
  readonly wsV2: string;
  /** Where books are followed. */
  readonly books: { readonly wsV2: string; readonly wsV2Level3: string; readonly wsLegacy: string };
}

/** What the program counted, by name. */
export interface Seen {
  readonly [what: string]: number;
}

export type Outcome =
  | { readonly seen: Seen /** What the browser calls itself. */; readonly userAgent: string }
  | { readonly error: string };

/** Has every connection to the exchange cut. */
async function cut(): Promise<void> {
  await fetch("/cut", { method: "POST" });
}

/** Runs the page's program with what the process gives it and tells how it went. */
export async function report(
  program: (exchange: Exchange, cutConnections: () => Promise<void>) => Promise<Seen>,
): Promise<void> {
  let outcome: Outcome;
  try {
    const exchange = (await (await fetch("/exchange")).json()) as Exchange;
    outcome = { seen: await program(exchange, cut), userAgent: navigator.userAgent };
  } catch (error) {
    outcome = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  await fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) });
}
