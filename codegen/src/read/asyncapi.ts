import type { Doc, Json, ObjectShape, Property, Shape } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { callerView, marked, objectOf, resultView, supplied, wayTo } from "../contract/view.ts";
import type { WsChannel, WsContract, WsHost, WsMethod, WsSubscription } from "../contract/ws.ts";
import { Documents, type GivenFiles } from "./document.ts";
import { isObject, readDoc, type SchemaNode } from "./node.ts";
import { SchemaReader } from "./schema.ts";
import { rowsIn } from "./ws-rows.ts";

const METHOD_ROLES = ["request", "response"];
const SUBSCRIPTION_ROLES = ["subscribe", "subscribeAck", "unsubscribe", "unsubscribeAck"];

/** Reads an AsyncAPI 3 document, and the JSON Schema files it names, into the contract of one WebSocket interface. */
export function readAsyncApi(root: string, file: string, given?: GivenFiles): WsContract {
  const documents = new Documents(root, given);
  return new AsyncApiReader(documents, { file, pointer: "" }).read();
}

class AsyncApiReader {
  readonly #documents: Documents;
  readonly #source: Source;
  readonly #document: SchemaNode;
  readonly #schemas: SchemaReader;

  constructor(documents: Documents, source: Source) {
    this.#documents = documents;
    this.#source = source;
    const document = documents.at(source);
    if (!isObject(document)) throw documents.error(source, "expected an AsyncAPI document");
    this.#document = document;
    this.#schemas = new SchemaReader(documents, componentName);
  }

