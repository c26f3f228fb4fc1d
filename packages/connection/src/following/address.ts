import type { SubscriptionDialect } from "../core/dialect.ts";
import type { Feed } from "../descriptor.ts";

/** Where the messages of a subscription are found. */
export interface Address {
  /** The channel's name as messages write it. */
  readonly name: string;
  /** The parameter that lists items; without one, every message of that name is meant. */
  readonly param: string | undefined;
  readonly items: ReadonlySet<unknown>;
  /** What its messages repeat of its parameters. */
  readonly marks: readonly (readonly [param: string, value: unknown])[];
}

export function addressOf(
  { name, perItem = [], unsubscribe = [], suffix }: Feed,
  params: object,
  { repeated }: SubscriptionDialect,
): Address {
  const given = params as { readonly [param: string]: unknown };
  const param = perItem.find((each) => Array.isArray(given[each]));
  return {
    name: suffix ? `${name}-${given[suffix.param] ?? suffix.default}` : name,
    param,
    items: new Set(param === undefined ? [] : (given[param] as readonly unknown[])),
    marks: unsubscribe.filter((each) => repeated.includes(each)).map((each) => [each, given[each]]),
  };
}

/** What two subscriptions would both get. A parameter left to the exchange may have any value. */
export function overlap(one: Address, other: Address): string | undefined {
  if (one.name !== other.name) return undefined;
  const apart = one.marks.some(([param, value]) => {
    const theirs = other.marks.find(([each]) => each === param)?.[1];
    return value !== undefined && theirs !== undefined && value !== theirs;
  });
  if (apart) return undefined;
  if (one.param === undefined || other.param === undefined) return one.name;
  const item = [...one.items].find((each) => other.items.has(each));
  return item === undefined ? undefined : `${one.name} ${item}`;
}

/** Whether a message is for an address. One that does not name its item concerns all of its channel. */
export function concerns(
  { param, items, marks }: Address,
  told: (param: string) => readonly unknown[],
): boolean {
  const fits = (name: string, wanted: (value: unknown) => boolean): boolean => {
    const values = told(name);
    return values.length === 0 || values.some(wanted);
  };
  return (
    (param === undefined || fits(param, (value) => items.has(value))) &&
    marks.every(([mark, value]) => value === undefined || fits(mark, (each) => each === value))
  );
}
