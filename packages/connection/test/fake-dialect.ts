import { type Check, type Fault, fault } from "@x/core";
import { promiseOf } from "../src/call.ts";
import { collected } from "../src/core/collected.ts";
import type { Classified, Dialect } from "../src/core/dialect.ts";
import { itemsOf } from "../src/core/items.ts";
import { several } from "../src/core/several.ts";
import { tell } from "../src/core/tell.ts";
import type {
  BatchMethod,
  Calling,
  Channel,
  Feed,
  Method,
  OrderMethod,
  Push,
  Subscribing,
} from "../src/descriptor.ts";
import { ending } from "../src/following/ending.ts";
import { follow } from "../src/following/follow.ts";
import { marksOf } from "../src/following/marks.ts";
import { misfit } from "../src/following/misfit.ts";
import { outOfSequence } from "../src/following/sequence.ts";
import { read } from "../src/subscription.ts";

/** The smallest dialect there is, so that tests of the core speak of the core alone. */

export interface Frame {
  readonly id?: number;
  readonly error?: string;
  readonly channel?: string;
  readonly push?: string;
  readonly beat?: true;
  readonly ended?: string;
  readonly item?: string;
  readonly every?: number;
  /** Counts the messages of a subscription. */
  readonly n?: number;
  readonly value?: unknown;
}

const text = (request: object): string => JSON.stringify(request);

const anything: Check = () => undefined;

/** Wants `value` to be a number. */
const numeric: Check = (frame): Fault | undefined => {
  const { value } = frame as Frame;
  return typeof value === "number" ? undefined : fault("/value", "number", value);
};

const wanted: Check = (params): Fault | undefined =>
  typeof params === "object" && params !== null && !("bad" in params)
    ? undefined
    : fault("/bad", "no field of this name", true);

const calling: Calling = {
  call: promiseOf,
  request: (method, params, id, token) => text({ do: method.name, id, token, params }),
  result: (_method, answer) => ({ value: (answer as Frame).value }),
};

const known = "{id,error,channel,value}";
const base = { hosts: ["private"], checkParams: wanted } as const;

export const placeOrder: OrderMethod<object, { readonly value: number }> = {
  kind: "method",
  name: "place",
  answer: "place",
  auth: true,
  changesOrders: true,
  calling,
  checkAnswer: numeric,
  known,
  ...base,
};
export const look: Method<object, { readonly value: number }> = {
  ...placeOrder,
  name: "look",
  auth: false,
  changesOrders: false,
};
export const publicLook: Method<object, { readonly value: number }> = { ...look, hosts: ["public"] };

const item = (answer: object): unknown => (answer as Frame).item;

export const subscribing: Subscribing = {
  follow,
  read,
  items: itemsOf,
  outOfSequence,
  subscribe: (followed, params, id, token) =>
    text({ do: "subscribe", channel: followed.name, id, token, params }),
  unsubscribe: (followed, params, id, token) =>
    text({ do: "unsubscribe", channel: followed.name, id, token, params }),
  item,
  told(message, param) {
    const { item, every } = message as Frame;
    const value = param === "items" ? item : param === "every" ? every : undefined;
    return value === undefined ? [] : [value];
  },
  misfit,
  ending,
  marks: (unsubscribe, params) => marksOf(["every"], unsubscribe, params),
};

export function channel(name: string, auth = false): Channel<object, Frame> {
  return {
    kind: "channel",
    name,
    auth,
    checkAck: anything,
    knownAck: "",
    checkMessage: numeric,
    known,
    subscribing,
    ...base,
  };
}

/** Begins with a snapshot, unless told not to, and counts its messages. */
export function counted(name: string): Channel<object, Frame> {
  return { ...channel(name, true), snapshot: { snapshot: false }, sequence: ["n"] };
}

/** Each of `items` is answered on its own. */
export const cancel: BatchMethod<object, { readonly value: number }[]> = {
  calling,
  kind: "method",
  name: "cancel",
  answer: "cancel",
  auth: true,
  changesOrders: true,
  checkAnswer: numeric,
  known,
  ...base,
  perItem: ["items"],
  rows: { params: ["items"], several },
  collect: (core, about, method, ended) => collected(core, about, method, item, ended),
};

/** One answer covers all of `orders`. */
export const placeMany: BatchMethod<object, { readonly value: number }> = {
  ...placeOrder,
  name: "place many",
  rows: { params: ["orders"], several, dryRun: "try" },
};

/** Each of `items` is acknowledged on its own; the name in messages ends in `size`; messages repeat `every`. */
export const prices: Channel<object, Frame> = {
  ...channel("prices"),
  perItem: ["items"],
  unsubscribe: ["items", "size", "every"],
  suffix: { param: "size", default: 10 },
};

/** The same for who follows one item and believes any acknowledgement. */
export const priceFeed: Feed<object, Frame> = feedOf(prices);

function feedOf({ checkAck: _, knownAck: _known, ...channel }: Channel<object, Frame>): Feed<object, Frame> {
  const {
    read: _read,
    items: _items,
    outOfSequence: _odd,
    misfit: _misfit,
    ...feeding
  } = channel.subscribing;
  return { ...channel, subscribing: feeding };
}

export const weather: Push<Frame, "weather"> = {
  kind: "push",
  tell,
  name: "weather",
  hosts: ["private"],
  checkMessage: numeric,
  known,
};

export const fakeDialect: Dialect = {
  ping: (id) => text({ do: "ping", id }),
  classify(frame): Classified {
    if (typeof frame !== "object" || Array.isArray(frame)) return { kind: "unknown" };
    const { id, error, channel: name, push, beat, ended }: Frame = frame ?? {};
    if (beat) return { kind: "push", name: "beat" };
    if (push !== undefined) return { kind: "push", name: push };
    if (name !== undefined && id === undefined) return { kind: "message", channel: name };
    if (id === undefined && error === undefined && ended === undefined) return { kind: "unknown" };
    return { kind: "answer", id, error, ended };
  },
};
