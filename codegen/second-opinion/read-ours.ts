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
import { ANY } from "./read-type.ts";

/**
 * What our side says: the contract that everything is emitted from, brought into the form of the other client.
 *
 * @param names names that the conversion gave to schemas without one, by JSON pointer
 */
export function readOurs(contract: RestContract, names: ReadonlyMap<string, string>): Claim {
  const reader = new ContractReader(contract, names);
  const operations = contract.operations.map(
    (operation): Entry => [`operation ${symbolName(operation.name)}`, reader.operation(operation)],
  );
  return claim("api", [
    ["server", claim([...new Set(contract.operations.map(({ server }) => server))].join(" "))],
    ...operations,
    ...reader.models(),
  ]);
}

class ContractReader {
  readonly #contract: RestContract;
  readonly #names: ReadonlyMap<string, string>;
  /** Models met on the way; a claim is made of each once. */
  readonly #models = new Map<string, Shape>();

  constructor(contract: RestContract, names: ReadonlyMap<string, string>) {
    this.#contract = contract;
    this.#names = names;
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
    return [...claims].map(([name, model]): Entry => [`model ${name}`, model]);
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
          typeof shape.additional === "string" ? [] : [["values", this.#type(shape.additional)]];
        return claim("object", [...entries, ...fields, ...rest]);
      }
      case "union": {
        const variants = shape.variants.filter((variant) => variant.kind !== "null");
        const [only] = variants;
        if (variants.length === 1 && only) return this.#model(name, only);
        return claim("union", [...entries, ...unionEntries(variants.map((variant) => this.#type(variant)))]);
      }
      default:
        throw new Error(`${name} is no model`);
    }
  }

  #type(shape: Shape, nullable = false): Claim {
    if (shape.kind === "union" && shape.variants.some((variant) => variant.kind === "null")) {
      const variants = shape.variants.filter((variant) => variant.kind !== "null");
      const [only] = variants;
      return this.#type(variants.length === 1 && only ? only : { ...shape, variants }, true);
    }
    const name = this.#nameOf(shape);
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
        return typeClaim("array", nullable, [["items", this.#type(shape.items)]]);
      case "tuple":
        return typeClaim("array", nullable, [["items", this.#tupleItems([...shape.items, shape.rest])]]);
      case "object":
        return typeof shape.additional === "string"
          ? typeClaim("object", nullable)
          : typeClaim("map", nullable, [["values", this.#type(shape.additional)]]);
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
          : this.#type(target, nullable);
      }
    }
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
    return this.#names.get(pointer) ?? this.#names.get(`${pointer}/schema`);
  }
}

const MOVABLE: ReadonlySet<Shape["kind"]> = new Set(["object", "union", "enum", "const"]);

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
