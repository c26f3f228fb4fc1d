import { each, once } from "./document.ts";
import type { DocumentOperator, Node } from "./operator.ts";

const METHODS = ["get", "post", "put", "delete"];
const RIGHTS = ["none", "read-only", "full", "withdrawal"];

export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly operation: Node;
}

export function operations(document: Node): Operation[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => (item as Node)[method] !== undefined).map((method) => ({
      path,
      method,
      operation: (item as Node)[method],
    })),
  );
}

function permit(operation: Node, document: Node, by: 1 | -1): boolean {
  const right = RIGHTS[RIGHTS.indexOf(operation["x-permission"]) + by];
  const [scheme] = Object.keys(document.components?.securitySchemes ?? {});
  if (right === undefined || scheme === undefined) return false;
  operation["x-permission"] = right;
  operation.security = right === "none" ? [] : [{ [scheme]: [] }];
  return true;
}

/** What an API offers, where, to whom and at what price. */
export const operationOperators: readonly DocumentOperator[] = [
  each("add an operation", operations, ({ path, method, operation }, document) => {
    if (path.includes("{")) return false;
    const copy = { ...structuredClone(operation), operationId: `${operation.operationId}Again` };
    document.paths[`${path}-2`] = { [method]: copy };
    return true;
  }),
  each("remove an operation", operations, ({ path, method }, document) => {
    delete document.paths[path][method];
    return operations(document).length > 0;
  }),
  each("rename an operation", operations, ({ operation }) => {
    operation.operationId = `${operation.operationId}Again`;
    return true;
  }),
  each("move an operation to another path", operations, ({ path }, document) => {
    document.paths[`${path}-2`] = document.paths[path];
    delete document.paths[path];
    return !path.includes("{");
  }),
  each("move an operation to another method", operations, ({ path, method, operation }, document) => {
    const other = { get: "delete", delete: "get", post: "put", put: "post" }[method] as string;
    if (document.paths[path][other] !== undefined) return false;
    delete document.paths[path][method];
    document.paths[path][other] = operation;
    return true;
  }),
  once("move to another server", (document) => {
    document.servers[0].url = `${document.servers[0].url}/moved`;
    return true;
  }),
  each("ask for more rights", operations, ({ operation }, document) => permit(operation, document, 1)),
  each("ask for fewer rights", operations, ({ operation }, document) => permit(operation, document, -1)),
  each("make an operation change orders, or no longer", operations, ({ operation }) => {
    if (operation["x-order-outcome"] !== undefined || operation["x-retry"] !== undefined) return false;
    operation["x-changes-orders"] = !operation["x-changes-orders"];
    return true;
  }),
  each("answer in pages no longer", operations, ({ operation }) => {
    if (operation["x-pagination"] === undefined) return false;
    delete operation["x-pagination"];
    return true;
  }),
  each("forbid a second try", operations, ({ operation }) => {
    if (operation["x-retry"] === undefined) return false;
    delete operation["x-retry"];
    return true;
  }),
  each("raise a price", operations, ({ operation }) => {
    if (typeof operation["x-rate-limit"]?.cost !== "number") return false;
    operation["x-rate-limit"].cost += 1;
    return true;
  }),
  each("announce an end", operations, ({ operation }) => {
    operation["x-sunset"] = operation["x-sunset"] === "2030-06-30" ? "2030-07-31" : "2030-06-30";
    return true;
  }),
  each("deprecate an operation", operations, ({ operation }) => {
    if (operation.deprecated === true) return false;
    operation.deprecated = true;
    return true;
  }),
];
