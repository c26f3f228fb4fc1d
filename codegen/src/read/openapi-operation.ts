import type { Permission, RestMethod, RestOperationContract } from "../contract/rest.ts";
import { inside, type Source } from "../contract/source.ts";
import { isObject, readDoc, type SchemaNode } from "./node.ts";
import { readAnswer } from "./openapi-answer.ts";
import { readOutcome } from "./openapi-outcome.ts";
import { readPagination } from "./openapi-pagination.ts";
import { type ParameterList, readParameters } from "./openapi-parameters.ts";
import { readCost } from "./openapi-rate-limit.ts";
import type { SchemaReader } from "./schema.ts";

/** What the document says once for all its operations. */
export interface ApiFacts extends Sunset {
  readonly server: string;
}

export interface Sunset {
  readonly sunset: string | undefined;
  readonly successor: string | undefined;
}

export interface OperationNode {
  readonly node: unknown;
  readonly source: Source;
  readonly path: string;
  readonly method: RestMethod;
}

const FIELDS = new Set([
  "tags",
  "summary",
  "description",
  "operationId",
  "externalDocs",
  "parameters",
  "requestBody",
  "responses",
  "security",
  "deprecated",
  "x-permission",
  "x-permission-note",
  "x-rate-limit",
  "x-retry",
  "x-pagination",
  "x-changes-orders",
  "x-send-parameters",
  "x-params-rules",
  "x-order-outcome",
  "x-preprod-only",
  "x-sunset",
  "x-successor",
]);

const PERMISSIONS: readonly unknown[] = ["none", "read-only", "full", "withdrawal"];

export function readOperation(
  { node, source, path, method }: OperationNode,
  shared: ParameterList,
  api: ApiFacts,
  reader: SchemaReader,
): RestOperationContract {
  if (!isObject(node)) throw reader.error(source, "expected an operation");
  for (const field of Object.keys(node)) {
    if (!FIELDS.has(field)) throw reader.error(inside(source, field), `"${field}" is not supported here`);
  }
  if (typeof node.operationId !== "string") throw reader.error(source, "an operation needs an operationId");
  const answer = readAnswer(node, source, reader);
  const own = readSunset(node, source, reader);
  const parameters = readParameters(node, source, { path, method, shared }, reader);
  const at = { node, source, params: parameters.params, reader };
  return {
    name: node.operationId,
    source,
    doc: { ...readDoc(node), ...(node.summary !== undefined && { title: node.summary }) },
    page: node.externalDocs?.url,
    method,
    server: api.server,
    path,
    permission: readPermission(node, source, reader),
    permissionNote: node["x-permission-note"],
    changesOrders: readChangesOrders(node, source, reader),
    retry: readRetry(node, source, reader),
    cost: readCost(at),
    pagination: readPagination(at, answer.result),
    sunset: own.sunset ?? api.sunset,
    successor: own.successor ?? api.successor,
    outcome: readOutcome(node, source, answer.result, reader),
    ...parameters,
    ...answer,
  };
}

/** `x-sunset` and `x-successor` of a document or an operation. */
export function readSunset(node: SchemaNode, source: Source, reader: SchemaReader): Sunset {
  const sunset: unknown = node["x-sunset"];
  const successor: unknown = node["x-successor"];
  if (sunset !== undefined && !isDate(sunset)) {
    throw reader.error(inside(source, "x-sunset"), "expected a date, YYYY-MM-DD");
  }
  if (successor !== undefined && typeof successor !== "string") {
    throw reader.error(inside(source, "x-successor"), "expected text");
  }
  return { sunset: sunset as string | undefined, successor };
}

function isDate(value: unknown): boolean {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

function readPermission(node: SchemaNode, source: Source, reader: SchemaReader): Permission {
  const permission: unknown = node["x-permission"];
  if (!PERMISSIONS.includes(permission)) {
    throw reader.error(inside(source, "x-permission"), `expected one of ${PERMISSIONS.join(", ")}`);
  }
  const secured = Array.isArray(node.security) && node.security.length > 0;
  if (secured !== (permission !== "none")) {
    throw reader.error(inside(source, "x-permission"), `"${permission}" does not agree with security`);
  }
  return permission as Permission;
}

function readChangesOrders(node: SchemaNode, source: Source, reader: SchemaReader): boolean {
  const changes: unknown = node["x-changes-orders"];
  if (typeof changes === "boolean") return changes;
  throw reader.error(inside(source, "x-changes-orders"), "every operation must say true or false");
}

function readRetry(node: SchemaNode, source: Source, reader: SchemaReader): "safe" | undefined {
  const retry: unknown = node["x-retry"];
  if (retry === undefined || retry === "safe") return retry;
  throw reader.error(inside(source, "x-retry"), 'expected "safe", or no such keyword');
}
