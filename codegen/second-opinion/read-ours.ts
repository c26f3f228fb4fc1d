import { symbolName, typeName } from "../src/contract/names.ts";
import type { RestContract, RestOperationContract } from "../src/contract/rest.ts";
import type { Shape, UnionShape } from "../src/contract/shape.ts";
import {
  type Claim,
  claim,
  type Entry,
  enumEntries,
  fieldSays,
  typeClaim,
  unionClaim,
  unionEntries,
} from "./claim.ts";
import type { Converted } from "./convert.ts";
import { ANY } from "./read-type.ts";

/**
 * What our side says: the contract that everything is emitted from, brought into the form of the other client.
 *
 * @param given names that the conversion gave to schemas without one
 */
export function readOurs(contract: RestContract, given: GivenNames): Claim {
  const reader = new ContractReader(contract, given);
  const operations = contract.operations.map(
    (operation): Entry => [`operation ${symbolName(operation.name)}`, reader.operation(operation)],
  );
  return claim("api", [
    ["server", claim([...new Set(contract.operations.map(({ server }) => server))].join(" "))],
    ...operations,
    ...reader.models(),
  ]);
}

export type GivenNames = Pick<Converted, "names" | "nullables">;

class ContractReader {
  readonly #contract: RestContract;
  readonly #given: GivenNames;
  /** Models met on the way; a claim is made of each once. */
  readonly #models = new Map<string, Shape>();
  /** Models that exist only because the conversion had to give a thing or null a name. */
  readonly #nullables = new Map<string, Claim>();

  constructor(contract: RestContract, given: GivenNames) {
    this.#contract = contract;
    this.#given = given;
  }

