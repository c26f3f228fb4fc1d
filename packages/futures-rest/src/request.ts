import type { RestOperation } from "@x/core";
import type { Failing } from "./call.ts";

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

/**
 * Writes checked parameters where the operation wants them. Everything is encoded as `encodeURIComponent` does, so a
 * space is `%20`; arrays repeat their name; numbers never take exponent notation, which the exchange refuses.
 *
 * @throws FuturesRestError with code `invalidParams` for text that has no encoding: lone surrogates.
 */
export function encodeRequest(
  { server, path: below, parameters }: RestOperation,
  params: unknown,
  error: Failing,
): EncodedRequest {
  let path = server.replace(ORIGIN, "") + below;
  const pairs: { query: string[]; form: string[] } = { query: [], form: [] };
  const headers: { [name: string]: string } = {};
  for (const { name, in: place, json, write = String } of parameters) {
    const value = (params as { readonly [name: string]: unknown })[name];
    if (value === undefined) continue;
    let texts: string[];
    try {
      texts = (json ? [value] : [value].flat()).map((part) => encodeURIComponent(write(part)));
    } catch {
      throw error("invalidParams", `/${name}: expected text without lone surrogates`, {
        path: `/${name}`,
        outcome: "not-sent",
      });
    }
    if (place === "header") headers[name] = String(value);
    else if (place === "path") path = path.replace(`{${name}}`, () => String(texts));
    else pairs[place].push(...texts.map((text) => `${encodeURIComponent(name)}=${text}`));
  }
  return { path, query: pairs.query.join("&"), form: pairs.form.join("&"), headers };
}