  read(): WsContract {
    const version = this.#document.asyncapi;
    if (typeof version !== "string" || !version.startsWith("3."))
      throw this.#error(["asyncapi"], "expected AsyncAPI 3");
    const dialect = this.#document["x-dialect"];
    if (dialect !== "v2" && dialect !== "legacy")
      throw this.#error(["x-dialect"], 'expected "v2" or "legacy"');
    const hosts = this.#section("servers").map(([name, node]) => this.#host(name, node));
    const methods: WsMethod[] = [];
    const channels: WsChannel[] = [];
    for (const [name, node] of this.#section("channels")) {
      const roles = Object.keys(isObject(node.messages) ? node.messages : {});
      this.#exchange(name, roles);
      if (roles.includes("request")) methods.push(this.#method(name, node));
      else channels.push(this.#channel(name, node, roles));
    }
    this.#schemas.refuseCycles();
    return {
      source: this.#source,
      dialect,
      hosts,
      methods,
      channels,
      components: this.#schemas.components,
    };
  }

  #host(name: string, node: SchemaNode): WsHost {
    const { host, protocol, pathname = "" } = node;
    if (protocol !== "wss") throw this.#error(["servers", name, "protocol"], "expected wss");
    if (typeof host !== "string") throw this.#error(["servers", name, "host"], "expected a host name");
    return { name, url: `wss://${host}${pathname}`, source: this.#at("servers", name) };
  }

  #method(name: string, node: SchemaNode): WsMethod {
    const request = this.#message(name, "request");
    const answer = this.#message(name, "response");
    const about = this.#about(request.source);
    const answerName = this.#name(answer.shape, answer.source);
    this.#name(request.shape, request.source, name);
    const { components } = this.#schemas;
    const params = callerView(request.shape, components);
    return {
      name,
      source: { file: request.source.file, pointer: "" },
      doc: about,
      hosts: this.#hosts(name, node),
      auth: supplied(request.shape, "token", components) !== undefined,
      changesOrders: about.notes["x-changes-orders"] === true,
      request: request.shape,
      params,
      answerName,
      answer: answer.shape,
      result: resultView(answer.shape, components),
      perItem: namesOf(marked(params, "x-answer-per-item")),
      ...rowsIn(params, resultView(answer.shape, components), components),
      aliases: answer.shape.properties.flatMap(({ name: field, shape }) => {
        const of = shape.doc.notes["x-alias-of"];
        return typeof of === "string" ? [{ field, of }] : [];
      }),
    };
  }

  #channel(name: string, node: SchemaNode, roles: readonly string[]): WsChannel {
    const source = this.#payload(name, "message");
    const message = this.#schemas.read(this.#documents.at(source), source);
    const base = {
      name,
      source: { file: source.file, pointer: "" },
      doc: this.#about(source),
      hosts: this.#hosts(name, node),
      message,
    };
    if (!roles.includes("subscribe")) return base;
    return { ...base, subscription: this.#subscription(name, message, base.doc.notes) };
  }

  #subscription(name: string, message: Shape, notes: Doc["notes"]): WsSubscription {
    const subscribe = this.#message(name, "subscribe");
    const unsubscribe = this.#message(name, "unsubscribe");
    const at = this.#payload(name, "subscribeAck");
    const { components } = this.#schemas;
    const params = callerView(subscribe.shape, components);
    const repeated = namesOf(callerView(unsubscribe.shape, components).properties);
    const stranger = repeated.find((field) => !namesOf(params.properties).includes(field));
    if (stranger !== undefined)
      throw this.#documents.error(unsubscribe.source, `"${stranger}" is not a parameter of the subscription`);
    const sequence = wayTo(message, "x-sequence", components);
    const localCopy = notes["x-local-copy"] === true;
    if (localCopy && sequence)
      throw this.#documents.error(subscribe.source, "a local copy is not held to the numbers of messages");
    const [suffix] = marked(params, "x-name-suffix");
    return {
      source: subscribe.source,
      auth: supplied(subscribe.shape, "token", components) !== undefined,
      requests: { subscribe: subscribe.shape, unsubscribe: unsubscribe.shape },
      params,
      acknowledgement: this.#schemas.read(this.#documents.at(at), at),
      perItem: namesOf(marked(params, "x-answer-per-item")),
      unsubscribe: repeated,
      ...(suffix && { suffix: { param: suffix.name, default: this.#default(suffix) } }),
      ...(notes["x-snapshot"] === true && { snapshot: this.#without(params) }),
      ...(localCopy && { localCopy }),
      ...(sequence && { sequence }),
    };
  }

  /** The values of parameters that do without the snapshot a channel begins with. */
  #without({ properties }: ObjectShape): { [param: string]: Json } {
    const values = properties.map(({ name, shape }) => [name, shape.doc.notes["x-snapshot-unless"]] as const);
    return Object.fromEntries(values.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  }

  #default({ name, shape }: Property): Json {
    if (shape.doc.default === undefined)
      throw this.#documents.error(
        shape.source,
        `"${name}" is part of the channel's name and needs a default`,
      );
    return shape.doc.default;
  }

  /** A channel's messages must make a whole: a request with its answer, or a message, perhaps with its subscription. */
  #exchange(name: string, roles: readonly string[]): void {
    const wanted = roles.includes("request")
      ? METHOD_ROLES
      : roles.includes("subscribe")
        ? [...SUBSCRIPTION_ROLES, "message"]
        : ["message"];
    const at = ["channels", name, "messages"];
    for (const role of wanted)
      if (!roles.includes(role)) throw this.#error(at, `the message "${role}" is missing`);
    for (const role of roles)
      if (!wanted.includes(role)) throw this.#error([...at, role], "unknown role of a message");
    const operated = new Set(this.#section("operations").flatMap(([, operation]) => references(operation)));
    for (const role of roles) {
      if (!operated.has(`#/channels/${name}/messages/${role}`))
        throw this.#error([...at, role], "no operation sends or receives this message");
    }
  }

  #message(name: string, role: string): { readonly shape: ObjectShape; readonly source: Source } {
    const source = this.#payload(name, role);
    const shape = objectOf(this.#schemas.read(this.#documents.at(source), source), this.#schemas.components);
    if (!shape) throw this.#documents.error(source, `the message "${role}" must be an object`);
    return { shape, source };
  }

  /** Where the schema of a message stands. */
  #payload(name: string, role: string): Source {
    const at = this.#at("channels", name, "messages", role, "payload");
    const payload: unknown = this.#documents.at(at);
    const schema: unknown = isObject(payload) ? payload.schema : undefined;
    const ref = isObject(schema) ? schema.$ref : undefined;
    if (typeof ref !== "string") throw this.#documents.error(at, "expected schema: { $ref: … }");
    return this.#documents.follow(ref, inside(at, "schema"));
  }

  /** What the schema file of a message says about the method or channel as a whole. */
  #about(source: Source): Doc {
    const whole = this.#documents.at({ file: source.file, pointer: "" });
    return isObject(whole) ? readDoc(whole) : { notes: {} };
  }

  #name(message: ObjectShape, source: Source, wanted?: string): string {
    const property = supplied(message, "name", this.#schemas.components);
    const value = property?.shape.kind === "const" ? property.shape.value : undefined;
    if (typeof value !== "string")
      throw this.#documents.error(source, 'no property with a const says the name (x-supplied: "name")');
    if (wanted !== undefined && value !== wanted)
      throw this.#documents.error(source, `says it is "${value}", stands under "${wanted}"`);
    return value;
  }

  #hosts(name: string, node: SchemaNode): string[] {
    const servers = Array.isArray(node.servers) ? node.servers : [];
    const names = servers.map((server: unknown, index) => {
      const ref = isObject(server) ? server.$ref : undefined;
      const at = this.#at("channels", name, "servers", index);
      if (typeof ref !== "string") throw this.#documents.error(at, "expected a $ref to a server");
      const target = this.#documents.follow(ref, at);
      this.#documents.at(target, at);
      return target.pointer.split("/").at(-1) ?? "";
    });
    if (names.length === 0) throw this.#error(["channels", name], "names no servers");
    return names;
  }

  #section(key: string): [string, SchemaNode][] {
    const section = this.#document[key];
    if (!isObject(section)) throw this.#error([], `"${key}" is missing`);
    return Object.entries(section).map(([name, node]) => {
      if (!isObject(node)) throw this.#error([key, name], "expected an object");
      return [name, node];
    });
  }

  #at(...steps: (string | number)[]): Source {
    return inside(this.#source, ...steps);
  }

  #error(steps: string[], reason: string): Error {
    return this.#documents.error(this.#at(...steps), reason);
  }
}

/** A schema file of its own in `common/` is a component named as the file. */
function componentName(target: Source): string | undefined {
  const [, name] = /(?:^|\/)common\/([^/]+)\.schema\.json$/.exec(target.file) ?? [];
  return target.pointer === "" ? name : undefined;
}

function namesOf(properties: readonly Property[]): string[] {
  return properties.map(({ name }) => name);
}

function references(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(references);
  if (!isObject(node)) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === "$ref" && typeof value === "string" ? [value] : references(value),
  );
}
