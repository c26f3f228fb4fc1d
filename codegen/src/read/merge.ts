import type { Doc, ObjectShape, Property, Rule, Shape } from "../contract/shape.ts";
import { inside, type Source } from "../contract/source.ts";
import { RULES, STRUCTURE } from "./keywords.ts";
import { isObject, readDoc, type SchemaNode, type ShapeReader } from "./node.ts";
import { isTest, readRules, readTest } from "./test.ts";

/**
 * `allOf` has three uses in the specs: a `$ref` with a description of its own, an object put together from parts, and
 * a list of conditions. All three end as one ordinary shape, so nothing downstream knows `allOf`.
 */
export function mergeAllOf(node: SchemaNode, source: Source, reader: ShapeReader): Shape {
  const { allOf, ...rest } = node;
  const doc = readDoc(node);
  const members = (allOf as unknown[]).map((member, index) => ({
    member,
    at: inside(source, "allOf", index),
  }));
  const describing = Object.keys(rest).some((keyword) => STRUCTURE.has(keyword) || RULES.has(keyword));
  const [only] = members;
  if (only && members.length === 1 && !describing) {
    const shape = reader.read(only.member, only.at);
    return { ...shape, doc: { ...shape.doc, ...doc, notes: { ...shape.doc.notes, ...doc.notes } } };
  }

  const parts: ObjectShape[] = describing ? [asObject(reader.read(rest, source), reader, source)] : [];
  const rules: Rule[] = [];
  for (const { member, at } of members) {
    if (isTest(member)) rules.push(...conditions(member as SchemaNode, at, reader));
    else parts.push(asObject(resolve(member, at, reader), reader, at));
  }
  return join(parts, rules, source, doc, reader);
}

function conditions(node: SchemaNode, at: Source, reader: ShapeReader): Rule[] {
  const { if: _if, then: _then, else: _else, ...direct } = node;
  const rules = node.if === undefined ? [] : readRules({ if: _if, then: _then, else: _else }, at, reader);
  const asked = Object.keys(direct).some((keyword) => keyword !== "description" && keyword !== "$comment");
  return asked ? [...rules, { kind: "must", source: at, test: readTest(direct, at, reader) }] : rules;
}

/** A member that is a `$ref` is read in place: a part of an object has no name of its own in the result. */
function resolve(member: unknown, at: Source, reader: ShapeReader): Shape {
  if (!isObject(member) || member.$ref === undefined) return reader.read(member, at);
  const target = reader.target(member.$ref, at);
  return resolve(target.node, target.source, reader);
}

function asObject(shape: Shape, reader: ShapeReader, at: Source): ObjectShape {
  if (shape.kind === "object") return shape;
  throw reader.error(at, `allOf joins objects only; this member is of kind ${shape.kind}`);
}

function join(
  parts: readonly ObjectShape[],
  rules: readonly Rule[],
  source: Source,
  doc: Doc,
  reader: ShapeReader,
): Shape {
  const properties = new Map<string, Property>();
  for (const part of parts) {
    for (const property of part.properties) {
      const earlier = properties.get(property.name);
      if (earlier && earlier.shape.kind !== property.shape.kind) {
        throw reader.error(
          property.shape.source,
          `"${property.name}" has another kind in another part of allOf`,
        );
      }
      properties.set(property.name, {
        ...property,
        required: property.required || (earlier?.required ?? false),
      });
    }
  }
  const closed = parts.filter((part) => part.additional !== "open");
  if (closed.length > 0 && parts.length > 1) {
    throw reader.error(
      source,
      "a part of allOf restricts additionalProperties, which would refuse the other parts' fields",
    );
  }
  const [first] = parts;
  return {
    kind: "object",
    source,
    doc: parts.length === 1 && first ? { ...first.doc, ...doc } : doc,
    properties: [...properties.values()],
    additional: parts.length === 1 && first ? first.additional : "open",
    rules: [...parts.flatMap((part) => part.rules), ...rules],
  };
}
