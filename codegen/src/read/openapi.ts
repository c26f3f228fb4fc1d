import type { RestContract, RestMethod, RestOperationContract } from "../contract/rest.ts";
import type { Shape } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { Documents, type GivenFiles } from "./document.ts";
import { isObject, type SchemaNode } from "./node.ts";
import { type ApiFacts, readOperation, readSunset } from "./openapi-operation.ts";
import { readPools } from "./openapi-rate-limit.ts";
import { SchemaReader } from "./schema.ts";

const METHODS: readonly string[] = ["get", "post", "put", "delete"];
const PATH_FIELDS = new Set([...METHODS, "parameters", "summary", "description"]);

/**
 * Reads one OpenAPI 3.1 file.
 *
 * @param root the repository's folder
 * @param file the spec, relative to it
 * @param given files to be read instead of those on disk
 * @throws SpecError naming file, pointer and reason, when the file is not a contract in every part.
 */
export function readOpenApi(root: string, file: string, given?: GivenFiles): RestContract {
  const documents = new Documents(root, given);
  const source: Source = { file, pointer: "" };
  const node: unknown = documents.load(file).value;
  if (!isObject(node)) throw documents.error(source, "expected an OpenAPI document");
  if (!/^3\.1\.\d+$/.test(String(node.openapi))) {
    throw documents.error(inside(source, "openapi"), `expected OpenAPI 3.1, got ${String(node.openapi)}`);
  }
  const reader = new SchemaReader(documents, (target) => componentName(target));
  const api: ApiFacts = { server: readServer(node, source, reader), ...readSunset(node, source, reader) };
  const operations = readPaths(node, source, api, reader);
  reader.refuseCycles();
  return {
    file,
    title: String(node.info?.title ?? file),
    operations,
    components: reader.components,
    errorCodes: findErrorCodes(operations, reader),
    pools: readPools(node, source, reader),
  };
}

function componentName(target: Source): string | undefined {
  return /^\/components\/schemas\/([^/]+)$/.exec(target.pointer)?.[1];
}

function readServer(node: SchemaNode, source: Source, reader: SchemaReader): string {
  const at = inside(source, "servers");
  if (!Array.isArray(node.servers) || node.servers.length !== 1) {
    throw reader.error(at, "expected exactly one server, the production one");
  }
  const url: unknown = node.servers[0]?.url;
  if (typeof url !== "string" || !URL.canParse(url) || url.endsWith("/") || url.includes("{")) {
    throw reader.error(inside(at, 0, "url"), "expected an absolute URL without variables or trailing slash");
  }
  return url;
}

function readPaths(
  node: SchemaNode,
  source: Source,
  api: ApiFacts,
  reader: SchemaReader,
): RestOperationContract[] {
  const operations = new Map<string, RestOperationContract>();
  for (const [path, item] of Object.entries(node.paths ?? {})) {
    const at = inside(source, "paths", path);
    if (!isObject(item)) throw reader.error(at, "expected a path item");
    for (const field of Object.keys(item)) {
      if (!PATH_FIELDS.has(field)) throw reader.error(inside(at, field), `"${field}" is not supported here`);
    }
    for (const method of METHODS.filter((name) => item[name] !== undefined)) {
      const operation = readOperation(
        { node: item[method], source: inside(at, method), path, method: method.toUpperCase() as RestMethod },
        { list: item.parameters ?? [], source: inside(at, "parameters") },
        api,
        reader,
      );
      if (operations.has(operation.name)) {
        throw reader.error(operation.source, `two operations are named "${operation.name}"`);
      }
      operations.set(operation.name, operation);
    }
  }
  if (operations.size === 0) throw reader.error(inside(source, "paths"), "expected at least one operation");
  return [...operations.values()];
}

/** The string enum that the `error` field of an error envelope refers to. */
function findErrorCodes(
  operations: readonly RestOperationContract[],
  reader: SchemaReader,
): string | undefined {
  const resolve = (shape: Shape | undefined): Shape | undefined =>
    shape?.kind === "ref" ? resolve(reader.components.get(shape.name)?.shape) : shape;
  for (const envelope of operations.flatMap((operation) => operation.errors)) {
    const object = resolve(envelope);
    if (object?.kind !== "object") continue;
    const code = object.properties.find((property) => property.name === "error")?.shape;
    if (code?.kind === "ref" && resolve(code)?.kind === "enum") return code.name;
  }
  return undefined;
}
