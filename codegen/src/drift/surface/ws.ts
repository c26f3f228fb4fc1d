import { symbolName, typeName } from "../../contract/names.ts";
import type { Doc, Json, Shape } from "../../contract/shape.ts";
import type { WsChannel, WsContract, WsMethod, WsSubscription } from "../../contract/ws.ts";
import { planComponents } from "../../emit/ws/project.ts";
import type { Fact, Part, Subject, Surface } from "./surface.ts";

export function wsSurface(
  contract: WsContract,
  names: { readonly target: string; readonly package: string },
): Surface {
  const plan = planComponents(contract);
  const exported = [...contract.components.values()].filter(
    ({ name }) => plan.sent.has(name) || plan.received.has(name),
  );
  return {
    ...names,
    exported: true,
    typeOf: (component, travel) =>
      plan[travel].has(component) && (travel === "sent" || !plan.sent.has(component))
        ? typeName(component)
        : undefined,
    source: contract.source,
    subjects: [
      ...contract.methods.map(methodSubject),
      ...contract.channels.map(channelSubject),
      hosts(contract),
    ],
    components: contract.components,
    types: new Map(exported.map(({ name, shape }) => [typeName(name), shape.source])),
  };
}

function hosts({ source, hosts: all }: WsContract): Subject {
  const facts = all.map(
    ({ name, url, source: at }): Fact => ({
      key: `host ${name}`,
      value: url,
      rule: "address changed",
      source: at,
      added: "type added",
      removed: "removed",
    }),
  );
  return { name: "hosts", symbol: "hosts", source, address: "hosts", facts, parts: [] };
}

function methodSubject(method: WsMethod): Subject {
  const name = typeName(method.name);
  return {
    name: method.name,
    symbol: symbolName(method.name),
    source: method.source,
    address: `method ${method.name}`,
    facts: [
      { key: "name of the answer", value: method.answerName, rule: "address changed" },
      ...place(method.hosts, method.auth),
      { key: "order-changing", value: method.changesOrders, rule: "behaviour changed" },
      { key: "one answer per item", value: method.perItem.length > 0, rule: "call type changed" },
      { key: "lists answered item by item", value: [...method.perItem].sort(), rule: "behaviour changed" },
      { key: "several instructions", value: method.rows !== undefined, rule: "call type changed" },
      {
        key: "outcomes of instructions",
        value: method.rows ? inOrder({ ...method.rows }) : null,
        rule: "behaviour changed",
      },
      { key: "aliases", value: aliases(method), rule: "behaviour changed" },
      ...about(method.doc),
    ],
    parts: [
      sent("params", `${name}Params`, method.params),
      sent("request", undefined, method.request),
      received("result", `${name}Result`, method.result),
      received("answer", undefined, method.answer),
    ],
  };
}

function channelSubject(channel: WsChannel): Subject {
  const name = typeName(channel.name);
  const { subscription } = channel;
  return {
    name: channel.name,
    symbol: symbolName(channel.name),
    source: channel.source,
    address: `channel ${channel.name}`,
    facts: [
      ...place(channel.hosts, subscription?.auth ?? false),
      { key: "may be subscribed to", value: subscription !== undefined, rule: "call type changed" },
      ...(subscription ? subscriptionFacts(subscription) : []),
      ...about(channel.doc),
    ],
    parts: [
      ...(subscription ? subscriptionParts(name, subscription) : []),
      received("message", `${name}Message`, channel.message),
    ],
  };
}

function subscriptionFacts({ perItem, unsubscribe, snapshot, suffix, sequence }: WsSubscription): Fact[] {
  return [
    { key: "one acknowledgement per item", value: [...perItem].sort(), rule: "behaviour changed" },
    { key: "repeated when it ends", value: [...unsubscribe].sort(), rule: "behaviour changed" },
    {
      key: "ending of the name",
      value: suffix === undefined ? null : { ...suffix },
      rule: "behaviour changed",
    },
    { key: "first snapshot, unless", value: snapshot ?? null, rule: "behaviour changed" },
    { key: "counter", value: sequence ?? null, rule: "behaviour changed" },
  ];
}

function subscriptionParts(name: string, subscription: WsSubscription): Part[] {
  return [
    sent("params", `${name}Params`, subscription.params),
    sent("subscribe", undefined, subscription.requests.subscribe),
    sent("unsubscribe", undefined, subscription.requests.unsubscribe),
    received("acknowledgement", undefined, subscription.acknowledgement),
  ];
}

function sent(role: string, type: string | undefined, shape: Shape): Part {
  return { role, travel: "sent", type, shape, checked: true, fix: false };
}

function received(role: string, type: string | undefined, shape: Shape): Part {
  return { role, travel: "received", type, shape, checked: true, fix: false };
}

function place(hosts: readonly string[], auth: boolean): Fact[] {
  return [
    ...hosts.map(
      (host): Fact => ({
        key: `served by ${host}`,
        value: true,
        rule: "address changed",
        added: "served by another host",
        removed: "no longer served by a host",
      }),
    ),
    {
      key: "token",
      value: auth,
      rule: (_before, after) => (after ? "permission raised" : "permission lowered"),
    },
  ];
}

function aliases({ aliases: all }: WsMethod): Json {
  return all.map(({ field, of }) => `${field}=${of}`).sort();
}

function about(doc: Doc): Fact[] {
  const words = [doc.description ?? null, doc.title ?? null, doc.notes["x-page"] ?? null];
  return [
    { key: "documentation", value: words, rule: "documentation changed" },
    { key: "deprecated", value: doc.deprecated ?? false, rule: "deprecated" },
  ];
}

/** Lists in an order of their own: that of the spec's fields says nothing. */
function inOrder(value: { readonly [key: string]: Json }): Json {
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      Array.isArray(inner)
        ? [...inner].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
        : inner,
    ]),
  );
}
