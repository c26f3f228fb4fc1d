import type { Contract } from "../../../contract/contract.ts";
import { type Direction, directed, outbound } from "../../../contract/direction.ts";
import type { FixDictionary } from "../../../contract/fix.ts";
import { symbolName, typeName } from "../../../contract/names.ts";
import type { RestContract } from "../../../contract/rest.ts";
import type { Component, Shape } from "../../../contract/shape.ts";
import type { WsContract } from "../../../contract/ws.ts";
import { emitFields } from "../../../emit/fix/fields.ts";
import { FixNames } from "../../../emit/fix/naming.ts";
import { emitInterface } from "../../../emit/fix/types.ts";
import { descriptorType } from "../../../emit/rest/facts.ts";
import { Naming } from "../../../emit/rest/naming.ts";
import { poolName } from "../../../emit/rest/pools.ts";
import { emitType } from "../../../emit/type.ts";
import { planComponents, receivedType, sentShape } from "../../../emit/ws/project.ts";

/** The exported declarations of a target, as a program that imports them meets them: types, and what values are of. */
export type Declarations = ReadonlyMap<string, string>;

/** Descriptors are told by the kind of call and by the types they carry. */
const PRELUDE =
  "export type Descriptor<Kind, Params, Result> = { readonly kind: Kind; call(params: Params): Result };\n";

/**
 * The declarations that a target's emitters make of a contract: the same texts by the same functions, but in one file and
 * without the code that only runs.
 */
export function declarations(contract: Contract): Declarations {
  const known = made.get(contract);
  if (known) return known;
  const declared = declare(contract);
  made.set(contract, declared);
  return declared;
}

/** One contract is compared with many others. */
const made = new WeakMap<Contract, Declarations>();

function declare(contract: Contract): Declarations {
  switch (contract.kind) {
    case "rest":
      return restDeclarations(contract.rest);
    case "ws":
      return wsDeclarations(contract.ws);
    case "fix":
      return fixDeclarations(contract.fix);
  }
}

/** One module that declares all of them. */
export function moduleText(all: Declarations): string {
  return PRELUDE + [...all.values()].join("\n");
}

function restDeclarations(contract: RestContract): Declarations {
  const { components, operations } = contract;
  const naming = new Naming(contract);
  const all = new Map<string, string>();
  const declare = (name: string, shape: Shape, direction: Direction): void => {
    const nameOf = (component: string): string => naming.type({ component, direction });
    all.set(name, emitType(name, directed(shape, direction, components), nameOf).code);
  };
  for (const use of naming.uses) {
    const { shape } = components.get(use.component) as Component;
    declare(naming.type(use), shape, use.direction);
  }
  for (const operation of operations) {
    declare(naming.params(operation), operation.params, "outbound");
    declare(naming.result(operation), operation.result, "inbound");
  }
  for (const operation of operations) {
    const kind = JSON.stringify(descriptorType(operation));
    const types = `${naming.params(operation)}, ${naming.result(operation)}`;
    const name = naming.descriptor(operation);
    all.set(name, `export declare const ${name}: Descriptor<${kind}, ${types}>;\n`);
  }
  for (const { name } of contract.pools)
    all.set(poolName(name), `export declare const ${poolName(name)}: object;\n`);
  const codes = contract.errorCodes === undefined ? undefined : components.get(contract.errorCodes)?.shape;
  if (codes?.kind === "enum")
    all.set(
      "ErrorCode",
      `export type ErrorCode = ${codes.values.map((code) => JSON.stringify(code)).join(" | ")};\n`,
    );
  return all;
}

function wsDeclarations(contract: WsContract): Declarations {
  const { components } = contract;
  const plan = planComponents(contract);
  const all = new Map<string, string>();
  const declare = (name: string, shape: Shape): void => {
    all.set(name, emitType(name, shape, typeName).code);
  };
  for (const method of contract.methods) {
    const name = typeName(method.name);
    declare(`${name}Params`, sentShape(method.params));
    declare(`${name}Result`, receivedType(method.result, components));
    const symbol = symbolName(method.name);
    const many = method.perItem.length > 0 ? "[]" : "";
    all.set(
      symbol,
      `export declare const ${symbol}: Descriptor<"method", ${name}Params, ${name}Result${many}>;\n`,
    );
  }
  for (const channel of contract.channels) {
    const name = typeName(channel.name);
    if (channel.subscription) declare(`${name}Params`, sentShape(channel.subscription.params));
    declare(`${name}Message`, receivedType(channel.message, components));
    const symbol = symbolName(channel.name);
    const kind = channel.subscription ? `"channel", ${name}Params` : `"push", never`;
    all.set(symbol, `export declare const ${symbol}: Descriptor<${kind}, ${name}Message>;\n`);
  }
  for (const { name, shape } of components.values()) {
    if (plan.sent.has(name)) declare(typeName(name), outbound(shape));
    else if (plan.received.has(name)) declare(typeName(name), receivedType(shape, components));
  }
  const hosts = contract.hosts.map(({ name }) => `readonly ${JSON.stringify(name)}: string;`).join(" ");
  all.set("hosts", `export declare const hosts: { ${hosts} };\n`);
  return all;
}

const FIX_PRELUDE = `type Decimal = string;
type UTCTimestamp = string;
type Open<Values extends string> = Values | (string & {});
type UnknownField = readonly [tag: number, value: string];
`;
/** What the framing writes and reads by itself. */
const FRAMING_TAGS: ReadonlySet<number> = new Set([8, 9, 35]);

function fixDeclarations(dictionary: FixDictionary): Declarations {
  const names = new FixNames(dictionary);
  const all = new Map<string, string>([["fields", FIX_PRELUDE + emitFields(dictionary, names).content]]);
  const about = { source: dictionary.source, description: "" };
  const header = dictionary.header.filter(({ field }) => !FRAMING_TAGS.has(field.tag));
  all.set("Header", emitInterface("Header", header, "received", names, about));
  all.set("HeaderInput", emitInterface("Header", header, "input", names, about));
  for (const { name: wire, members, msgType } of dictionary.messages) {
    const name = names.message(wire);
    const first = `  readonly MsgType: ${JSON.stringify(msgType)};\n  readonly header: Header;\n  readonly unknown: readonly UnknownField[];\n`;
    all.set(name, emitInterface(name, members, "received", names, { ...about, first }));
    all.set(`${name}Input`, emitInterface(name, members, "input", names, about));
    const symbol = symbolName(wire);
    all.set(symbol, `export declare const ${symbol}: Descriptor<"message", ${name}Input, ${name}>;\n`);
  }
  return all;
}
