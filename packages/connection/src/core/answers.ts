import type { Failure, ItemAnswer } from "../failure.ts";

/** The answers of a request that gets one for each item of a list. */
export class Answers {
  /** The parameter that is the list. */
  readonly param: string;
  readonly items: readonly unknown[];
  /** In the order they came: an answer need not name its item. */
  readonly outcomes: ItemAnswer[] = [];
  /** Items whose refusal named them. */
  readonly refused: unknown[] = [];
  /** Nobody waits for the rest any more; it is only kept from being taken for something else. */
  abandoned = false;
  /** Items that no answer has named. */
  readonly #unnamed: unknown[];
  #missing: number;

  /** Nothing where the request has just one answer. */
  static of(perItem: readonly string[] | undefined, params: object): Answers | undefined {
    for (const param of perItem ?? []) {
      const items = (params as { readonly [param: string]: unknown } | null)?.[param];
      if (Array.isArray(items)) return new Answers(param, items);
    }
    return undefined;
  }

  constructor(param: string, items: readonly unknown[]) {
    this.param = param;
    this.items = items;
    this.#unnamed = [...items];
    this.#missing = items.length;
  }

  get missing(): number {
    return this.#missing;
  }

  /** Counts an answer. `false` when it is about an item that has had its own. */
  take(item: unknown): boolean {
    const place = this.#unnamed.indexOf(item);
    if (place >= 0) this.#unnamed.splice(place, 1);
    else if (this.items.includes(item)) return false;
    this.#missing -= 1;
    return true;
  }

  /** Where in the parameters an item stands; without one, the only item that no answer has named, once all are in. */
  path(item: unknown): string | undefined {
    const only = this.#missing === 0 && this.#unnamed.length === 1 ? this.#unnamed[0] : undefined;
    const index = this.items.indexOf(this.items.includes(item) ? item : only);
    return index < 0 ? undefined : `/${this.param}/${index}`;
  }

  get failures(): Failure[] {
    return this.outcomes.flatMap((outcome) => ("failure" in outcome ? [outcome.failure] : []));
  }

  get results(): object[] {
    return this.outcomes.flatMap((outcome) => ("result" in outcome ? [outcome.result] : []));
  }
}
