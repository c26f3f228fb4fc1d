import { pick, type Random } from "../../src/drift/random.ts";
import type { DocumentOperator, Node } from "./operator.ts";

const METHODS = ["get", "post", "put", "delete"];

interface Found {
  readonly path: string;
  readonly method: string;
  readonly operation: Node;
}

function operations(document: Node): Found[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) =>
    METHODS.filter((method) => (item as Node)[method] !== undefined).map((method) => ({
      path,
      method,
      operation: (item as Node)[method],
    })),
  );
}

function on(edit: (found: Found, document: Node, random: Random) => boolean): DocumentOperator["edit"] {
  return (document, random) => {
    if (document.openapi === undefined) return false;
    return edit(pick(random, operations(document)), document, random);
  };
}

function onParameter(wanted: (parameter: Node) => boolean, edit: (parameter: Node, list: Node[]) => boolean) {
  return on(({ operation }, _document, random) => {
    const list: Node[] = operation.parameters ?? [];
    const fitting = list.filter((parameter) => parameter.$ref === undefined && wanted(parameter));
    return fitting.length > 0 && edit(pick(random, fitting), list);
  });
}

/** Changes of operations and of the parameters outside bodies. */
export const restOperators: readonly DocumentOperator[] = [
  {
    name: "remove an operation",
    edit: on(({ path, method }, document) => {
      delete document.paths[path][method];
      return operations(document).length > 0;
    }),
  },
  {
    name: "rename an operation",
    edit: on(({ operation }) => {
      operation.operationId = `${operation.operationId}Again`;
      return true;
    }),
  },
  {
    name: "move an operation to another path",
    edit: on(({ path }, document) => {
      document.paths[`${path}-2`] = document.paths[path];
      delete document.paths[path];
      return !path.includes("{");
    }),
  },
  {
    name: "move to another server",
    edit: on((_found, document) => {
      document.servers[0].url = `${document.servers[0].url}/moved`;
      return true;
    }),
  },
  {
    name: "add an optional parameter",
    edit: on(({ operation, method }) => {
      operation.parameters = [
        ...(operation.parameters ?? []),
        {
          name: "addedParameter",
          in: "query",
          required: false,
          description: "Added.",
          schema: { type: "string" },
        },
      ];
      return method === "get";
    }),
  },
  {
    name: "add a required parameter",
    edit: on(({ operation, method }) => {
      operation.parameters = [
        ...(operation.parameters ?? []),
        {
          name: "addedParameter",
          in: "query",
          required: true,
          description: "Added.",
          schema: { type: "string" },
        },
      ];
      return method === "get";
    }),
  },
  {
    name: "require a parameter",
    edit: onParameter(
      (parameter) => parameter.required !== true,
      (parameter) => {
        parameter.required = true;
        return true;
      },
    ),
  },
  {
    name: "require a parameter no longer",
    edit: onParameter(
      (parameter) => parameter.required === true && parameter.in !== "path",
      (parameter) => {
        parameter.required = false;
        return true;
      },
    ),
  },
  {
    name: "remove a parameter",
    edit: onParameter(
      (parameter) => parameter.in !== "path",
      (parameter, list) => {
        list.splice(list.indexOf(parameter), 1);
        return true;
      },
    ),
  },
  {
    name: "rename a parameter",
    edit: onParameter(
      (parameter) => parameter.in !== "path",
      (parameter) => {
        parameter.name = `${parameter.name}Again`;
        return true;
      },
    ),
  },
  {
    name: "move a parameter into a header",
    edit: onParameter(
      (parameter) => parameter.in === "query" && parameter.schema?.type === "string",
      (parameter) => {
        parameter.in = "header";
        return true;
      },
    ),
  },
  {
    name: "deprecate an operation",
    edit: on(({ operation }) => {
      if (operation.deprecated === true) return false;
      operation.deprecated = true;
      return true;
    }),
  },
];
