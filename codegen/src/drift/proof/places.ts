import type { Components, ObjectShape, Property, Shape } from "../../contract/shape.ts";
import { type Source, sourceText } from "../../contract/source.ts";
import type { Step } from "../change.ts";
import { ruleText, split } from "../diff/conditions.ts";
import { placeOf } from "../diff/context.ts";
import { pairVariants, variantsOf } from "../diff/variants.ts";

/** A place where two shapes are not the same, found without judging how they differ. */
export interface DifferingPlace {
  readonly path: readonly Step[];
  /** Where the place is written on either side. */
  readonly written: string;
}

/** All places at which two shapes differ. The way into a component is found once. */
export function differingPlaces(
  before: Shape,
  after: Shape,
  components: { readonly before: Components; readonly after: Components },
): DifferingPlace[] {
  const found: DifferingPlace[] = [];
  const seen = new Set<string>();
  const differs = (
    path: readonly Step[],
    { source }: { readonly source: Source },
    orNull: boolean = false,
  ): void => {
    found.push({ path, written: sourceText(source) + (orNull ? " or null" : "") });
  };
  // A field of FIX is described once, and said to be there in each message and group that has it.
  const comesOrGoes = (path: readonly Step[], property: Property): void =>
    differs(path, { source: placeOf(property) });
  // That a component may be null is nothing new where null may stand anyway, and is new elsewhere.
  const visit = (old: Shape, next: Shape, path: readonly Step[], orNull = false): void => {
    if (old.kind === "ref" && next.kind === "ref") {
      const key = `${old.name} ${next.name} ${orNull}`;
      if (seen.has(key)) return;
      seen.add(key);
    }
    const [a, b] = [variantsOf(old, components.before), variantsOf(next, components.after)];
    if (a.nullable !== b.nullable) differs(path, next);
    const mayBeNull = orNull || (a.nullable && b.nullable);
    const [first] = a.variants;
    const [other] = b.variants;
    if (a.variants.length === 1 && b.variants.length === 1 && first && other) {
      const [one, two] = [target(first, components.before), target(other, components.after)];
      // What stands beside null may be a component that is a union itself.
      if (one.kind === "union" && two.kind === "union") visit(first, other, path, mayBeNull);
      else visitOne(one, two, path, mayBeNull);
      return;
    }
    const { pairs, gone, come } = pairVariants(a.variants, b.variants, components);
    const step = (x: Shape | undefined, y: Shape | undefined): Step => ({
      kind: "variant",
      before: x && a.variants.indexOf(x),
      after: y && b.variants.indexOf(y),
    });
    for (const [x, y] of pairs) visit(x, y, [...path, step(x, y)], mayBeNull);
    // Rows that are told by their lengths: whoever asks for one length may now meet another row.
    if (pairs.some(([x, y]) => lengthText(x) !== lengthText(y)))
      for (const [x, y] of pairs)
        if (x.kind === "tuple")
          for (const position of x.items.keys())
            differs([...path, step(x, y), { kind: "item", position }], y);
    for (const x of gone) differs([...path, step(x, undefined)], x);
    for (const y of come) differs([...path, step(undefined, y)], y);
    if (gone.length + come.length > 0) differs(path, next);
  };
  const visitOne = (old: Shape, next: Shape, path: readonly Step[], orNull: boolean): void => {
    if (ownText(old) !== ownText(next)) differs(path, next, orNull);
    if (old.kind === "array" && next.kind === "array")
      visit(old.items, next.items, [...path, { kind: "item", position: undefined }]);
    else if (old.kind === "tuple" && next.kind === "tuple") {
      old.items.forEach((item, position) => {
        const same = next.items[position];
        if (same) visit(item, same, [...path, { kind: "item", position }]);
      });
      const [longer, shorter] = old.items.length > next.items.length ? [old, next] : [next, old];
      for (let position = shorter.items.length; position < longer.items.length; position++)
        differs([...path, { kind: "item", position }], longer);
      if (old.rest && next.rest) visit(old.rest, next.rest, [...path, { kind: "item", position: undefined }]);
    } else if (old.kind === "object" && next.kind === "object") visitFields(old, next, path);
  };
  const visitFields = (old: ObjectShape, next: ObjectShape, path: readonly Step[]): void => {
    // FIX: what begins an entry matters, whatever the entry holds.
    if (old.properties[0]?.tag !== next.properties[0]?.tag) differs(path, next);
    for (const property of old.properties) {
      const at: readonly Step[] = [...path, { kind: "field", name: property.name }];
      const same = next.properties.find(({ name }) => name === property.name);
      if (same === undefined) comesOrGoes(at, property);
      else {
        if (same.required !== property.required || same.tag !== property.tag) comesOrGoes(at, same);
        visit(property.shape, same.shape, at);
      }
    }
    for (const property of next.properties)
      if (!old.properties.some(({ name }) => name === property.name))
        comesOrGoes([...path, { kind: "field", name: property.name }], property);
    if (typeof old.additional === "object" && typeof next.additional === "object")
      visit(old.additional, next.additional, [...path, { kind: "value" }]);
  };
  visit(before, after, []);
  return found;
}

function target(shape: Shape, components: Components): Shape {
  const component = shape.kind === "ref" ? components.get(shape.name) : undefined;
  return component ? target(component.shape, components) : shape;
}

function lengthText(shape: Shape): string | undefined {
  return shape.kind === "tuple" ? `${shape.minItems} ${shape.items.length}` : undefined;
}

/** What a shape says itself, without what stands inside it. */
function ownText(shape: Shape): string {
  const { source: _source, doc, ...own } = shape;
  const plain: { [key: string]: unknown } = { ...own, default: doc.default };
  for (const inner of ["items", "properties", "variants", "rest"]) delete plain[inner];
  if (shape.kind === "object") {
    plain.rules = shape.rules.flatMap(split).map(ruleText).sort();
    if (typeof shape.additional === "object") plain.additional = "shape";
  }
  if (shape.kind === "tuple") plain.length = [shape.items.length, shape.rest !== undefined];
  if (shape.kind === "enum") plain.values = [...shape.values].sort();
  return JSON.stringify(Object.entries(plain).sort(([a], [b]) => (a < b ? -1 : 1)));
}
