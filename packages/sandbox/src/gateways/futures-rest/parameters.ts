import type { RestOperation } from "@x/core";
import { type Decimal, parseDecimal } from "../../engine/decimal.ts";
import type { HttpRequest } from "../../http/http-server.ts";

/** Parameters that are not text on the other side of the encoding. Those that travel as JSON need no entry. */
export interface ParameterKinds {
  readonly [name: string]: "number" | "boolean" | "list";
}

export interface ReadParameters {
  /** Typed as the descriptor's check wants them; what cannot be read as its type stays text and fails the check. */
  readonly typed: Record<string, unknown>;
  /** The numbers again, exact. */
  readonly exact: Record<string, Decimal>;
  /** The JSON again, as it came. */
  readonly source: Record<string, string>;
}

/** Reads the parameters of a request from where its descriptor says they travel. */
export function readParameters(
  request: HttpRequest,
  operation: RestOperation,
  kinds: ParameterKinds,
  path: Readonly<Record<string, string>>,
): ReadParameters {
  const read: ReadParameters = { typed: {}, exact: {}, source: {} };
  const json = new Set(operation.parameters.filter((parameter) => parameter.json).map(({ name }) => name));
  for (const { name } of operation.parameters.filter((parameter) => parameter.in === "header")) {
    const value = request.headers[name.toLowerCase()];
    if (typeof value === "string") read.typed[name] = value;
  }
  for (const [name, text] of Object.entries(path)) put(read, name, text, kinds[name]);
  for (const [name, text] of new URLSearchParams(`${request.query}&${request.body}`)) {
    if (json.has(name)) putJson(read, name, text);
    else put(read, name, text, kinds[name]);
  }
  return read;
}

function put(
  { typed, exact }: ReadParameters,
  name: string,
  text: string,
  kind: ParameterKinds[string] | undefined,
) {
  const given = Object.hasOwn(typed, name) ? typed[name] : undefined;
  const number = kind === "number" ? parseDecimal(text) : undefined;
  if (number !== undefined) exact[name] = number;
  const value = number !== undefined ? Number(number) : kind === "boolean" ? flag(text) : text;
  if (kind === "list") set(typed, name, Array.isArray(given) ? [...given, value] : [value]);
  // A parameter given twice is no single value of its type.
  else set(typed, name, given === undefined ? value : [value]);
}

function putJson({ typed, source }: ReadParameters, name: string, text: string): void {
  try {
    set(typed, name, JSON.parse(text));
    source[name] = text;
  } catch {
    // Text is no JSON of any parameter, so the check tells.
    set(typed, name, text);
  }
}

/** As a field of its own, whatever it is called. */
function set(typed: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(typed, name, { value, enumerable: true, configurable: true, writable: true });
}

function flag(text: string): boolean | string {
  return text === "true" ? true : text === "false" ? false : text;
}
