import type { Node } from "./operators/operator.ts";

const METHODS = ["get", "post", "put", "delete"];

/** Every schema of a document, outside conditions, in the order it stands there. */
export function schemasOf(document: Node): Node[] {
  const found: Node[] = [];
  const visit = (node: Node): void => {
    if (typeof node !== "object" || node === null || Array.isArray(node)) return;
    found.push(node);
    for (const inner of Object.values(node.properties ?? {})) visit(inner);
    for (const inner of [
      ...(node.prefixItems ?? []),
      ...(node.oneOf ?? []),
      ...(node.anyOf ?? []),
      ...(node.allOf ?? []),
    ])
      if (!isCondition(inner)) visit(inner);
    for (const inner of [node.items, node.additionalProperties]) visit(inner);
  };
  for (const root of rootsOf(document)) visit(root);
  return found;
}

function rootsOf(document: Node): Node[] {
  if (document.openapi === undefined) {
    const whole = document.type !== undefined || document.oneOf !== undefined || document.enum !== undefined;
    return [...(whole ? [document] : []), ...Object.values(document.$defs ?? {})] as Node[];
  }
  const operations = Object.values(document.paths ?? {}).flatMap((item: Node) =>
    METHODS.map((method) => item[method]).filter((operation) => operation !== undefined),
  );
  return [
    ...Object.values(document.components?.schemas ?? {}),
    ...operations.flatMap((operation: Node) => [
      ...(operation.parameters ?? []).map((parameter: Node) => parameter.schema),
      ...contents(operation.requestBody),
      ...Object.values(operation.responses ?? {}).flatMap(contents),
    ]),
  ].filter((schema) => schema !== undefined) as Node[];
}

function contents(holder: Node): Node[] {
  return Object.values(holder?.content ?? {}).map((media: Node) => media.schema);
}

function isCondition(node: Node): boolean {
  return (
    node?.type === undefined &&
    node?.$ref === undefined &&
    node?.oneOf === undefined &&
    node?.enum === undefined
  );
}
