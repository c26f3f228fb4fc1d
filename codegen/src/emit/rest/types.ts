import openapiTS, { type OpenAPI3 } from "openapi-typescript";
import ts from "typescript";
import type { Direction } from "../../contract/direction.ts";
import { directed } from "../../contract/direction.ts";
import type { Components, Shape } from "../../contract/shape.ts";
import { type JsonSchema, type SchemaDialect, schemaDocument } from "../schema-document.ts";

/** A type to be declared. */
export interface Declaration {
  readonly name: string;
  readonly shape: Shape;
  readonly direction: Direction;
}

export interface DeclaredType {
  /** `interface Name { … }` or `type Name = …;`, without `export`, with a line break at its end. */
  readonly text: string;
  /** Names of the declared types it mentions. */
  readonly mentions: ReadonlySet<string>;
}

/** Stands for "any other text" in a document whose enums are open. No declaration can have this name. */
const OPEN_TEXT = "open-text";

/**
 * The TypeScript of all declarations, made by openapi-typescript from one document, and taken apart so that each
 * declaration can live in its own file under its own name.
 */
export async function declareTypes(
  declarations: readonly Declaration[],
  components: Components,
  nameOf: (component: string, direction: Direction) => string,
): Promise<Map<string, DeclaredType>> {
  const schemas: { [name: string]: JsonSchema } = { [OPEN_TEXT]: { type: "string" } };
  for (const { name, shape, direction } of declarations) {
    const dialect: SchemaDialect = {
      ref: (component) => ({ $ref: `#/components/schemas/${nameOf(component, direction)}` }),
      openEnum: (values) => ({
        anyOf: [{ type: "string", enum: values }, { $ref: `#/components/schemas/${OPEN_TEXT}` }],
      }),
    };
    schemas[name] = schemaDocument(directed(shape, direction, components), dialect);
  }
  const document = {
    openapi: "3.1.0",
    info: { title: "", version: "" },
    paths: {},
    components: { schemas },
  };
  // The library's input type is narrower than JSON Schema (it wants `type` beside every keyword).
  const nodes = await openapiTS(document as unknown as OpenAPI3, { silent: true });
  const members = schemaMembers(nodes);
  return new Map(
    declarations.map(({ name }) => {
      const type = members.get(name);
      if (!type) throw new Error(`openapi-typescript declared no type for ${name}`);
      return [name, declare(name, type)];
    }),
  );
}

/** `components.schemas` of the library's output, by name. */
function schemaMembers(nodes: readonly ts.Node[]): Map<string, ts.TypeNode> {
  const members = new Map<string, ts.TypeNode>();
  const schemas = nodes
    .filter(ts.isInterfaceDeclaration)
    .filter((node) => node.name.text === "components")
    .flatMap((node) => propertiesOf(node.members))
    .filter((member) => nameText(member.name) === "schemas");
  for (const { type } of schemas) {
    if (!type || !ts.isTypeLiteralNode(type)) continue;
    for (const member of propertiesOf(type.members)) {
      if (member.type) members.set(nameText(member.name), member.type);
    }
  }
  return members;
}

function propertiesOf(members: readonly ts.TypeElement[]): ts.PropertySignature[] {
  return members.filter(ts.isPropertySignature);
}

function nameText(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : "";
}

function declare(name: string, type: ts.TypeNode): DeclaredType {
  const mentions = new Set<string>();
  const rewritten = rewrite(type, mentions);
  const node = ts.isTypeLiteralNode(rewritten)
    ? ts.factory.createInterfaceDeclaration(undefined, name, undefined, undefined, rewritten.members)
    : ts.factory.createTypeAliasDeclaration(undefined, name, undefined, rewritten);
  return { text: print(node), mentions };
}

/** Puts declared names in place of `components["schemas"]["Name"]`, and tidies the comments. */
function rewrite(type: ts.TypeNode, mentions: Set<string>): ts.TypeNode {
  const visit = (node: ts.Node): ts.Node => {
    const name = referenced(node);
    if (name === OPEN_TEXT) {
      return ts.factory.createParenthesizedType(
        ts.factory.createIntersectionTypeNode([
          ts.factory.createKeywordTypeNode(ts.SyntaxKind.StringKeyword),
          ts.factory.createTypeLiteralNode([]),
        ]),
      );
    }
    if (name !== undefined) {
      mentions.add(name);
      return ts.factory.createTypeReferenceNode(name);
    }
    const visited = flatten(ts.visitEachChild(node, visit, undefined));
    if (ts.isPropertySignature(node)) ts.setSyntheticLeadingComments(visited, comments(node));
    return visited;
  };
  return visit(type) as ts.TypeNode;
}

function referenced(node: ts.Node): string | undefined {
  if (!ts.isIndexedAccessTypeNode(node) || !ts.isLiteralTypeNode(node.indexType)) return undefined;
  const outer = node.objectType;
  if (!ts.isIndexedAccessTypeNode(outer) || !ts.isTypeReferenceNode(outer.objectType)) return undefined;
  const { typeName } = outer.objectType;
  if (!ts.isIdentifier(typeName) || typeName.text !== "components") return undefined;
  return ts.isStringLiteral(node.indexType.literal) ? node.indexType.literal.text : undefined;
}

/** The library tags every description and repeats the type in words; the description alone is wanted. */
function comments(node: ts.Node): ts.SynthesizedComment[] | undefined {
  return ts.getSyntheticLeadingComments(node)?.map((comment) => {
    const lines = comment.text.split("\n").map((line) => line.replace(/^(?: \* {5}| \* ?|\*)/, "").trimEnd());
    while (/^ ?(?:@constant|@enum \{.*\})?$/.test(lines.at(-1) ?? "-")) lines.pop();
    while (lines[0] === "") lines.shift();
    lines[0] = (lines[0] ?? "").replace(/^ ?@description /, "");
    const body = lines.map((line) => ` * ${line}`.trimEnd()).join("\n");
    return { ...comment, text: lines.length === 1 ? `* ${lines[0]} ` : `*\n${body}\n ` };
  });
}

/** `("a" | "b") | c` is `"a" | "b" | c`. */
function flatten(node: ts.Node): ts.Node {
  if (!ts.isUnionTypeNode(node)) return node;
  const inner = (type: ts.TypeNode): readonly ts.TypeNode[] =>
    ts.isParenthesizedTypeNode(type) && ts.isUnionTypeNode(type.type)
      ? type.type.types.flatMap(inner)
      : ts.isUnionTypeNode(type)
        ? type.types.flatMap(inner)
        : [type];
  return ts.factory.createUnionTypeNode(node.types.flatMap(inner));
}

function print(node: ts.Node): string {
  const file = ts.createSourceFile("types.ts", "", ts.ScriptTarget.ESNext, false, ts.ScriptKind.TS);
  const printer = ts.createPrinter({ newLine: ts.NewLineKind.LineFeed });
  const text = printer.printNode(ts.EmitHint.Unspecified, node, file);
  return `${text.replace(/^(?: {4})+/gm, (indent) => " ".repeat(indent.length / 2))}\n`;
}
