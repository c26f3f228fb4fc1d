import { createHash, createHmac } from "node:crypto";
import type { ClientOptions, Credentials, RestOperation } from "@x/futures-rest";
import { expect } from "vitest";

/** A request as it was handed to the network. */
export interface Sent {
  readonly url: string;
  readonly init: RequestInit;
}

/** The platform's `fetch`, with a note of everything it was given. */
export function recordingFetch(sent: Sent[]): NonNullable<ClientOptions["fetch"]> {
  return (url, init) => {
    sent.push({ url, init });
    return fetch(url, init);
  };
}

/** Pairs of a query or a form, read without the client's own encoding. */
function pairsOf(text: string): [string, string][] {
  if (text === "") return [];
  return text.split("&").map((pair) => {
    // Url-encoded, and not as forms are: a space is no plus sign.
    expect(pair).toMatch(/^[\w.!~*'()%-]+=[\w.!~*'()%-]*$/);
    const [name = "", value = ""] = pair.split("=");
    return [decodeURIComponent(name), decodeURIComponent(value)];
  });
}

/** What the values of one parameter should look like on the wire. */
function texts(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).map((one) => {
    // No number of the table is so small or large that it would have an exponent.
    if (typeof one === "number") expect(String(one)).toMatch(/^-?\d+(\.\d+)?$/);
    return String(one);
  });
}

/**
 * Holds a request against its descriptor: method, path, every parameter in its place and nothing else, and the
 * signature as `node:crypto` makes it over the text that was sent.
 */
export function expectAsSpecified(
  { url, init }: Sent,
  operation: RestOperation,
  params: Readonly<Record<string, unknown>>,
  baseUrl: string,
  { apiKey, apiSecret }: Credentials,
): void {
  const places = new Map(operation.parameters.map((parameter) => [parameter.name, parameter]));
  const wanted = { path: `${new URL(operation.server).pathname}${operation.path}`, query: [], form: [] } as {
    path: string;
    query: [string, unknown][];
    form: [string, unknown][];
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(params)) {
    const place = places.get(name);
    if (place === undefined) throw new Error(`${operation.name} has no parameter ${name}`);
    if (place.in === "path")
      wanted.path = wanted.path.replace(`{${name}}`, encodeURIComponent(String(value)));
    else if (place.in === "header") headers[name] = String(value);
    else if (place.json) wanted[place.in].push([name, value]);
    else wanted[place.in].push(...texts(value).map((text): [string, string] => [name, text]));
  }

  expect(init.method).toBe(operation.method);
  const [target = "", query = "", ...more] = url.split("?");
  expect(more).toEqual([]);
  expect(target).toBe(baseUrl + wanted.path);
  const body = (init.body ?? "") as string;
  for (const [text, pairs] of [
    [query, wanted.query],
    [body, wanted.form],
  ] as const) {
    const read = pairsOf(text).map(([name, value]) => [
      name,
      places.get(name)?.json ? JSON.parse(value) : value,
    ]);
    expect(inOrder(read)).toEqual(inOrder(pairs));
  }

  if (operation.auth !== "none") {
    const path = wanted.path.replace(/^\/derivatives/, "");
    const digest = createHash("sha256").update(`${query}${body}${path}`).digest();
    headers.APIKey = apiKey;
    headers.Authent = createHmac("sha512", Buffer.from(apiSecret, "base64")).update(digest).digest("base64");
  }
  if (body !== "") headers["Content-Type"] = "application/x-www-form-urlencoded";
  expect(init.headers).toEqual(headers);
}

/** Parameters have no order among them; the values of one have. */
function inOrder(pairs: readonly (readonly unknown[])[]): (readonly unknown[])[] {
  return pairs.toSorted(([a], [b]) => String(a).localeCompare(String(b)));
}
