import ts from "typescript5";
import { type Claim, claim, type Entry, enumEntries, fieldSays, unionEntries } from "./claim.ts";
import { all, type ClientFile, first, type ModelNames, memberName, scopeOf } from "./read-file.ts";
import { readType, type Scope } from "./read-type.ts";

/** One model of the generated client. */
export interface ClientModel {
  /** What the client calls it. */
  readonly identifier: string;
  readonly claim: Claim;
  /** The wire's name of each property that the client calls something else. */
  readonly renamed: ReadonlyMap<string, string>;
}

/** Reads a file of `models/`, which declares one model under the file's name. */
export function readModel(file: ClientFile, names: ModelNames): ClientModel {
  const identifier = /([^/]+)\.ts$/.exec(file.path)?.[1] ?? file.path;
  const scope = scopeOf(file, names, identifier);
  const name: Entry = ["name", claim(identifier)];
  const values = file.enums.get(identifier);
  if (values) return { identifier, claim: claim("enum", [name, ...enumEntries(values)]), renamed: new Map() };
  const alias = file.aliases.get(identifier);
  if (alias) {
    const variants = ts.isUnionTypeNode(alias.type) ? [...alias.type.types] : [alias.type];
    const entries = unionEntries(variants.map((variant) => readType(variant, scope)));
    return { identifier, claim: claim("union", [name, ...entries]), renamed: new Map() };
  }
  const declaration = file.interfaces.get(identifier);
  if (!declaration) throw new Error(`${file.path} declares no ${identifier}`);
  const wire = wireNames(file, identifier);
  const fields = declaration.members.map((member) => readMember(member, wire, scope));
  return {
    identifier,
    claim: claim("object", [name, ...fields]),
    renamed: new Map([...wire].filter(([property, field]) => property !== field)),
  };
}

function readMember(member: ts.TypeElement, wire: ReadonlyMap<string, string>, scope: Scope): Entry {
  if (ts.isIndexSignatureDeclaration(member)) return ["values", readType(withoutAny(member), scope)];
  if (!ts.isPropertySignature(member) || !member.type) {
    throw new Error(`no reading is known of the member ${member.getText()}`);
  }
  const property = memberName(member.name);
  const field = wire.get(property);
  if (field === undefined) throw new Error(`the client never reads the property ${property}`);
  const type: Entry = ["type", readType(member.type, scope)];
  return [`field ${field}`, claim(fieldSays(member.questionToken === undefined), [type])];
}

/** Beside fields the client adds `| any` to what a map holds, because TypeScript wants the fields to fit it. */
function withoutAny({ type, parent }: ts.IndexSignatureDeclaration): ts.TypeNode {
  const fields = ts.isInterfaceDeclaration(parent) && parent.members.some(ts.isPropertySignature);
  if (!fields || !ts.isUnionTypeNode(type)) return type;
  const [held, added, ...others] = type.types;
  return held && added?.kind === ts.SyntaxKind.AnyKeyword && others.length === 0 ? held : type;
}

/** The client's decoder says which field of the JSON each property is read from. */
function wireNames(file: ClientFile, identifier: string): Map<string, string> {
  const decoder = file.functions.get(`${identifier}FromJSONTyped`);
  const assignments = decoder
    ? all(decoder, (node) => (ts.isPropertyAssignment(node) ? node : undefined))
    : [];
  return new Map(
    assignments.map((assignment): [string, string] => {
      const field = first(assignment.initializer, (node) =>
        ts.isElementAccessExpression(node) &&
        node.expression.getText() === "json" &&
        ts.isStringLiteral(node.argumentExpression)
          ? node.argumentExpression.text
          : undefined,
      );
      return [memberName(assignment.name), field ?? memberName(assignment.name)];
    }),
  );
}
