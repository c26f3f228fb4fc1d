import type { ConnectionCore } from "../core/core-interface.ts";
import type { Answer } from "../core/dialect.ts";
import { failed } from "../core/request.ts";
import type { ConnectionError } from "../failure.ts";
import type { Gap } from "../sink.ts";
import { concerns } from "./address.ts";
import { type Entry, subject } from "./entry.ts";

/** What is done about a subscription that the exchange has ended; `without`: the items that need not be left. */
export interface Means {
  renew(entry: Entry, gap: Gap, without: readonly unknown[]): void;
  fail(entry: Entry, why: ConnectionError, sent: boolean, without: readonly unknown[]): void;
}

/** Deals with an answer that answers nothing, where it says that the exchange ended a subscription. `false` where it does not. */
export function ending(
  core: ConnectionCore,
  entries: readonly Entry[],
  means: Means,
  { ended, error = "the exchange ended the subscription" }: Answer,
  frame: object,
  text: string,
): boolean {
  let found = false;
  for (const entry of entries) {
    const { channel, address } = entry;
    if (address.name !== ended) continue;
    const item = address.param === undefined ? undefined : channel.subscribing.item?.(frame, address.param);
    const told = (param: string): unknown[] => (param === address.param && item !== undefined ? [item] : []);
    if (entry.state !== "active" || !concerns(address, told)) continue;
    found = true;
    const words = core.mask(error);
    const { token } = core.options;
    if (token?.refused?.(error, token.current(core))) {
      means.renew(entry, { reason: "token", detail: words }, [item]);
      continue;
    }
    const details = { retryable: true, raw: core.mask(text) };
    const why = failed(core, subject(entry), "subscriptionEnded", words, details);
    means.fail(entry, why, address.items.size > 1, [item]);
  }
  return found;
}
