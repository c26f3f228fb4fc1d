import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Direction } from "../../src/contract/direction.ts";
import { reach } from "../../src/contract/reach.ts";
import type { Components, Json, Shape } from "../../src/contract/shape.ts";
import { sourceText } from "../../src/contract/source.ts";
import type { WsChannel, WsContract, WsMethod } from "../../src/contract/ws.ts";
import { readAsyncApi } from "../../src/read/asyncapi.ts";
import { Documents } from "../../src/read/document.ts";
import { readOpenApi } from "../../src/read/openapi.ts";
import { compileCheck } from "./compile.ts";
import { instances } from "./instances.ts";
import { oracle } from "./oracle.ts";

/** Every check the real specs give rise to, against Ajv on the same files. */

const root = fileURLToPath(new URL("../../..", import.meta.url));
const specs = readdirSync(`${root}/specs`, { recursive: true, encoding: "utf8" })
  .filter((path) => /\.(yaml|json)$/.test(path))
  .map((path) => `specs/${path.replaceAll("\\", "/")}`);
const loader = new Documents(root);
const documents = Object.fromEntries(specs.map((file) => [file, loader.load(file).value]));

interface Case {
  readonly name: string;
  readonly shape: Shape;
  readonly components: Components;
  readonly direction: Direction;
  /** What Ajv is asked about: the place in the spec, and the value as it stands there. */
  readonly ref: string;
  readonly wrap: (value: unknown) => unknown;
}

const asItIs = (value: unknown): unknown => value;

function restCases(file: string): Case[] {
  const { operations, components } = readOpenApi(root, file);
  return [
    ...componentCases(
      components,
      operations.map(({ params }) => params),
      operations.flatMap(({ result, errors }) => [result, ...errors]),
    ),
    ...operations.flatMap(({ name, params, result, errors }): Case[] => [
      {
        name: `${name} params`,
        shape: params,
        components,
        direction: "outbound",
        ref: `params/${name}`,
        wrap: asItIs,
      },
      ...[result, ...errors].map(
        (shape): Case => ({
          name: `${name} answer ${shape.source.pointer.at(-1)}`,
          shape,
          components,
          direction: "inbound",
          ref: sourceText(shape.source),
          wrap: asItIs,
        }),
      ),
    ]),
  ];
}

function wsCases(file: string): Case[] {
  const contract = readAsyncApi(root, file);
  const { components, methods, channels } = contract;
  return [
    ...componentCases(
      components,
      [
        ...methods.map(({ params }) => params),
        ...channels.flatMap(({ subscription }) => subscription?.params ?? []),
      ],
      [...methods.map(({ answer }) => answer), ...channels.map(({ message }) => message)],
    ),
    ...methods.flatMap((method): Case[] => [
      {
        name: `${method.name} params`,
        shape: method.params,
        components,
        direction: "outbound",
        ref: sourceText(method.params.source),
        wrap: request(contract, method),
      },
      {
        name: `${method.name} answer`,
        shape: method.answer,
        components,
        direction: "inbound",
        ref: sourceText(method.answer.source),
        wrap: asItIs,
      },
    ]),
    ...channels.flatMap((channel): Case[] => [
      {
        name: `${channel.name} message`,
        shape: channel.message,
        components,
        direction: "inbound",
        ref: sourceText(channel.message.source),
        wrap: asItIs,
      },
      ...(channel.subscription
        ? [
            {
              name: `${channel.name} subscription`,
              shape: channel.subscription.params,
              components,
              direction: "outbound" as const,
              ref: sourceText(channel.subscription.source),
              wrap: subscribe(contract, channel),
            },
          ]
        : []),
    ]),
  ];
}

/** The whole request that carries the caller's parameters, as the client would put it together. */
function request({ dialect }: WsContract, { name, auth }: WsMethod) {
  const token = auth ? { token: "t0ken" } : {};
  return (value: unknown): unknown =>
    dialect === "v2"
      ? {
          method: name,
          ...((auth || Object.keys(value as object).length > 0) && {
            params: { ...(value as object), ...token },
          }),
          req_id: 1,
        }
      : { event: name, ...(value as object), ...token, reqid: 1 };
}

function subscribe({ dialect }: WsContract, { name, subscription }: WsChannel) {
  const token = subscription?.auth ? { token: "t0ken" } : {};
  return (value: unknown): unknown => {
    if (dialect === "v2")
      return { method: "subscribe", params: { channel: name, ...(value as object), ...token }, req_id: 1 };
    const { pair, ...options } = value as { readonly pair?: unknown };
    return {
      event: "subscribe",
      ...(pair !== undefined && { pair }),
      subscription: { name, ...options, ...token },
      reqid: 1,
    };
  };
}