  operation(operation: RestOperationContract): Claim {
    const parameters = operation.params.properties.map((property): Entry => {
      const place = operation.places.find(({ name }) => name === property.name)?.in;
      const says = `${fieldSays(property.required)}, ${place}`;
      return [`parameter ${property.name}`, claim(says, [["type", this.#type(property.shape)]])];
    });
    return claim(`${operation.method} ${operation.path}`, [
      ["credentials", claim(operation.permission === "none" ? "none" : "needed")],
      ["answer", this.#answer(operation)],
      ...parameters,
    ]);
  }

  models(): Entry[] {
    for (const [name, { shape }] of this.#contract.components) {
      if (isModel(shape)) this.#models.set(typeName(name), shape);
    }
    const claims = new Map<string, Claim>();
    // Reading one model can bring up another; a map that grows while it is walked visits what is added.
    for (const [name, shape] of this.#models) claims.set(name, this.#model(name, shape));
    return [...claims, ...this.#nullables].map(([name, model]): Entry => [`model ${name}`, model]);
  }

  /** The success and the error envelopes that come with the same status. */
  #answer({ result, errors }: RestOperationContract): Claim {
    if (errors.length === 0) return this.#type(result);
    const pointer = result.source.pointer.replace(/\/oneOf\/\d+$/, "");
    const variants: UnionShape = {
      kind: "union",
      source: { file: result.source.file, pointer },
      doc: { notes: {} },
      variants: [result, ...errors],
      exclusive: true,
      open: false,
    };
    return this.#type(variants);
  }

  #model(name: string, shape: Shape): Claim {
    const entries: Entry[] = [["name", claim(name)]];
    switch (shape.kind) {
      case "enum":
        return claim("enum", [...entries, ...enumEntries(shape.values)]);
      case "const":
        return claim("enum", [...entries, ...enumEntries([shape.value as string | number])]);
      case "object": {
        const fields = shape.properties.map(
          (property): Entry => [
            `field ${property.name}`,
            claim(fieldSays(property.required), [["type", this.#type(property.shape)]]),
          ],
        );
        const rest: Entry[] =
          typeof shape.additional === "string" ? [] : [["values", this.#held(shape.additional)]];
        return claim("object", [...entries, ...fields, ...rest]);
      }
      case "union": {
        const variants = shape.variants.filter((variant) => variant.kind !== "null");
        const [only] = variants;
        if (variants.length === 1 && only) return this.#model(name, only);
        // The members of `type: [string, object]` stand where their union stands; the name there is the union's.
        const own = (variant: Shape): boolean => variant.source.pointer !== shape.source.pointer;
        return claim("union", [
          ...entries,
          ...unionEntries(variants.map((variant) => this.#type(variant, { named: own(variant) }))),
        ]);
      }
      default:
        throw new Error(`${name} is no model`);
    }
  }

  #type(shape: Shape, { nullable = false, named = true } = {}): Claim {
    const bare = withoutNull(shape);
    if (bare !== shape) return this.#type(bare, { nullable: true });
    const name = named ? this.#nameOf(shape) : undefined;
    if (name !== undefined) {
      this.#models.set(name, shape);
      return typeClaim(`model ${name}`, nullable);
    }
    switch (shape.kind) {
      case "any":
        return ANY;
      case "null":
        return typeClaim("null", true);
      case "boolean":
      case "number":
        return typeClaim(shape.kind, nullable);
      case "string":
        return typeClaim(isDate(shape.format) ? "date" : "string", nullable);
      case "enum":
        return typeClaim("enum", nullable, enumEntries(shape.values));
      case "const":
        return typeof shape.value === "boolean"
          ? typeClaim("boolean", nullable)
          : typeClaim("enum", nullable, enumEntries([shape.value]));
      case "array":
        return typeClaim("array", nullable, [["items", this.#held(shape.items)]]);
      case "tuple":
        return typeClaim("array", nullable, [["items", this.#tupleItems([...shape.items, shape.rest])]]);
      case "object":
        return typeof shape.additional === "string"
          ? typeClaim("object", nullable)
          : typeClaim("map", nullable, [["values", this.#held(shape.additional)]]);
      case "union":
        return unionClaim(
          shape.variants.map((variant) => this.#type(variant)),
          nullable,
        );
      case "ref": {
        const target = this.#contract.components.get(shape.name)?.shape;
        if (!target) throw new Error(`nothing is known of the component ${shape.name}`);
        return isModel(target)
          ? typeClaim(`model ${typeName(shape.name)}`, nullable)
          : this.#type(target, { nullable });
      }
    }
  }

  /** What a list or a map holds. */
  #held(shape: Shape): Claim {
    const { file, pointer } = shape.source;
    const name = file === this.#contract.file ? this.#given.nullables.get(pointer) : undefined;
    const held = this.#spelledOut(shape);
    const bare = withoutNull(held);
    if (name === undefined || bare === held) return this.#type(shape);
    const variants = [this.#type(bare), typeClaim("null", true)];
    this.#nullables.set(name, claim("union", [["name", claim(name)], ...unionEntries(variants)]));
    return typeClaim(`model ${name}`, false);
  }

  /** The shape of a component that is no model in place of the reference to it. */
  #spelledOut(shape: Shape): Shape {
    const target = shape.kind === "ref" ? this.#contract.components.get(shape.name)?.shape : undefined;
    return target && !isModel(target) ? this.#spelledOut(target) : shape;
  }

  /** OpenAPI 3.0 has no tuples: any item may stand anywhere. */
  #tupleItems(items: readonly (Shape | undefined)[]): Claim {
    const claims = items
      .filter((item) => item !== undefined && item.kind !== "any")
      .map((item) => this.#type(item as Shape));
    const distinct = [...new Map(claims.map((item) => [item.says, item])).values()];
    return distinct.length === 1 && distinct[0] ? distinct[0] : unionClaim(distinct, false);
  }

  #nameOf({ kind, source: { file, pointer } }: Shape): string | undefined {
    // The members of `type: [string, integer]` stand where their union stands, and were not moved.
    if (file !== this.#contract.file || !MOVABLE.has(kind)) return undefined;
    // A parameter's shape names the parameter as its source, the conversion its schema.
    return this.#given.names.get(pointer) ?? this.#given.names.get(`${pointer}/schema`);
  }
}

const MOVABLE: ReadonlySet<Shape["kind"]> = new Set(["object", "union", "enum", "const"]);

/** The shape itself if null is none of its variants. */
function withoutNull(shape: Shape): Shape {
  if (shape.kind !== "union") return shape;
  const variants = shape.variants.filter((variant) => variant.kind !== "null");
  if (variants.length === shape.variants.length) return shape;
  const [only] = variants;
  return variants.length === 1 && only ? only : { ...shape, variants };
}

/** Objects with fields, enumerations and unions get a type of their own in the other client; all else stands in place. */
function isModel(shape: Shape): boolean {
  if (shape.kind === "object") return shape.properties.length > 0;
  if (shape.kind === "const") return typeof shape.value !== "boolean";
  if (shape.kind !== "union") return shape.kind === "enum";
  const variants = shape.variants.filter((variant) => variant.kind !== "null");
  return variants.length > 1 || variants.every(isModel);
}

function isDate(format: string | undefined): boolean {
  return format === "date-time" || format === "date";
}
