import type { ConnectionCore } from "../core/connection-core.ts";
import type { Channel } from "../descriptor.ts";
import type { Following, Sink } from "../sink.ts";
import { Subscriptions } from "./subscriptions.ts";

/** How a channel is to be followed. */
export interface FollowOptions {
  /** Milliseconds until the subscription must be acknowledged for the first time. */
  readonly deadline: number;
  /** Milliseconds without a message after which the subscription counts as silent; `Infinity`: however long. */
  readonly silence: number;
}

/** Follows a channel on a connection. To be called within a step of its core. */
export function follow(
  core: ConnectionCore,
  channel: Channel,
  params: object,
  sink: Sink<unknown>,
  options: FollowOptions,
): Following {
  const follower = core.follower((on) => new Subscriptions(on)) as Subscriptions;
  return follower.add(channel, params, sink, options);
}
