import { type Fault, fault, type RestOperation } from "@x/core";

/** A request as text, ready to be signed and sent. */
export interface EncodedRequest {
  /** Path from the host's root, with path parameters filled in: `/derivatives/api/v3/sendorder`. */
  readonly path: string;
  /** Url-encoded, without the leading `?`. */
  readonly query: string;
  /** Url-encoded form body. */
  readonly form: string;
  readonly headers: { readonly [name: string]: string };
}

/** Scheme, host and port of a URL. */
export const ORIGIN = /^\w+:\/\/[^/]+/;

type Params = { readonly [name: string]: unknown };

/** Why the parameters cannot be sent, beyond what the operation's own check can say. */
export function checkParams(operation: RestOperation, params: unknown): Fault | undefined {
  const found = operation.checkParams(params);
  if (found) return found;
  for (const [name, value] of Object.entries(params as Params)) {
    // Dropping it silently would turn "cancel the orders of this symbol" into "cancel all orders".
    if (value === undefined) return fault(`/${name}`, "a value, or no such field", value);
    if (typeof value === "string" && !value.isWellFormed()) {
      return fault(`/${name}`, "text without lone surrogates", value);
    }
  }
  for (const { name, in: place } of operation.parameters) {
    const value = (params as Params)[name];
    if (place === "header" && value !== undefined && !isHeaderText(String(value))) {
      return fault(`/${name}`, "text that a header can hold", value);
    }
  }
  return undefined;
}

/**
 * Writes checked parameters where the operation wants them. Everything is encoded as `encodeURIComponent` does, so a
 * space is `%20`; arrays repeat their name; numbers never take exponent notation, which the exchange refuses.
 */
export function encodeRequest(operation: RestOperation, params: unknown): EncodedRequest {
  let path = operation.server.replace(ORIGIN, "") + operation.path;
  const query: string[] = [];
  const form: string[] = [];
  const headers: { [name: string]: string } = {};
  for (const { name, in: place, json } of operation.parameters) {
    if (!Object.hasOwn(params as Params, name)) continue;
    const value = (params as Params)[name];
    const texts = Array.isArray(value) && !json ? value.map(text) : [json ? jsonText(value) : text(value)];
    if (place === "header") headers[name] = texts.join(",");
    else if (place === "path") path = path.replace(`{${name}}`, () => encodeURIComponent(texts.join(",")));
    else {
      const pairs = texts.map((part) => `${encodeURIComponent(name)}=${encodeURIComponent(part)}`);
      (place === "form" ? form : query).push(...pairs);
    }
  }
  return { path, query: query.join("&"), form: form.join("&"), headers };
}

function text(value: unknown): string {
  return typeof value === "number" ? decimalText(value) : String(value);
}

/** JSON whose numbers have no exponent. Texts are matched first, so that none inside them is touched. */
function jsonText(value: unknown): string {
  return JSON.stringify(value).replace(/"(?:[^"\\]|\\.)*"|[-\d.]+e[+-]\d+/g, (part) =>
    part.startsWith('"') ? part : decimalText(Number(part)),
  );
}

/** The shortest decimal that reads back as the same number, in plain notation: `1e-7` is `0.0000001`. */
export function decimalText(value: number): string {
  const [, sign = "", whole = "", fraction = "", exponent] =
    /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(String(value)) ?? [];
  if (exponent === undefined) return String(value);
  const digits = whole + fraction;
  const point = 1 + Number(exponent);
  return sign + (point > 0 ? digits.padEnd(point, "0") : `0.${"0".repeat(-point)}${digits}`);
}

function isHeaderText(value: string): boolean {
  return /^[\t\x20-\x7e]*$/.test(value);
}
