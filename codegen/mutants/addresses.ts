import type { Contract } from "../src/contract/contract.ts";
import type { FixDictionary } from "../src/contract/fix.ts";
import type { WsContract } from "../src/contract/ws.ts";

/** What becomes of a program's messages by where they go and who may send them, whatever is in them. */
export interface AddressTruth {
  readonly breaks: boolean;
  /** Something can be reached that could not be before. */
  readonly gains: boolean;
  /** Something is announced to go. */
  readonly announces: boolean;
  /** The client handles the same messages differently. */
  readonly meaning: boolean;
}

const RIGHTS: { readonly [permission: string]: number } = { none: 0, "read-only": 1, full: 2, withdrawal: 3 };

/** Compares lines and addresses one by one, as a server would that knows only the new contract. */
export function addressTruth(before: Contract, after: Contract): AddressTruth {
  const same = before.kind === after.kind;
  return {
    breaks: same && unreachable(before, after),
    meaning: same && handlesOtherwise(before, after),
    gains: same && unreachable(after, before),
    announces: same && announces(before, after),
  };
}

function unreachable(from: Contract, to: Contract): boolean {
  if (from.kind === "rest" && to.kind === "rest") {
    return from.rest.operations.some((operation) => {
      const served = to.rest.operations.find(
        ({ method, server, path }) =>
          method === operation.method && server === operation.server && path === operation.path,
      );
      if (served === undefined || served.answer !== operation.answer) return true;
      if ((RIGHTS[served.permission] ?? 0) > (RIGHTS[operation.permission] ?? 0)) return true;
      return operation.places.some((place) => {
        const same = served.places.find(({ name }) => name === place.name);
        return same !== undefined && (same.in !== place.in || same.json !== place.json);
      });
    });
  }
  if (from.kind === "ws" && to.kind === "ws") {
    const served = new Set(doors(to.ws));
    return doors(from.ws).some((door) => !served.has(door));
  }
  if (from.kind === "fix" && to.kind === "fix") {
    if (from.fix.beginString !== to.fix.beginString) return true;
    const tags = frame(to.fix);
    if ([...frame(from.fix)].some(([name, tag]) => tags.has(name) && tags.get(name) !== tag)) return true;
    const served = new Set(to.fix.messages.map(({ msgType }) => msgType));
    return from.fix.messages.some(({ msgType }) => !served.has(msgType));
  }
  return false;
}

/** The tags of what stands around every message, by name. */
function frame({ header, trailer }: FixDictionary): Map<string, number> {
  const framing = header.filter(({ field }) => ["BeginString", "BodyLength", "MsgType"].includes(field.name));
  return new Map([...framing, ...trailer].map(({ field }) => [field.name, field.tag]));
}

/** Each host, and each method and channel at each of the hosts that serve it. */
function doors({ hosts, methods, channels }: WsContract): string[] {
  const urls = new Map(hosts.map(({ name, url }) => [name, url]));
  const served = [...methods, ...channels].flatMap((one) =>
    one.hosts.map((host) => `${one.name} at ${urls.get(host)}`),
  );
  return [...hosts.map(({ name, url }) => `${name} ${url}`), ...served];
}

/** Announced ends are new facts for users, although no program notices. */
function announces(before: Contract, after: Contract): boolean {
  const [old, next] = [before, after].map((contract) => new Set(handling(contract).map(({ name }) => name)));
  return deprecations(before, next ?? new Set()) !== deprecations(after, old ?? new Set());
}

/** All that is said to end, in what is there on the other side too. */
function deprecations(contract: Contract, others: ReadonlySet<string>): string {
  const found: string[] = [];
  JSON.stringify(
    contract.kind === "rest"
      ? [
          contract.rest.operations.filter(({ name }) => others.has(name)),
          [...contract.rest.components.values()],
        ]
      : contract.kind === "ws"
        ? [
            contract.ws.methods.filter(({ name }) => others.has(`method ${name}`)),
            contract.ws.channels.filter(({ name }) => others.has(`channel ${name}`)),
            [...contract.ws.components.values()],
          ]
        : [],
    (key, value) => {
      // A place that may be null names no type of its own: there is nothing to be marked.
      if (value?.kind === "null") return undefined;
      if (key === "deprecated" || key === "sunset") found.push(`${key} ${value}`);
      return value as unknown;
    },
  );
  return found.join();
}

/** Whether the client handles a call in another way that is there before and after, by its name or where it goes. */
function handlesOtherwise(before: Contract, after: Contract): boolean {
  const next = handling(after);
  return handling(before).some((call) => {
    const same =
      next.find(({ name }) => name === call.name) ?? next.find(({ address }) => address === call.address);
    return same !== undefined && same.how !== call.how;
  });
}

interface Handling {
  readonly name: string;
  readonly address: string;
  /** What a client knows of the call besides its messages. */
  readonly how: string;
}

function handling(contract: Contract): Handling[] {
  if (contract.kind === "rest")
    return contract.rest.operations.map(
      ({ name, method, server, path, cost, pagination, outcome, retry, changesOrders }) => ({
        name,
        address: `${method} ${server}${path}`,
        how: text([cost, pagination, outcome, retry, changesOrders]),
      }),
    );
  if (contract.kind === "ws")
    return [
      ...contract.ws.methods.map(({ name, changesOrders, perItem, aliases }) => ({
        name: `method ${name}`,
        address: `method ${name}`,
        how: text([changesOrders, perItem, aliases]),
      })),
      ...contract.ws.channels.map(({ name, subscription: to }) => ({
        name: `channel ${name}`,
        address: `channel ${name}`,
        how: text([to?.perItem, to?.unsubscribe, to?.suffix, to?.sequence]),
      })),
    ];
  return contract.fix.messages.map(({ name, msgType, direction, category, changesOrders }) => ({
    name,
    address: msgType,
    how: text([direction, category, changesOrders]),
  }));
}

/** The order of a list of names says nothing. */
function text(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    Array.isArray(inner) && inner.every((item) => typeof item === "string") ? [...inner].sort() : inner,
  );
}
