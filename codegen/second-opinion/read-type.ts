import ts from "typescript5";
import { type Claim, enumEntries, typeClaim, unionClaim } from "./claim.ts";

/** What the names in one generated file mean. */
export interface Scope {
  /** Values of the enumerations declared in the file. */
  readonly enums: ReadonlyMap<string, readonly (string | number)[]>;
  /** Name of the model that an identifier stands for, if it stands for one. */
  readonly model: (identifier: string) => string | undefined;
}

/** What a type annotation of the generated client says. */
export function readType(node: ts.TypeNode, scope: Scope): Claim {
  const members = ts.isUnionTypeNode(node) ? [...node.types] : [node];
  const values = members.filter((member) => !isNull(member));
  const nullable = values.length < members.length;
  const [only] = values;
  if (only === undefined) return typeClaim("null", true);
  if (values.length === 1) return readSingle(only, nullable, scope);
  const variants = values.map((value) => readSingle(value, false, scope));
  return variants.some(({ says }) => says === "any") ? ANY : unionClaim(variants, nullable);
}

/** Anything, null too, whether the client says so or not. */
export const ANY: Claim = typeClaim("any", true);

function isNull(node: ts.TypeNode): boolean {
  return ts.isLiteralTypeNode(node) && node.literal.kind === ts.SyntaxKind.NullKeyword;
}

function readSingle(node: ts.TypeNode, nullable: boolean, scope: Scope): Claim {
  switch (node.kind) {
    case ts.SyntaxKind.AnyKeyword:
      return ANY;
    case ts.SyntaxKind.StringKeyword:
    case ts.SyntaxKind.NumberKeyword:
    case ts.SyntaxKind.BooleanKeyword:
    case ts.SyntaxKind.ObjectKeyword:
      return typeClaim(ts.tokenToString(node.kind) ?? "", nullable);
  }
  if (ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName)) {
    return readReference(node.typeName.text, node, nullable, scope);
  }
  if (ts.isTypeLiteralNode(node)) {
    const [member] = node.members;
    if (member && ts.isIndexSignatureDeclaration(member)) {
      return typeClaim("map", nullable, [["values", readType(member.type, scope)]]);
    }
  }
  throw new Error(`no reading is known of the type ${node.getText()}`);
}

function readReference(name: string, node: ts.TypeReferenceNode, nullable: boolean, scope: Scope): Claim {
  const [argument] = node.typeArguments ?? [];
  if (name === "Array" && argument)
    return typeClaim("array", nullable, [["items", readType(argument, scope)]]);
  if (name === "Date") return typeClaim("date", nullable);
  const values = scope.enums.get(name);
  if (values) return typeClaim("enum", nullable, enumEntries(values));
  const model = scope.model(name);
  return typeClaim(model === undefined ? `TypeScript's own ${name}` : `model ${model}`, nullable);
}
