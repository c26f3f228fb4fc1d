/** The items of a request of which each is answered on its own. */
export class Items {
  /** The parameter that is the list. */
  readonly param: string;
  readonly all: readonly unknown[];
  missing: number;
  /** Items that no answer has named. */
  readonly #unnamed: unknown[];

  constructor(param: string, all: readonly unknown[]) {
    this.param = param;
    this.all = all;
    this.missing = all.length;
    this.#unnamed = [...all];
  }

  /** Counts an answer. `false` when it is about an item that has had its own. */
  take(item: unknown): boolean {
    const place = this.#unnamed.indexOf(item);
    if (place >= 0) this.#unnamed.splice(place, 1);
    else if (this.all.includes(item)) return false;
    this.missing -= 1;
    return true;
  }

  /** Where in the parameters an item stands; without one, the only item that no answer has named, once all are in. */
  path(item: unknown): string | undefined {
    const only = this.missing === 0 && this.#unnamed.length === 1 ? this.#unnamed[0] : undefined;
    const index = this.all.indexOf(this.all.includes(item) ? item : only);
    return index < 0 ? undefined : `/${this.param}/${index}`;
  }
}

/** The items of a request's parameters; nothing where it has just one answer. */
export function itemsOf(perItem: readonly string[] | undefined, params: object): Items | undefined {
  const given = params as { readonly [param: string]: unknown };
  const param = perItem?.find((each) => Array.isArray(given[each]));
  return param === undefined ? undefined : new Items(param, given[param] as readonly unknown[]);
}
