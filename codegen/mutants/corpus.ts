import { readFileSync } from "node:fs";
import { dirname, join, posix } from "node:path";
import type { Json } from "../src/contract/shape.ts";
import { SpecError } from "../src/contract/source.ts";
import { filesBelow } from "../src/disk.ts";
import { type Random, seeded } from "../src/drift/random.ts";
import { type Offering, surfaceOf } from "../src/drift/sides.ts";
import { Documents, type GivenFiles } from "../src/read/document.ts";
import { type Target, targets } from "../src/targets.ts";
import { apiOperators, fixOperators, schemaOperators, socketOperators } from "./operators/all.ts";
import { withSpareField } from "./operators/fix.ts";
import type { FileContext, Files, Node, Operator } from "./operators/operator.ts";
import { schemasOf } from "./sites.ts";
import { specimens } from "./specimens.ts";

/** One place where one operator can change one file of one target's spec. */
export interface Site {
  readonly target: string;
  readonly file: string;
  readonly operator: string;
  readonly noop: boolean;
  /** Changes the file's document, or the text of a dictionary; nothing where it cannot. */
  readonly apply: (document: Json, files: Files) => Json | undefined;
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
  readonly #targets: readonly Target[];
  readonly #documents: Documents;
  /** Every file of the specs, read once. */
  readonly #given: Map<string, Json>;
  readonly #bases = new Map<string, Offering>();

  constructor(root: string, chosen: readonly Target[]) {
    this.#root = root;
    this.#targets = chosen.filter(({ offers }) => offers !== undefined);
    const dictionaries = this.#targets.filter(({ spec }) => spec.endsWith(".xml"));
    this.#given = new Map(
      dictionaries.map(({ spec }) => [spec, withSpareField(readFileSync(join(root, spec), "utf8"))]),
    );
    this.#documents = new Documents(root, this.#given);
  }

  /** The contracts that the packages are made of. */
  static specs(root: string): Corpus {
    return new Corpus(root, targets);
  }

  /** The contracts in which every row of the rule table has its place. */
  static specimens(root: string): Corpus {
    return new Corpus(root, specimens);
  }

  /** Every place at which an operator can change something, in an order that a seed decides. */
  async sites(seed: number): Promise<Site[]> {
    const sites: Site[] = [];
    for (const target of this.#targets) {
      for (const file of await this.#filesOf(target)) {
        this.#given.set(file, this.#documents.load(file).value);
        sites.push(...this.#sitesIn(target, file));
      }
    }
    return shuffled(sites, seeded(seed));
  }

  /** Reads a spec with the changes of the sites, one after the other; nothing where that is no spec any more. */
  mutant(sites: readonly Site[]): Mutant | undefined {
    const [first] = sites;
    if (first === undefined) return undefined;
    const before = this.base(first.target);
    const given = new Map(this.#given);
    const load = (file: string): Json => structuredClone(given.get(file) ?? this.#documents.load(file).value);
    for (const { file, apply } of sites) {
      const document = apply(load(file), {
        open: (path) => {
          const name = posix.join(posix.dirname(file), path);
          const opened = load(name);
          given.set(name, opened);
          return opened;
        },
        add: (path, added: Json) => given.set(posix.join(posix.dirname(file), path), added),
      });
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
    const target = this.#targets.find((candidate) => candidate.name === name);
    if (target?.offers === undefined) throw new Error(`no target ${name}`);
    const contract = target.offers.read(this.#root, target.spec, given);
    return { target, offer: target.offers, contract, surface: surfaceOf(contract, name, target.offers) };
  }

  async #filesOf({ spec }: Target): Promise<string[]> {
    if (!spec.endsWith("asyncapi.yaml")) return [spec];
    const folder = dirname(spec);
    const files = await filesBelow(join(this.#root, folder));
    const schemas = [...files.keys()].filter((file) => file.endsWith(".schema.json"));
    return [spec, ...schemas.map((file) => posix.join(folder, file))];
  }

  #sitesIn({ name: target }: Target, file: string): Site[] {
    const site = ({ name: operator, noop = false }: Operator, apply: Site["apply"]): Site => ({
      target,
      file,
      operator,
      noop,
      apply,
    });
    const { value } = this.#documents.load(file);
    if (file.endsWith(".xml")) {
      const text = value as string;
      return fixOperators.flatMap((operator) =>
        numbered(operator.places(text)).map((place) =>
          site(operator, (copy) => {
            const changed = operator.edit(copy as string, place);
            return changed === copy ? undefined : changed;
          }),
        ),
      );
    }
    const document = value as Node;
    const whole = document.openapi ? apiOperators : document.asyncapi ? socketOperators : [];
    const schemas = schemasOf(document);
    return [
      ...whole.flatMap((operator) =>
        numbered(operator.places(document)).map((place) =>
          site(operator, (copy, files) => (operator.edit(copy, place, files) ? copy : undefined)),
        ),
      ),
      ...schemaOperators.flatMap((operator) =>
        schemas.flatMap((schema, index) => {
          const random = (): Random => seeded(index * 13 + 1);
          if (!operator.edit(structuredClone(schema), random(), context(document, file))) return [];
          return [
            site(operator, (copy) =>
              operator.edit(schemasOf(copy)[index], random(), context(copy, file)) ? copy : undefined,
            ),
          ];
        }),
      ),
    ];
  }
}

function numbered(count: number): number[] {
  return Array.from({ length: count }, (_, place) => place);
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
