import type { RestOperation } from "@x/core";
import { type Decimal, parseDecimal } from "../../engine/decimal.ts";
import type { HttpRequest } from "../../http/http-server.ts";

/** Parameters that are not text on the other side of the form encoding. */
export interface ParameterKinds {
  readonly [name: string]: "number" | "boolean";
}

export interface ReadParameters {
  /** Typed as the descriptor's check wants them; what cannot be read as its type stays text and fails the check. */
  readonly typed: Record<string, unknown>;
  /** The numbers again, exact. */
  readonly exact: Record<string, Decimal>;
}

/** Reads the parameters of a request from where its descriptor says they travel. */
export function readParameters(
  request: HttpRequest,
  operation: RestOperation,
  kinds: ParameterKinds,
): ReadParameters {
  const typed: Record<string, unknown> = {};
  const exact: Record<string, Decimal> = {};
  for (const { name } of operation.parameters.filter((parameter) => parameter.in === "header")) {
    const value = request.headers[name.toLowerCase()];
    if (typeof value === "string") typed[name] = value;
  }
  for (const [name, text] of new URLSearchParams(`${request.query}&${request.body}`)) {
    const repeated = Object.hasOwn(typed, name);
    const number = kinds[name] === "number" ? parseDecimal(text) : undefined;
    if (number !== undefined) exact[name] = number;
    const value = number !== undefined ? Number(number) : kinds[name] === "boolean" ? flag(text) : text;
    // A parameter given twice is no single value of its type.
    Object.defineProperty(typed, name, {
      value: repeated ? [value] : value,
      enumerable: true,
      configurable: true,
    });
  }
  return { typed, exact };
}

function flag(text: string): boolean | string {
  return text === "true" ? true : text === "false" ? false : text;
}
