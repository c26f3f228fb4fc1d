import type { HttpRequest } from "../../http/http-server.ts";

/** Parameters as text, or lists and objects where a JSON body has them. */
export type SpotParams = Readonly<Record<string, unknown>>;

/** Reads the parameters of a form, a JSON body or a query. Nothing comes back for a body that is no JSON object. */
export function readParams({ headers, query, body }: HttpRequest): SpotParams | undefined {
  if (headers["content-type"]?.startsWith("application/json") !== true) {
    return Object.fromEntries(new URLSearchParams(`${query}&${body}`));
  }
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? Object.fromEntries(Object.entries(read).map(([name, value]) => [name, plain(value)]))
      : undefined;
  } catch {
    return undefined;
  }
}

/** Numbers and flags mean the same as their text does in a form. */
function plain(value: unknown): unknown {
  return typeof value === "number" || typeof value === "boolean" ? String(value) : value;
}

/** A parameter that is one text; nothing for one that is left out, empty or a list. */
export function textOf(params: SpotParams, name: string): string | undefined {
  const value = params[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** A parameter that may be several texts, in a list or with commas between. */
export function textsOf(params: SpotParams, name: string): string[] {
  const value = params[name];
  const texts = Array.isArray(value) ? value.map(String) : String(value ?? "").split(",");
  return texts.filter((text) => text !== "");
}

/** A whole number of a parameter, `fallback` if it is left out, nothing if it is none. */
export function wholeOf(params: SpotParams, name: string, fallback: number): number | undefined {
  const text = textOf(params, name);
  if (text === undefined) return fallback;
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
