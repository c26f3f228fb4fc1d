import type { Components, Json, Shape } from "../../../contract/shape.ts";
import type { Step } from "../../change.ts";
import { resolve } from "../../diff/context.ts";
import { variantsOf } from "../../diff/variants.ts";
import { seeded } from "../../random.ts";
import type { Part } from "../../surface/surface.ts";
import { prefix, replaced, shapeAt, without } from "../paths.ts";
import { Instances } from "../wire/instances.ts";
import type { Program } from "./program.ts";

type Side = "before" | "after";

/**
 * Programs that build a message: the parameters that a caller writes, or an answer that a test makes up. Once with no
 * more than must be there, once with all fields, and once for each thing that the place may be.
 */
export function builders(part: Part, components: Components, path: readonly Step[], side: Side): Program[] {
  const instances = new Instances(components, seeded(5));
  const make = (optional: number, way: readonly Step[]): Json =>
    instances.make(part.shape, { path: way, side, optional });
  const place = shapeAt({ shape: part.shape, components }, path, side);
  // With the object around the place, and the place itself left out where it may be.
  const around = prefix({ shape: part.shape, components }, path.slice(0, -1), side);
  const messages = [make(0, []), make(0, around), make(1, around)];
  if (place !== undefined) {
    messages.push(make(0, path), make(1, path));
    // No type knows of a condition that wants the field.
    if (isOptional(part.shape, components, path, side)) messages.push(without(make(1, path), path));
    for (const value of choices(place, components, instances, side))
      messages.push(replaced(make(0, path), path, value));
  }
  const type = part.type as string;
  const proves = part.travel === "sent" ? "any" : "fixture";
  const texts = messages.map((message) => literal(message, part.shape, part, components, true));
  const isReceivedFix = part.fix && part.travel === "received";
  return [...new Set(texts)].map((text) => ({
    proves,
    closed: false,
    imports: type !== "Header" && isReceivedFix ? [type, "Header"] : [type],
    body: `${isReceivedFix ? "declare const header: Header;\n" : text.includes("record({") ? RECORD : ""}export const m: ${type} = ${text};\n`,
  }));
}

/** What `Object.assign` makes of listed fields and free ones: no literal alone is of such a type. */
const RECORD =
  "declare function record<L, F>(listed: L, free: { [key: string]: F }): L & { [key: string]: F };\n";

function isOptional(shape: Shape, components: Components, path: readonly Step[], side: Side): boolean {
  const last = path.at(-1);
  const parent = shapeAt({ shape, components }, path.slice(0, -1), side);
  const [object] = parent ? variantsOf(parent, components).variants : [];
  const target = object && resolve(object, components);
  if (last?.kind !== "field" || target?.kind !== "object") return false;
  return target.properties.some(({ name, required }) => name === last.name && !required);
}

/** Each value that is listed for a place, null where it may be null, and each of its variants. */
function choices(shape: Shape, components: Components, instances: Instances, side: Side): Json[] {
  const { variants, nullable } = variantsOf(shape, components);
  const values = variants.flatMap((variant): readonly Json[] => {
    const target = variant.kind === "ref" ? components.get(variant.name)?.shape : variant;
    if (target?.kind === "enum") return target.values;
    if (target?.kind === "any") return ["any", 7, true, {}];
    if (variants.length > 1) return [instances.make(variant, { path: [], side, optional: 0 })];
    return target?.kind === "boolean" ? [true, false] : [];
  });
  return nullable ? [...values, null] : values;
}

/** A value as source text; FIX has values that JSON has no word for, and received messages that spell out what is absent. */
function literal(value: Json, shape: Shape, part: Part, components: Components, isMessage = false): string {
  if (!part.fix) return plainLiteral(value, shape, components);
  if (shape.kind === "string" && shape.format === "data") return "new Uint8Array()";
  if (shape.kind === "array" && Array.isArray(value))
    return `[${value.map((item: Json) => literal(item, shape.items, part, components)).join(", ")}]`;
  if (shape.kind !== "object" || typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = value as { readonly [name: string]: Json };
  const entries = shape.properties.flatMap(({ name, shape: field }) => {
    const given = fields[name];
    if (given !== undefined) return [`${JSON.stringify(name)}: ${literal(given, field, part, components)}`];
    return part.travel === "received" ? [`${JSON.stringify(name)}: undefined`] : [];
  });
  const isReceived = isMessage && part.travel === "received" && part.msgType !== undefined;
  const own = isReceived ? [`MsgType: ${JSON.stringify(part.msgType)}`, "header", "unknown: []"] : [];
  return `{ ${[...own, ...entries].join(", ")} }`;
}

/** JSON is source text, but for an object whose listed fields are not what its free keys hold: it is put together. */
function plainLiteral(value: Json, shape: Shape, components: Components): string {
  const { variants } = variantsOf(shape, components);
  const [only] = variants.map((variant) => resolve(variant, components));
  if (variants.length !== 1 || only === undefined || typeof value !== "object" || value === null)
    return JSON.stringify(value);
  if (only.kind === "array" && Array.isArray(value))
    return `[${value.map((item: Json) => plainLiteral(item, only.items, components)).join(", ")}]`;
  if (only.kind !== "object" || Array.isArray(value)) return JSON.stringify(value);
  const rest = typeof only.additional === "object" ? only.additional : undefined;
  const entries = Object.entries(value).map(([name, field]) => {
    const own = only.properties.find((property) => property.name === name)?.shape;
    const at = own ?? rest;
    const text = at ? plainLiteral(field, at, components) : JSON.stringify(field);
    return { isFree: own === undefined, text: `${JSON.stringify(name)}: ${text}` };
  });
  const written = (chosen: readonly { readonly text: string }[]): string =>
    `{ ${chosen.map(({ text }) => text).join(", ")} }`;
  if (rest === undefined || only.properties.length === 0) return written(entries);
  const free = entries.filter(({ isFree }) => isFree);
  const listed = written(entries.filter(({ isFree }) => !isFree));
  return `record(${listed}, ${free.length === 0 ? "{} as { [key: string]: never }" : written(free)})`;
}
