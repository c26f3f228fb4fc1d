import type { Fault, RestOperation } from "@x/core";
import type { HttpReply } from "../../http/reply.ts";
import type { FuturesAnswer, Refused } from "./handler.ts";

/** How one of the four APIs tells that it refuses. */
type RefusalForm = (refused: Refused, operation: RestOperation, serverTime: string) => HttpReply;

const UNAUTHORISED = new Set(["authenticationError", "nonceBelowThreshold", "nonceDuplicate"]);

/** By the first part of the path of the API. */
const FORMS: Readonly<Record<string, RefusalForm>> = {
  "/derivatives/api/v3": trading,
  "/api/history/v3": history,
  "/api/charts/v1": charts,
  "/api/auth/v1": auth,
};

export function isFuturesPath(path: string): boolean {
  return Object.keys(FORMS).some((base) => path.startsWith(`${base}/`));
}

/** The answer of an operation in the exchange's form. */
export function reply(
  answer: FuturesAnswer<unknown>,
  operation: RestOperation,
  serverTime: string,
): HttpReply {
  if ("error" in answer) {
    const form = FORMS[new URL(operation.server).pathname] ?? trading;
    return form(answer, operation, serverTime);
  }
  if ("payload" in answer) {
    const body = Object.assign({ result: "success" }, answer.payload, { serverTime });
    return { status: 200, body: JSON.stringify(body) };
  }
  if (operation.answer === "text")
    return { status: 200, body: String(answer.body), type: "text/csv; charset=utf-8" };
  return { status: 200, body: JSON.stringify(answer.body) };
}

/** Nothing answers at this path. */
export function unknownPath(serverTime: string): HttpReply {
  return json(404, { result: "error", error: "notFound", serverTime });
}

/** Parameters that do not fit, in the exchange's words. */
export function faultAnswer(
  { path, expected }: Fault,
  params: Readonly<Record<string, unknown>>,
  operation: RestOperation,
): Refused {
  const name = path.split("/")[1] ?? "";
  if (!Object.hasOwn(params, name)) return { error: "requiredArgumentMissing" };
  const isJson = operation.parameters.some((parameter) => parameter.name === name && parameter.json);
  if (isJson && typeof params[name] === "string") return { error: "Json Parse Error" };
  if (!expected.startsWith("one of ")) return { error: `invalidArgument: ${name}` };
  // Values outside a list are refused one layer earlier, in another envelope.
  return { error: `Argument invalid: ${name}`, status: 400, number: 11 };
}

function trading(
  { error, status = 200, number }: Refused,
  _operation: RestOperation,
  serverTime: string,
): HttpReply {
  if (number === undefined) return json(status, { result: "error", error, serverTime });
  const errors = [{ code: number, message: error }];
  return json(status, { status: "BAD_REQUEST", result: "error", errors, serverTime });
}

function history({ error, status = 400 }: Refused): HttpReply {
  if (UNAUTHORISED.has(error)) return json(401, { status: "unauthorized", reason: error });
  if (error === "apiLimitExceeded") return { status: 429, body: "Too many requests", type: "text/plain" };
  return json(status, { error });
}

function charts({ error, status = 400 }: Refused, operation: RestOperation): HttpReply {
  if (!operation.path.startsWith("/analytics/")) return json(status, { error });
  const [type = "", field] = error.split(": ");
  const fault = { severity: "E", error_class: "General", type, msg: null, value: null, field: field ?? null };
  return json(status, { result: null, errors: [fault] });
}

function auth({ error, status = 400 }: Refused): HttpReply {
  const message = "The request was refused.";
  const known = !UNAUTHORISED.has(error);
  return json(known ? status : 401, { error: known ? error : "UNAUTHORIZED", message, suberror: null });
}

function json(status: number, body: object): HttpReply {
  return { status, body: JSON.stringify(body) };
}
