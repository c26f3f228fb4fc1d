import type { Contract } from "../../../contract/contract.ts";
import { isNullable, outbound } from "../../../contract/direction.ts";
import type { FixDictionary } from "../../../contract/fix.ts";
import { symbolName, typeName } from "../../../contract/names.ts";
import { mentions } from "../../../contract/reach.ts";
import type { RestContract } from "../../../contract/rest.ts";
import type { Component, Shape } from "../../../contract/shape.ts";
import type { WsContract } from "../../../contract/ws.ts";
import { emitFields } from "../../../emit/fix/fields.ts";
import { FixNames } from "../../../emit/fix/naming.ts";
import { emitInterface } from "../../../emit/fix/types.ts";
import { descriptorType } from "../../../emit/rest/facts.ts";
import { Naming } from "../../../emit/rest/naming.ts";
import { poolName } from "../../../emit/rest/pools.ts";
import { type Declaration, declareTypes } from "../../../emit/rest/types.ts";
import { planComponents, receivedType, sentShape } from "../../../emit/ws/project.ts";
import { emitType } from "../../../emit/ws/types.ts";
import { shapeText } from "../../diff/variants.ts";

/** The exported declarations of a target, as a program that imports them meets them: types, and what values are of. */
export type Declarations = ReadonlyMap<string, string>;

/** Types that were made once; the mutants of a contract share nearly all of them. */
export type DeclarationCache = Map<string, string>;

/** Descriptors are told by the kind of call and by the types they carry. */
const PRELUDE =
  "export type Descriptor<Kind, Params, Result> = { readonly kind: Kind; call(params: Params): Result };\n";

/**
 * The declarations that a target's emitters make of a contract: the same texts by the same functions, but in one file and
 * without the code that only runs.
 */
export async function declarations(contract: Contract, cache: DeclarationCache): Promise<Declarations> {
  if (contract.kind === "rest") return restDeclarations(contract.rest, cache);
  if (contract.kind === "ws") return wsDeclarations(contract.ws, cache);
  return fixDeclarations(contract.fix);
}

/** One module that declares all of them. */
export function moduleText(all: Declarations): string {
  return PRELUDE + [...all.values()].join("\n");
}

async function restDeclarations(contract: RestContract, cache: DeclarationCache): Promise<Declarations> {
  const naming = new Naming(contract);
  const wanted: Declaration[] = [
    ...naming.uses.map((use): Declaration => {
      const { shape } = contract.components.get(use.component) as Component;
      return { name: naming.type(use), shape, direction: use.direction };
    }),
    ...contract.operations.flatMap((operation): Declaration[] => [
      { name: naming.params(operation), shape: operation.params, direction: "outbound" },
      { name: naming.result(operation), shape: operation.result, direction: "inbound" },
    ]),
  ];
  const names = naming.uses.map((use) => `${use.component} ${use.direction} ${naming.type(use)}`).join();
  const nullable = [...contract.components.values()]
    .filter(({ shape }) => isNullable(shape, contract.components))
    .map(({ name }) => name)
    .join();
  const keyed = wanted.map((declaration) => ({
    declaration,
    key: JSON.stringify([
      declaration.name,
      declaration.direction,
      shapeText(declaration.shape),
      names,
      nullable,
    ]),
  }));
  const missing = keyed.filter(({ key }) => !cache.has(key));
  if (missing.length > 0) {
    const nameOf = (component: string, direction: Declaration["direction"]): string =>
      naming.type({ component, direction });
    // A reference is made a name only where the named declaration stands beside it.
    const made = await declareTypes(withReferences(missing, keyed, nameOf), contract.components, nameOf);
    for (const { declaration, key } of missing)
      cache.set(key, `export ${made.get(declaration.name)?.text ?? ""}`);
  }
  const all = new Map(keyed.map(({ declaration, key }) => [declaration.name, cache.get(key) as string]));
  for (const operation of contract.operations) {
    const kind = JSON.stringify(descriptorType(operation));
    const types = `${naming.params(operation)}, ${naming.result(operation)}`;
    const name = naming.descriptor(operation);
    all.set(name, `export declare const ${name}: Descriptor<${kind}, ${types}>;\n`);
  }
  for (const { name } of contract.pools)
    all.set(poolName(name), `export declare const ${poolName(name)}: object;\n`);
  const codes =
    contract.errorCodes === undefined ? undefined : contract.components.get(contract.errorCodes)?.shape;
  if (codes?.kind === "enum")
    all.set(
      "ErrorCode",
      `export type ErrorCode = ${codes.values.map((code) => JSON.stringify(code)).join(" | ")};\n`,
    );
  return all;
}

interface Keyed {
  readonly declaration: Declaration;
  readonly key: string;
}

/** What is to be declared, and what it refers to, of which the name alone matters. */
function withReferences(
  missing: readonly Keyed[],
  all: readonly Keyed[],
  nameOf: (component: string, direction: Declaration["direction"]) => string,
): Declaration[] {
  const chosen = new Set(missing.map(({ declaration }) => declaration.name));
  const named = new Set(
    missing.flatMap(({ declaration: { shape, direction } }) =>
      [...mentions(shape)].map((component) => nameOf(component, direction)),
    ),
  );
  const anything: Shape = { kind: "any", source: { file: "", pointer: "" }, doc: { notes: {} } };
  return all
    .map(({ declaration }) => declaration)
    .filter(({ name }) => chosen.has(name) || named.has(name))
    .map((declaration) => (chosen.has(declaration.name) ? declaration : { ...declaration, shape: anything }));
}

async function wsDeclarations(contract: WsContract, cache: DeclarationCache): Promise<Declarations> {
  const { components } = contract;
  const plan = planComponents(contract);
  const all = new Map<string, string>();
  const declare = async (name: string, shape: Shape, empty: "never" | "unknown"): Promise<void> => {
    const key = JSON.stringify([name, empty, shapeText(shape)]);
    const text = cache.get(key) ?? (await emitType(name, shape, empty, false)).code;
    cache.set(key, text);
    all.set(name, text);
  };
  for (const method of contract.methods) {
    const name = typeName(method.name);
    await declare(`${name}Params`, sentShape(method.params), "never");
    await declare(`${name}Result`, receivedType(method.result, components), "unknown");
    const symbol = symbolName(method.name);
    const many = method.perItem.length > 0 ? "[]" : "";
    all.set(
      symbol,
      `export declare const ${symbol}: Descriptor<"method", ${name}Params, ${name}Result${many}>;\n`,
    );
  }
  for (const channel of contract.channels) {
    const name = typeName(channel.name);
    if (channel.subscription) await declare(`${name}Params`, sentShape(channel.subscription.params), "never");
    await declare(`${name}Message`, receivedType(channel.message, components), "unknown");
    const symbol = symbolName(channel.name);
    const kind = channel.subscription ? `"channel", ${name}Params` : `"push", never`;
    all.set(symbol, `export declare const ${symbol}: Descriptor<${kind}, ${name}Message>;\n`);
  }
  for (const { name, shape } of components.values()) {
    if (plan.sent.has(name)) await declare(typeName(name), outbound(shape), "never");
    else if (plan.received.has(name))
      await declare(typeName(name), receivedType(shape, components), "unknown");
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
