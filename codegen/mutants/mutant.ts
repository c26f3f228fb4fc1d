import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Json } from "../src/contract/shape.ts";
import { SpecError } from "../src/contract/source.ts";
import { filesBelow } from "../src/disk.ts";
import { type Random, seeded } from "../src/drift/random.ts";
import { type Offering, surfaceOf } from "../src/drift/sides.ts";
import { Documents, type GivenFiles } from "../src/read/document.ts";
import { type Target, targets } from "../src/targets.ts";
import { fixOperators, withSpareField } from "./operators/fix.ts";
import type { FileContext, Node } from "./operators/operator.ts";
import { restOperators } from "./operators/rest.ts";
import { schemaOperators } from "./operators/schema.ts";
import { schemasOf } from "./sites.ts";

/** One place where one operator can change one file of one target's spec. */
export interface Site {
  readonly target: string;
  readonly file: string;
  readonly operator: string;
  readonly noop: boolean;
  /** Changes the file's document, or the text of a dictionary; nothing where it cannot. */
  readonly apply: (document: Json) => Json | undefined;
}

/** A spec with one or two changes, read. */
export interface Mutant {
  readonly sites: readonly Site[];
  readonly before: Offering;
  readonly after: Offering;
}

/** The specs as mutants start from them. */
export class Corpus {
  readonly #root: string;
  readonly #documents: Documents;
  readonly #given: GivenFiles;
  readonly #bases = new Map<string, Offering>();

  constructor(root: string) {
    this.#root = root;
    const dictionary = "specs/fix/kraken-fix44.xml";
    this.#given = new Map([[dictionary, withSpareField(readFileSync(join(root, dictionary), "utf8"))]]);
    this.#documents = new Documents(root, this.#given);
  }

  /** Every place at which an operator can change something, in an order that a seed decides. */
  async sites(seed: number): Promise<Site[]> {
    const sites: Site[] = [];
    for (const target of targets) {
      if (target.offers === undefined) continue;
      for (const file of await this.#filesOf(target)) sites.push(...this.#sitesIn(target, file));
    }
    return shuffled(sites, seeded(seed));
  }

  /** Reads a spec with the changes of the sites, one after the other; nothing where that is no spec any more. */
  mutant(sites: readonly Site[]): Mutant | undefined {
    const [first] = sites;
    if (first === undefined) return undefined;
    const before = this.base(first.target);
    const given = new Map(this.#given);
    for (const { file, apply } of sites) {
      const document = apply(structuredClone(given.get(file) ?? this.#documents.load(file).value));
      if (document === undefined) return undefined;
      given.set(file, document);
    }
    try {
      return { sites, before, after: this.#read(first.target, given) };
    } catch (error) {
      if (error instanceof SpecError) return undefined;
      throw error;
    }
  }

  base(target: string): Offering {
    const known = this.#bases.get(target) ?? this.#read(target, this.#given);
    this.#bases.set(target, known);
    return known;
  }

  #read(name: string, given: GivenFiles): Offering {
    const target = targets.find((candidate) => candidate.name === name);
    if (target?.offers === undefined) throw new Error(`no target ${name}`);
    const contract = target.offers.read(this.#root, target.spec, given);
    return { target, offer: target.offers, contract, surface: surfaceOf(contract, name, target.offers) };
  }

  async #filesOf({ spec }: Target): Promise<string[]> {
    if (!spec.endsWith("asyncapi.yaml")) return [spec];
    const folder = dirname(spec);
    const files = await filesBelow(join(this.#root, folder));
    return [...files.keys()]
      .filter((file) => file.endsWith(".schema.json"))
      .map((file) => posix.join(folder, file));
  }

  #sitesIn({ name: target }: Target, file: string): Site[] {
    const site = (
      operator: { readonly name: string; readonly noop?: boolean },
      apply: Site["apply"],
    ): Site => ({
      target,
      file,
      operator: operator.name,
      noop: operator.noop ?? false,
      apply,
    });
    if (file.endsWith(".xml")) {
      const places = Array.from({ length: 24 }, (_, place) => place);
      return fixOperators.flatMap((operator) =>
        places.map((place) =>
          site(operator, (text) => {
            const changed = operator.edit(text as string, seeded(place * 97 + 5));
            return changed === text ? undefined : changed;
          }),
        ),
      );
    }
    const document = this.#documents.load(file).value;
    const isApi = (document as Node).openapi !== undefined;
    const whole = restOperators.flatMap((operator) =>
      Array.from({ length: isApi ? 8 : 0 }, (_, place) =>
        site(operator, (copy) => (operator.edit(copy, seeded(place * 31 + 7)) ? copy : undefined)),
      ),
    );
    const schemas = schemasOf(document);
    const inSchemas = schemaOperators.flatMap((operator) =>
      schemas.flatMap((schema, index) => {
        const random = (): Random => seeded(index * 13 + 1);
        if (!operator.edit(structuredClone(schema), random(), context(document, file))) return [];
        return [
          site(operator, (copy) =>
            operator.edit(schemasOf(copy)[index], random(), context(copy, file)) ? copy : undefined,
          ),
        ];
      }),
    );
    return [...whole, ...inSchemas];
  }
}

function context(document: Json, file: string): FileContext {
  return {
    document,
    file,
    resolve: (ref) =>
      ref.startsWith("#/")
        ? ref
            .slice(2)
            .split("/")
            .reduce<Node>((node, step) => node?.[step], document)
        : undefined,
  };
}

/**
 * As many sites as asked for, every operator having its turn before any has its next: rare changes count as much as
 * those that fit everywhere.
 */
export function spread(sites: readonly Site[], count: number): Site[] {
  const byOperator = new Map<string, Site[]>();
  for (const site of sites) byOperator.set(site.operator, [...(byOperator.get(site.operator) ?? []), site]);
  const chosen: Site[] = [];
  for (let round = 0; chosen.length < count; round++) {
    const left = [...byOperator.values()].flatMap((own) => own[round] ?? []);
    if (left.length === 0) break;
    chosen.push(...left.slice(0, count - chosen.length));
  }
  return chosen;
}

export function shuffled<T>(list: readonly T[], random: Random): T[] {
  const copy = [...list];
  for (let index = copy.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [copy[index], copy[other]] = [copy[other] as T, copy[index] as T];
  }
  return copy;
}
