import type { Direction } from "../../contract/direction.ts";
import { fileName, symbolName, typeName } from "../../contract/names.ts";
import { reach } from "../../contract/reach.ts";
import type { RestContract, RestOperationContract } from "../../contract/rest.ts";
import { SpecError } from "../../contract/source.ts";
import { checkName } from "../check.ts";

/** What generated files import or take from the language; a declaration of the same name would hide it. */
const TAKEN_TYPES = new Set([
  "Fault",
  "RestOperation",
  "OrderOperation",
  "BatchOperation",
  "PagedOperation",
  "Record",
  "Array",
]);
const TAKEN_VALUES = new Set(["fault", "within", "checkParams", "checkResult", "errorCodes"]);

/** A component as one direction reads it. One that both directions reach is declared twice. */
export interface ComponentUse {
  readonly component: string;
  readonly direction: Direction;
}

/** Which declarations a contract becomes, and what each is called. */
export class Naming {
  readonly uses: readonly ComponentUse[];
  readonly #both: ReadonlySet<string>;

  /** @throws SpecError when two declarations would get the same name. */
  constructor({ operations, components, file }: RestContract) {
    const sent = reach(
      operations.map(({ params }) => params),
      components,
    );
    const received = reach(
      operations.map(({ result }) => result),
      components,
    );
    this.#both = new Set([...sent].filter((name) => received.has(name)));
    this.uses = [
      ...[...received].map((component): ComponentUse => ({ component, direction: "inbound" })),
      ...[...sent].map((component): ComponentUse => ({ component, direction: "outbound" })),
    ];
    const owners = new Map<string, string>();
    const claim = (name: string, owner: string, pointer: string): void => {
      const other = owners.get(name.toLowerCase());
      if (other !== undefined) {
        throw new SpecError({ file, pointer }, `${owner} and ${other} would both be declared as ${name}`);
      }
      owners.set(name.toLowerCase(), owner);
    };
    for (const use of this.uses) {
      claim(this.type(use), use.component, `/components/schemas/${use.component}`);
    }
    for (const operation of operations) {
      for (const name of [this.params(operation), this.result(operation)]) {
        claim(name, operation.name, operation.source.pointer);
      }
    }
  }

  type({ component, direction }: ComponentUse): string {
    const name = typeName(component);
    if (direction === "outbound" && this.#both.has(component)) return `${name}Input`;
    return TAKEN_TYPES.has(name) ? `${name}_` : name;
  }

  check(use: ComponentUse): string {
    return checkName(this.type(use));
  }

  /** Base name of a component's file, without extension. */
  file(use: ComponentUse): string {
    return fileName(this.type(use));
  }

  descriptor(operation: RestOperationContract): string {
    const name = symbolName(operation.name);
    return TAKEN_VALUES.has(name) ? `${name}_` : name;
  }

  params(operation: RestOperationContract): string {
    return `${typeName(operation.name)}Params`;
  }

  result(operation: RestOperationContract): string {
    return `${typeName(operation.name)}Result`;
  }

  operationFile(operation: RestOperationContract): string {
    return fileName(operation.name);
  }
}
