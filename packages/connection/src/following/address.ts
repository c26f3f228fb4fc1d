import type { Feed } from "../descriptor.ts";
import type { Marks } from "./marks.ts";

/** Where the messages of a subscription are found. */
export interface Address {
  /** The channel's name as messages write it. */
  readonly name: string;
  /** The parameter that lists items; without one, every message of that name is meant. */
  readonly param: string | undefined;
  readonly items: ReadonlySet<unknown>;
  /** What its messages repeat of its parameters, if they do. */
  readonly marks: Marks | undefined;
}

export function addressOf(
  { name, perItem = [], unsubscribe = [], suffix, subscribing }: Feed,
  params: object,
): Address {
  const given = params as { readonly [param: string]: unknown };
  const param = perItem.find((each) => Array.isArray(given[each]));
  return {
    name: suffix ? `${name}-${given[suffix.param] ?? suffix.default}` : name,
    param,
    items: new Set(param === undefined ? [] : (given[param] as readonly unknown[])),
    marks: subscribing.marks?.(unsubscribe, params),
  };
}

/** What two subscriptions would both get. A parameter left to the exchange may have any value. */
export function overlap(one: Address, other: Address): string | undefined {
  if (one.name !== other.name || one.marks?.apart(other.marks)) return undefined;
  if (one.param === undefined || other.param === undefined) return one.name;
  const item = [...one.items].find((each) => other.items.has(each));
  return item === undefined ? undefined : `${one.name} ${item}`;
}

/** Whether a message is for an address. One that does not name its item concerns all of its channel. */
export function concerns(
  { param, items, marks }: Address,
  told: (param: string) => readonly unknown[],
): boolean {
  if (param !== undefined) {
    const values = told(param);
    if (values.length > 0 && !values.some((value) => items.has(value))) return false;
  }
  return !marks || marks.fit(told);
}
