import type { FollowOptions } from "../connection.ts";
import type { ConnectionCore } from "../core/core-interface.ts";
import type { Feed } from "../descriptor.ts";
import type { Following, Sink } from "../sink.ts";
import { usable } from "../usable.ts";
import { Subscriptions } from "./subscriptions.ts";

/**
 * Follows a channel on a connection. Programs without a channel do without it.
 *
 * @throws the connection's error of code `invalidOptions`.
 */
export function follow(
  core: ConnectionCore,
  channel: Feed,
  params: object,
  sink: Sink<unknown>,
  { deadlineMs: deadline = core.options.deadline, silenceMs: silence = Infinity }: FollowOptions = {},
): Following {
  const { step } = core.out;
  usable(core.options.toError, "deadlineMs", deadline > 0);
  usable(core.options.toError, "silenceMs", silence > 0);
  let following: Following | undefined;
  step(() => {
    const follower = core.follower(
      (on) => new Subscriptions(on, channel.subscribing.ending),
    ) as Subscriptions;
    following = follower.add(channel, params, sink, { deadline, silence });
  });
  return {
    leave: () => step(() => following?.leave()),
    renew: (gap) => step(() => following?.renew(gap)),
    tell: (gap) => step(() => following?.tell(gap)),
    fail: (code, words) => step(() => following?.fail(code, words)),
  };
}
