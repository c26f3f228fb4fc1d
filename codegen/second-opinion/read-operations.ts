import ts from "typescript5";
import { type Claim, claim, type Entry, fieldSays } from "./claim.ts";
import { all, type ClientFile, first, type ModelNames, memberName, scopeOf } from "./read-file.ts";
import { readType, type Scope } from "./read-type.ts";

/** One operation of the generated client. */
export interface ClientOperation {
  readonly name: string;
  readonly claim: Claim;
  /** The interface that holds its parameters, where there are some. */
  readonly request: string | undefined;
  /** The wire's name of each parameter that the client calls something else. */
  readonly renamed: ReadonlyMap<string, string>;
}

interface Parameter {
  readonly property: string;
  readonly wire: string;
  readonly place: string;
}

/** Reads a file of `apis/`: each method `nameRaw` sends the request of one operation. */
export function readOperations(file: ClientFile, names: ModelNames): ClientOperation[] {
  const scope = scopeOf(file, names);
  return file.classes.flatMap(({ members }) =>
    members.filter(ts.isMethodDeclaration).flatMap((method) => {
      const name = /^(.+)Raw$/.exec(memberName(method.name))?.[1];
      return name === undefined ? [] : [readOperation(name, method, file, scope)];
    }),
  );
}

function readOperation(
  name: string,
  method: ts.MethodDeclaration,
  file: ClientFile,
  scope: Scope,
): ClientOperation {
  const [argument] = method.parameters;
  const request = argument?.type?.getText();
  const sent = all(method, parameterOf);
  const members = request === undefined ? [] : [...(file.interfaces.get(request)?.members ?? [])];
  const parameters = members.filter(ts.isPropertySignature).map((member): Entry => {
    const property = memberName(member.name);
    const parameter = sent.find((candidate) => candidate.property === property);
    if (!parameter || !member.type) throw new Error(`${name}: the client never sends ${property}`);
    const says = `${fieldSays(member.questionToken === undefined)}, ${parameter.place}`;
    return [`parameter ${parameter.wire}`, claim(says, [["type", readType(member.type, scope)]])];
  });
  const credentials = first(method, (node) =>
    ts.isCallExpression(node) && node.expression.getText() === "this.configuration.apiKey" ? true : undefined,
  );
  return {
    name,
    claim: claim(requestLine(name, method), [
      ["credentials", claim(credentials ? "needed" : "none")],
      ["answer", readType(answerType(name, method), scope)],
      ...parameters,
    ]),
    request,
    renamed: new Map(
      sent.filter(({ property, wire }) => property !== wire).map(({ property, wire }) => [property, wire]),
    ),
  };
}

function requestLine(name: string, method: ts.MethodDeclaration): string {
  const properties = all(method, (node) => (ts.isPropertyAssignment(node) ? node : undefined));
  const value = (key: string): string | undefined => {
    const property = properties.find((candidate) => memberName(candidate.name) === key);
    return (
      property &&
      first(property.initializer, (node) => (ts.isStringLiteralLike(node) ? node.text : undefined))
    );
  };
  const [verb, path] = [value("method"), value("path")];
  if (verb === undefined || path === undefined) throw new Error(`${name}: the client sends no request`);
  return `${verb} ${path}`;
}

/** `T` of `Promise<runtime.ApiResponse<T>>`. */
function answerType(name: string, method: ts.MethodDeclaration): ts.TypeNode {
  const argument = (node: ts.TypeNode | undefined): ts.TypeNode | undefined =>
    node && ts.isTypeReferenceNode(node) ? node.typeArguments?.[0] : undefined;
  const type = argument(argument(method.type));
  if (!type) throw new Error(`${name}: the client returns no answer`);
  return type;
}

/** How a statement of the method puts a parameter on the wire. */
function parameterOf(node: ts.Node): Parameter | undefined {
  if (ts.isBinaryExpression(node) && ts.isElementAccessExpression(node.left)) {
    const place = /^(query|header)Parameters$/.exec(node.left.expression.getText())?.[1];
    return place === undefined ? undefined : sending(node.right, node.left.argumentExpression, place);
  }
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [name, value] = node.arguments;
  if (!name || !value) return undefined;
  if (node.expression.getText() === "formParams.append") return sending(value, name, "form");
  if (node.expression.name.text === "replace") return sending(value, name, "path");
  return undefined;
}

function sending(value: ts.Node, name: ts.Node, place: string): Parameter | undefined {
  const property = first(value, (node) =>
    ts.isPropertyAccessExpression(node) && node.expression.getText() === "requestParameters"
      ? node.name.text
      : undefined,
  );
  const wire = first(name, (node) => (ts.isStringLiteral(node) ? node.text : undefined));
  return property === undefined || wire === undefined ? undefined : { property, wire, place };
}