/** Components as they travel: those that requests reach as sent, those that answers and pushes reach as received. */
function componentCases(components: Components, sent: readonly Shape[], received: readonly Shape[]): Case[] {
  const cases = (shapes: readonly Shape[], direction: Direction): Case[] =>
    [...reach(shapes, components)].flatMap((name) => {
      const shape = components.get(name)?.shape;
      return shape
        ? [{ name, shape, components, direction, ref: sourceText(shape.source), wrap: asItIs }]
        : [];
    });
  return [...cases(sent, "outbound"), ...cases(received, "inbound")];
}

function isOpenApi(file: string): boolean {
  return "paths" in (documents[file] as object);
}

/** OpenAPI has no schema for all parameters together; this is what the parameter list says, as one. */
function parameterSchemas(file: string): { [id: string]: Json } {
  const document = documents[file] as {
    paths: { [path: string]: { [method: string]: { [key: string]: unknown } } };
  };
  const schemas: { [id: string]: Json } = {};
  for (const operation of Object.values(document.paths).flatMap((path) => Object.values(path))) {
    type Field = { [keyword: string]: unknown };
    const resolved = (parameter: Field): Field =>
      typeof parameter.$ref === "string"
        ? (loader.at({ file, pointer: parameter.$ref.slice(1) }) as Field)
        : parameter;
    const fields: [string, Field, boolean][] = ((operation.parameters ?? []) as Field[])
      .map(resolved)
      .map((parameter) => [
        parameter.name as string,
        // A JSON text is asked about by what it holds.
        ((parameter.schema as Field | undefined)?.contentSchema ??
          parameter.schema ??
          (parameter.content as { [type: string]: Field })["application/json"]?.schema) as Field,
        parameter.required === true,
      ]);
    const body = operation.requestBody as { content: { [type: string]: { schema: Field } } } | undefined;
    const form = body?.content["application/x-www-form-urlencoded"]?.schema;
    for (const [name, schema] of Object.entries((form?.properties ?? {}) as { [name: string]: Field })) {
      fields.push([name, schema, ((form?.required ?? []) as string[]).includes(name)]);
    }
    const rebase = (value: unknown): Json =>
      JSON.parse(JSON.stringify(value).replaceAll('"$ref":"#', `"$ref":"../${file}#`)) as Json;
    const rules = [
      ...((operation["x-params-rules"] ?? []) as unknown[]),
      ...((form?.allOf as unknown[]) ?? []),
    ];
    schemas[`params/${operation.operationId as string}`] = {
      type: "object",
      properties: Object.fromEntries(fields.map(([name, schema]) => [name, rebase(schema)])),
      required: fields.filter(([, , required]) => required).map(([name]) => name),
      ...(rules.length > 0 && { allOf: rebase(rules) as Json[] }),
    };
  }
  return schemas;
}

const files = {
  "futures-rest": restCases("specs/futures-rest/futures-rest.yaml"),
  "futures-history-rest": restCases("specs/futures-rest/futures-history-rest.yaml"),
  "futures-charts-rest": restCases("specs/futures-rest/futures-charts-rest.yaml"),
  "futures-auth-rest": restCases("specs/futures-rest/futures-auth-rest.yaml"),
  "spot-rest": restCases("specs/spot-rest/spot-rest.yaml"),
  "ws-v2": wsCases("specs/ws-v2/asyncapi.yaml"),
  "ws-legacy": wsCases("specs/ws-legacy/asyncapi.yaml"),
};

const asked = {
  ...documents,
  ...Object.assign({}, ...Object.keys(documents).filter(isOpenApi).map(parameterSchemas)),
};
const oracles = { outbound: oracle(asked, "outbound"), inbound: oracle(asked, "inbound") };

describe.each(Object.entries(files))("%s", (_file, cases) => {
  it.each(cases.map((one) => [`${one.name}, ${one.direction}`, one] as const))(
    "%s",
    (_name, { shape, components, direction, ref, wrap }) => {
      const check = compileCheck(shape, components, direction);
      // Received unions are asked about as anyOf: see the oracle.
      const place = direction === "inbound" ? ref.replaceAll("/oneOf/", "/anyOf/") : ref;
      const accepts = oracles[direction](place);
      fc.assert(
        fc.property(instances(shape, components), (value) => {
          // Only an object can be put into a request.
          fc.pre(wrap === asItIs || (typeof value === "object" && value !== null && !Array.isArray(value)));
          const fault = check(value);
          expect({ value, accepted: fault === undefined, fault }).toEqual({
            value,
            accepted: accepts(wrap(value)),
            fault,
          });
        }),
        { numRuns: 150, seed: 20261121 },
      );
    },
  );
});
