import { each } from "./document.ts";
import { operations } from "./operations.ts";
import type { DocumentOperator, Node } from "./operator.ts";

interface Parameter {
  readonly parameter: Node;
  readonly list: Node[];
}

function parameters(document: Node): Parameter[] {
  return operations(document).flatMap(({ operation }) => {
    const list: Node[] = operation.parameters ?? [];
    return list.filter((parameter) => parameter.$ref === undefined).map((parameter) => ({ parameter, list }));
  });
}

function add(required: boolean) {
  return ({ operation, method }: { readonly operation: Node; readonly method: string }): boolean => {
    operation.parameters = [
      ...(operation.parameters ?? []),
      { name: "addedParameter", in: "query", required, description: "Added.", schema: { type: "string" } },
    ];
    return method === "get";
  };
}

/** What an operation is asked with, outside its body. */
export const parameterOperators: readonly DocumentOperator[] = [
  each("add an optional parameter", operations, add(false)),
  each("add a required parameter", operations, add(true)),
  each("require a parameter", parameters, ({ parameter }) => {
    if (parameter.required === true) return false;
    parameter.required = true;
    return true;
  }),
  each("require a parameter no longer", parameters, ({ parameter }) => {
    if (parameter.required !== true || parameter.in === "path") return false;
    parameter.required = false;
    return true;
  }),
  each("remove a parameter", parameters, ({ parameter, list }) => {
    list.splice(list.indexOf(parameter), 1);
    return parameter.in !== "path";
  }),
  each("rename a parameter", parameters, ({ parameter }) => {
    parameter.name = `${parameter.name}Again`;
    return parameter.in !== "path";
  }),
  each("move a parameter into a header", parameters, ({ parameter }) => {
    if (parameter.in !== "query" || parameter.schema?.type !== "string") return false;
    parameter.in = "header";
    return true;
  }),
];
