import type { Clock } from "@x/core";
import type { FuturesRestError } from "./errors.ts";

/**
 * How long the exchange asks to wait, in milliseconds; 0 when it does not say. `Retry-After` holds seconds or a date,
 * `rate-limit-reset` seconds.
 *
 * Source: specs/futures-rest/futures-history-rest.yaml#/components/responses/LimitExceeded
 */
export function waitHint({ response }: FuturesRestError, clock: Clock): number {
  const text = response?.headers.get("retry-after") ?? response?.headers.get("rate-limit-reset") ?? "";
  const milliseconds = /^\d+(\.\d+)?$/.test(text) ? Number(text) * 1000 : Date.parse(text) - clock.now();
  return milliseconds > 0 ? Math.min(milliseconds, 2 ** 31 - 1) : 0;
}
