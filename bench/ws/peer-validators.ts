import type { Peers } from "../src/peers.ts";
import type { Schema } from "./schema.ts";

/** A validator of someone else's, for one message. */
export interface Validator {
  readonly name: string;
  readonly accepts: (value: unknown) => boolean;
}

/** All of them, holding a message to the same. */
export async function peerValidators(peers: Peers, schema: Schema): Promise<readonly Validator[]> {
  return [
    await ajv(peers, schema),
    await typebox(peers, schema),
    await zod(peers, schema),
    await valibot(peers, schema),
  ];
}

/** Its standalone code is the code it runs itself. */
async function ajv(peers: Peers, schema: Schema): Promise<Validator> {
  const { default: module } = await peers<{
    readonly default: {
      readonly default: new (options: object) => { compile(schema: Schema): (value: unknown) => boolean };
    };
  }>("ajv/dist/2020.js");
  return { name: "Ajv 8.20.0 standalone", accepts: new module.default({ strict: false }).compile(schema) };
}

async function typebox(peers: Peers, schema: Schema): Promise<Validator> {
  const { Compile } = await peers<{ Compile(schema: Schema): { Check(value: unknown): boolean } }>(
    "typebox/schema",
  );
  const compiled = Compile(schema);
  return { name: "TypeBox 1.4.3 compiled", accepts: (value) => compiled.Check(value) };
}

interface ZodType {
  optional(): ZodType;
  min(least: number): ZodType;
  max(most: number): ZodType;
  int(): ZodType;
  safeParse(value: unknown): { readonly success: boolean };
}

async function zod(peers: Peers, schema: Schema): Promise<Validator> {
  const z = await peers<{
    looseObject(fields: { readonly [name: string]: ZodType }): ZodType;
    array(items: ZodType): ZodType;
    literal(value: string): ZodType;
    string(): ZodType;
    number(): ZodType;
    boolean(): ZodType;
  }>("zod");
  const convert = (node: Schema): ZodType => {
    if (node.const !== undefined) return z.literal(node.const);
    switch (node.type) {
      case "object":
        return z.looseObject(fieldsOf(node, convert, (field) => field.optional()));
      case "array": {
        const array = z.array(convert(node.items ?? {}));
        return node.minItems === undefined ? array : array.min(node.minItems);
      }
      case "string":
        return node.minLength === undefined ? z.string() : z.string().min(node.minLength);
      case "boolean":
        return z.boolean();
      default: {
        let number = node.type === "integer" ? z.number().int() : z.number();
        if (node.minimum !== undefined) number = number.min(node.minimum);
        if (node.maximum !== undefined) number = number.max(node.maximum);
        return number;
      }
    }
  };
  const converted = convert(schema);
  return { name: "zod 4.6.7", accepts: (value) => converted.safeParse(value).success };
}

async function valibot(peers: Peers, schema: Schema): Promise<Validator> {
  type Type = object;
  const v = await peers<{
    looseObject(fields: { readonly [name: string]: Type }): Type;
    array(items: Type): Type;
    literal(value: string): Type;
    string(): Type;
    number(): Type;
    boolean(): Type;
    optional(type: Type): Type;
    integer(): Type;
    minLength(least: number): Type;
    minValue(least: number): Type;
    maxValue(most: number): Type;
    pipe(...types: readonly Type[]): Type;
    is(type: Type, value: unknown): boolean;
  }>("valibot");
  const convert = (node: Schema): Type => {
    if (node.const !== undefined) return v.literal(node.const);
    switch (node.type) {
      case "object":
        return v.looseObject(fieldsOf(node, convert, v.optional));
      case "array": {
        const array = v.array(convert(node.items ?? {}));
        return node.minItems === undefined ? array : v.pipe(array, v.minLength(node.minItems));
      }
      case "string":
        return node.minLength === undefined ? v.string() : v.pipe(v.string(), v.minLength(node.minLength));
      case "boolean":
        return v.boolean();
      default: {
        const rules = [
          ...(node.type === "integer" ? [v.integer()] : []),
          ...(node.minimum === undefined ? [] : [v.minValue(node.minimum)]),
          ...(node.maximum === undefined ? [] : [v.maxValue(node.maximum)]),
        ];
        return rules.length === 0 ? v.number() : v.pipe(v.number(), ...rules);
      }
    }
  };
  const converted = convert(schema);
  return { name: "valibot 1.5.0", accepts: (value) => v.is(converted, value) };
}

function fieldsOf<Type>(
  { properties = {}, required = [] }: Schema,
  convert: (node: Schema) => Type,
  optional: (type: Type) => Type,
): { readonly [name: string]: Type } {
  return Object.fromEntries(
    Object.entries(properties).map(([name, field]) => {
      const type = convert(field);
      return [name, required.includes(name) ? type : optional(type)];
    }),
  );
}
