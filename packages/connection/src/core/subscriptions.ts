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

/** The subscriptions of one connection, by handle and by channel. One channel is followed at most once. */
export class Subscriptions {
  readonly #byHandle = new Map<Handle, Subscription>();
  readonly #byChannel = new Map<string, Subscription>();

  add(subscription: Subscription): boolean {
    if (this.#byChannel.has(subscription.channel.name)) return false;
    this.#byHandle.set(subscription.handle, subscription);
    this.#byChannel.set(subscription.channel.name, subscription);
    return true;
  }

  get(handle: Handle): Subscription | undefined {
    return this.#byHandle.get(handle);
  }

  of(channel: string): Subscription | undefined {
    return this.#byChannel.get(channel);
  }

  remove(handle: Handle): Subscription | undefined {
    const subscription = this.#byHandle.get(handle);
    if (!subscription) return undefined;
    this.#byHandle.delete(handle);
    this.#byChannel.delete(subscription.channel.name);
    return subscription;
  }

  all(): Subscription[] {
    return [...this.#byHandle.values()];
  }
}
