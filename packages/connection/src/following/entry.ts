import type { Subject } from "../core/request.ts";
import type { Feed } from "../descriptor.ts";
import type { Sink } from "../sink.ts";
import type { Address } from "./address.ts";
import type { Ask } from "./ask.ts";

/** How long a subscription waits for what, in milliseconds. */
export interface Limits {
  /** Until it must be acknowledged for the first time. */
  readonly deadline: number;
  /** Without a message until it counts as silent; `Infinity`: however long. */
  readonly silence: number;
}

/** A subscription, and how far it has come. */
export interface Entry {
  readonly channel: Feed;
  readonly params: object;
  readonly sink: Sink<unknown>;
  readonly options: Limits;
  readonly address: Address;
  /** When the first acknowledgement must be there; `undefined` once it is. */
  due: number | undefined;
  /**
   * `asked`: a request for it is under way or waits. `active`: acknowledged. `muted`: what comes belongs to what has
   * proved wrong. `leaving`: its user no longer wants it.
   */
  state: "asked" | "active" | "muted" | "leaving";
  /** The subscribe request under way. */
  ask: Ask | undefined;
  /** Its user has had something of it since it was last asked for. */
  begun: boolean;
  /** The number of the last message, where they are numbered. */
  readonly counted: { last: number | undefined };
  /** The items of which nothing has come yet, where something must. */
  readonly unheard: Set<unknown>;
  /** When silence is a fault, or what failed is tried again. */
  watch: number;
  /** How often it has been renewed lately, and when last. */
  retries: number;
  renewed: number;
}

export function newEntry(
  channel: Feed,
  params: object,
  sink: Sink<unknown>,
  options: Limits,
  address: Address,
  now: number,
): Entry {
  return {
    channel,
    params,
    sink,
    options,
    address,
    due: now + options.deadline,
    state: "asked",
    ask: undefined,
    begun: false,
    counted: { last: undefined },
    unheard: new Set(),
    watch: Infinity,
    retries: 0,
    renewed: now,
  };
}

/** It is about to be asked for: nothing has come of it, and where its channel begins with a snapshot, something must. */
export function begin(entry: Entry): void {
  const { channel, params, address, unheard } = entry;
  const { name, snapshot } = channel;
  const given = params as { readonly [param: string]: unknown };
  entry.state = "asked";
  entry.counted.last = undefined;
  entry.watch = Infinity;
  unheard.clear();
  if (snapshot && Object.entries(snapshot).every(([param, value]) => given[param] !== value))
    for (const item of address.param === undefined ? [name] : address.items) unheard.add(item);
}

/** What its errors say they are about. */
export function subject({ channel, params }: Pick<Entry, "channel" | "params">): Subject {
  return { name: `subscribe ${channel.name}`, params, lost: "none" };
}
