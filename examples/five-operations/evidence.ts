import { MASK, redact } from "@x/core";

type Direction = "in" | "out";

/** Texts seen on a wire since it was last cleared, credentials masked before they are kept. */
export class Evidence {
  readonly #relevant: (text: string) => boolean;
  #seen: { readonly direction: Direction; readonly text: string }[] = [];

  /** @param relevant what counts as evidence; heartbeats and the like do not. */
  constructor(relevant: (text: string) => boolean = () => true) {
    this.#relevant = relevant;
  }

  record(direction: Direction, text: string): void {
    if (this.#relevant(text)) this.#seen.push({ direction, text });
  }

  clear(): void {
    this.#seen = [];
  }

  first(direction: Direction): string | undefined {
    return this.#seen.find((one) => one.direction === direction)?.text;
  }
}

/** A JSON text with its credentials masked. */
export function maskJson(text: string): string {
  return JSON.stringify(redact(JSON.parse(text)));
}

/** FIX messages made readable: `|` for SOH, and the logon's credentials masked. */
export function maskFix(bytes: Uint8Array): string[] {
  const text = new TextDecoder("latin1").decode(bytes).replaceAll("\u0001", "|");
  const masked = text.replaceAll(/\|(553|554|5025|96)=[^|]*/g, `|$1=${MASK}`);
  return masked.match(/8=FIX.*?\|10=\d{3}\|/g) ?? [];
}

/** The head and form of an HTTP request, its authentication headers masked. */
export function maskRequest(url: string, { method = "GET", headers, body }: RequestInit): string {
  const shown = Object.entries(redact(headers ?? {}) as Record<string, string>).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [`${method} ${new URL(url).pathname}`, ...shown, String(body ?? "")]
    .filter((line) => line !== "")
    .join(" · ");
}
