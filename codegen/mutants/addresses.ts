import type { Contract } from "../src/contract/contract.ts";
import type { FixDictionary } from "../src/contract/fix.ts";
import type { WsContract } from "../src/contract/ws.ts";

/** What becomes of a program's messages by where they go and who may send them, whatever is in them. */
export interface AddressTruth {
  readonly breaks: boolean;
  /** Something can be reached that could not be before, or is announced to go. */
  readonly gains: boolean;
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
    gains: same && (unreachable(after, before) || announces(before, after)),
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
  return deprecations(before) !== deprecations(after);
}

function deprecations(contract: Contract): string {
  const found: string[] = [];
  JSON.stringify(
    contract.kind === "rest"
      ? [contract.rest.operations, [...contract.rest.components.values()]]
      : contract.kind === "ws"
        ? [contract.ws.methods, contract.ws.channels, [...contract.ws.components.values()]]
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

/** Whether the client handles a call in another way that is there under the same name before and after. */
function handlesOtherwise(before: Contract, after: Contract): boolean {
  const [old, next] = [handling(before), handling(after)];
  return [...old].some(([name, how]) => next.has(name) && next.get(name) !== how);
}

/** What a client knows of each call besides its messages. */
function handling(contract: Contract): Map<string, string> {
  if (contract.kind === "rest")
    return new Map(
      contract.rest.operations.map(({ name, cost, pagination, outcome, retry, changesOrders }) => [
        name,
        text([cost, pagination, outcome, retry, changesOrders]),
      ]),
    );
  if (contract.kind === "ws")
    return new Map([
      ...contract.ws.methods.map(({ name, changesOrders, perItem, aliases }): [string, string] => [
        `method ${name}`,
        text([changesOrders, perItem, aliases]),
      ]),
      ...contract.ws.channels.map(({ name, subscription: to }): [string, string] => [
        `channel ${name}`,
        text([to?.perItem, to?.unsubscribe, to?.suffix, to?.sequence]),
      ]),
    ]);
  return new Map(
    contract.fix.messages.map(({ name, direction, category, changesOrders }) => [
      name,
      text([direction, category, changesOrders]),
    ]),
  );
}

/** The order of a list of names says nothing. */
function text(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    Array.isArray(inner) && inner.every((item) => typeof item === "string") ? [...inner].sort() : inner,
  );
}
