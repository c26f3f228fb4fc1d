// What the page and the process that opened it tell each other.

/** Where the sandbox is and what to log in with. */
export interface Exchange {
  readonly futures: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
  readonly spot: { readonly url: string; readonly apiKey: string; readonly apiSecret: string };
  readonly wsV2: string;
}

/** How many orders the program saw. */
export interface Seen {
  readonly placed: number;
  readonly listed: number;
  readonly cancelled: number;
  readonly left: number;
}

export type Outcome =
  | { readonly seen: Seen /** What the browser calls itself. */; readonly userAgent: string }
  | { readonly error: string };

/** Runs the page's program with what the process gives it and tells how it went. */
export async function report(program: (exchange: Exchange) => Promise<Seen>): Promise<void> {
  let outcome: Outcome;
  try {
    const exchange = (await (await fetch("/exchange")).json()) as Exchange;
    outcome = { seen: await program(exchange), userAgent: navigator.userAgent };
  } catch (error) {
    outcome = { error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  await fetch("/outcome", { method: "POST", body: JSON.stringify(outcome) });
}
