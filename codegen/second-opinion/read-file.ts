import ts from "typescript5";
import type { Scope } from "./read-type.ts";

/** One file of the generated client, parsed, with what it declares. */
export interface ClientFile {
  readonly path: string;
  readonly interfaces: ReadonlyMap<string, ts.InterfaceDeclaration>;
  readonly aliases: ReadonlyMap<string, ts.TypeAliasDeclaration>;
  readonly enums: ReadonlyMap<string, readonly (string | number)[]>;
  readonly functions: ReadonlyMap<string, ts.FunctionDeclaration>;
  readonly classes: readonly ts.ClassDeclaration[];
  /** Names it takes from the client's models. */
  readonly imports: ReadonlySet<string>;
}

export function parseClientFile(path: string, text: string): ClientFile {
  const { statements } = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true);
  const named = <Node extends ts.DeclarationStatement>(
    is: (node: ts.Statement) => node is Node & ts.Statement,
  ) => new Map(statements.filter(is).map((node) => [node.name?.text ?? "", node as Node]));
  return {
    path,
    interfaces: named(ts.isInterfaceDeclaration),
    aliases: named(ts.isTypeAliasDeclaration),
    enums: new Map([...named(ts.isEnumDeclaration)].map(([name, node]) => [name, enumValues(node)])),
    functions: named(ts.isFunctionDeclaration),
    classes: statements.filter(ts.isClassDeclaration),
    imports: new Set(statements.filter(ts.isImportDeclaration).flatMap(importedNames)),
  };
}

/** Model names as the spec has them, from the client's identifiers. */
export type ModelNames = (identifier: string) => string;

/** @param own the model the file declares, if it is a model's */
export function scopeOf(file: ClientFile, names: ModelNames, own?: string): Scope {
  const enums = new Map(file.enums);
  if (own !== undefined) enums.delete(own);
  return { enums, model: (name) => (name === own || file.imports.has(name) ? names(name) : undefined) };
}

function enumValues(node: ts.EnumDeclaration): (string | number)[] {
  return node.members.map(({ initializer }) => {
    if (initializer && ts.isStringLiteral(initializer)) return initializer.text;
    const value = Number(initializer?.getText());
    if (Number.isNaN(value)) throw new Error(`${node.name.text}: a member without a value`);
    return value;
  });
}

function importedNames(node: ts.ImportDeclaration): string[] {
  const bindings = node.importClause?.namedBindings;
  return bindings && ts.isNamedImports(bindings) ? bindings.elements.map(({ name }) => name.text) : [];
}

/** The first node inside that `find` gives a result for. */
export function first<Result>(
  node: ts.Node,
  find: (node: ts.Node) => Result | undefined,
): Result | undefined {
  return find(node) ?? ts.forEachChild(node, (inner) => first(inner, find));
}

/** Results of all nodes inside, in the order of the text. */
export function all<Result>(node: ts.Node, find: (node: ts.Node) => Result | undefined): Result[] {
  const found: Result[] = [];
  const visit = (inner: ts.Node): void => {
    const result = find(inner);
    if (result !== undefined) found.push(result);
    ts.forEachChild(inner, visit);
  };
  visit(node);
  return found;
}

export function memberName(name: ts.PropertyName): string {
  return ts.isIdentifier(name) || ts.isStringLiteral(name) ? name.text : name.getText();
}
