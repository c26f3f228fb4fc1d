import type { Channel } from "../descriptor.ts";
import type { Handle } from "./signals.ts";

/** `asked`: the request is out or waiting. `active`: acknowledged. `leaving`: its user no longer wants it. */
export type SubscriptionState = "asked" | "active" | "leaving";

export interface Subscription {
  readonly handle: Handle;
  readonly channel: Channel;
  readonly params: object;
  state: SubscriptionState;
}

/** Where the messages of a subscription are found. */
interface Address {
  /** The channel's name as messages write it. */
  readonly name: string;
  /** The parameter that lists items; without one, every message of that name is meant. */
  readonly param: string | undefined;
  readonly items: ReadonlySet<unknown>;
  /** What its messages repeat of its parameters. */
  readonly marks: readonly (readonly [param: string, value: unknown])[];
}

interface Entry {
  readonly subscription: Subscription;
  readonly address: Address;
}

/** What a message says of a parameter. */
type Told = (param: string) => readonly unknown[];

/** The subscriptions of one connection, by handle and by what their messages say. No message can belong to two. */
export class Subscriptions {
  readonly #byHandle = new Map<Handle, Entry>();
  readonly #byName = new Map<string, Entry[]>();
  readonly #repeated: readonly string[];

  /** @param repeated parameters that messages repeat. */
  constructor(repeated: readonly string[]) {
    this.#repeated = repeated;
  }

  /** Adds it, or says what is already followed. */
  add(subscription: Subscription): string | undefined {
    const address = this.#address(subscription);
    const { name } = address;
    const entries = this.#byName.get(name) ?? [];
    for (const other of entries) {
      const clash = overlap(address, other.address);
      if (clash !== undefined) return clash;
    }
    const entry = { subscription, address };
    this.#byName.set(name, [...entries, entry]);
    this.#byHandle.set(subscription.handle, entry);
    return undefined;
  }

  get(handle: Handle): Subscription | undefined {
    return this.#byHandle.get(handle)?.subscription;
  }

  /** Whose a message is. One that does not name its item concerns all of its channel. */
  of(name: string, told: Told): Subscription[] {
    const found: Subscription[] = [];
    for (const { subscription, address } of this.#byName.get(name) ?? [])
      if (concerns(address, told)) found.push(subscription);
    return found;
  }

  remove(handle: Handle): Subscription | undefined {
    const entry = this.#byHandle.get(handle);
    if (!entry) return undefined;
    const { name } = entry.address;
    this.#byHandle.delete(handle);
    const others = (this.#byName.get(name) ?? []).filter((other) => other !== entry);
    if (others.length > 0) this.#byName.set(name, others);
    else this.#byName.delete(name);
    return entry.subscription;
  }

  all(): Subscription[] {
    return [...this.#byHandle.values()].map(({ subscription }) => subscription);
  }

  #address({ channel, params }: Subscription): Address {
    const { name, perItem = [], unsubscribe = [], suffix } = channel;
    const given = params as { readonly [param: string]: unknown };
    const param = perItem.find((each) => Array.isArray(given[each]));
    return {
      name: suffix ? `${name}-${String(given[suffix.param] ?? suffix.default)}` : name,
      param,
      items: new Set(param === undefined ? [] : (given[param] as readonly unknown[])),
      marks: unsubscribe.filter((each) => this.#repeated.includes(each)).map((each) => [each, given[each]]),
    };
  }
}

/** What two subscriptions would both get. A parameter left to the exchange may have any value. */
function overlap(one: Address, other: Address): string | undefined {
  const apart = one.marks.some(([param, value]) => {
    const theirs = other.marks.find(([each]) => each === param)?.[1];
    return value !== undefined && theirs !== undefined && value !== theirs;
  });
  if (apart) return undefined;
  if (one.param === undefined || other.param === undefined) return one.name;
  const item = [...one.items].find((each) => other.items.has(each));
  return item === undefined ? undefined : `${one.name} ${String(item)}`;
}

function concerns({ param, items, marks }: Address, told: Told): boolean {
  const fits = (values: readonly unknown[], wanted: (value: unknown) => boolean): boolean =>
    values.length === 0 || values.some(wanted);
  if (param !== undefined && !fits(told(param), (value) => items.has(value))) return false;
  return marks.every(([mark, value]) => value === undefined || fits(told(mark), (each) => each === value));
}
