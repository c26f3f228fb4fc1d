import type { ConnectionCore } from "../core/core-interface.ts";
import type { Answer } from "../core/dialect.ts";
import type { Items } from "../core/items.ts";
import type { Request } from "../core/request.ts";
import type { Feed, Feeding } from "../descriptor.ts";
import type { FailureCode } from "../failure.ts";

/** What came of a subscribe or unsubscribe request, or of one item of it. */
export interface Asked {
  /** Each answer as it comes; `all` with the last. */
  answered(error: string | undefined, item: unknown, frame: object, text: string, all: boolean): void;
  ended(code: FailureCode, words: string, sent: boolean, cause: unknown): void;
}

/** A request about a subscription. */
export class Ask implements Request {
  readonly follows = true;
  readonly auth: boolean;
  due: number;
  token?: string | undefined;
  again?: boolean;
  partly = false;
  readonly items: Items | undefined;
  /** Items that were refused by name. */
  readonly refused: unknown[] = [];
  readonly #core: ConnectionCore;
  readonly #verb: "subscribe" | "unsubscribe";
  readonly #channel: Feed;
  readonly #params: object;
  /** Nobody waits any more: it is only kept so that its answers are not taken for something else. */
  #asked: Asked | undefined;

  /** @param due when it ends without an answer; `undefined`: the connection's deadline after it was sent. */
  constructor(
    core: ConnectionCore,
    verb: "subscribe" | "unsubscribe",
    channel: Feed,
    params: object,
    due: number | undefined,
    asked: Asked | undefined,
  ) {
    this.#core = core;
    this.#verb = verb;
    this.#channel = channel;
    this.#params = params;
    this.#asked = asked;
    this.auth = channel.auth;
    this.due = due ?? Infinity;
    this.items = channel.subscribing.items?.(channel.perItem, params);
  }

  forget(): void {
    this.#asked = undefined;
  }

  text(id: number, token: string | undefined): string {
    if (this.due === Infinity) this.due = this.#core.now + this.#core.options.deadline;
    const dialect: Feeding = this.#channel.subscribing;
    return dialect[this.#verb](this.#channel, this.#params, id, token);
  }

  answer({ error }: Answer, frame: object, text: string): boolean | "more" {
    const { items } = this;
    const item = items && this.#channel.subscribing.item?.(frame, items.param);
    if (items && !items.take(item)) return false;
    this.partly = true;
    if (error !== undefined) this.refused.push(item);
    const all = !items || items.missing <= 0;
    this.#asked?.answered(error, item, frame, text, all);
    return all || "more";
  }

  end(code: FailureCode, words: string, sent: boolean, cause?: unknown): void {
    this.#asked?.ended(code, words, sent, cause);
  }
}

/** The parameters that end a subscription but for some of its items; nothing where none is left. */
export function leftOver(
  { unsubscribe, perItem, subscribing }: Feed,
  params: object,
  without: readonly unknown[],
): object | undefined {
  const given = Object.entries(params).filter(([param]) => unsubscribe?.includes(param));
  const left: { [param: string]: unknown } = Object.fromEntries(given);
  const items = subscribing.items?.(perItem, left);
  if (!items) return without.length > 0 ? undefined : left;
  const others = items.all.filter((item) => !without.includes(item));
  return others.length > 0 ? { ...left, [items.param]: others } : undefined;
}
