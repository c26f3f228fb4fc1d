import { readAsyncApi } from "../../read/asyncapi.ts";
import { readFixDictionary } from "../../read/fix-dictionary.ts";
import { readOpenApi } from "../../read/openapi.ts";
import { targets } from "../../targets.ts";
import { fixSubjects } from "./fix.ts";
import { restSubjects } from "./rest.ts";
import type { Subject } from "./subject.ts";
import { webSocketSubjects } from "./web-socket.ts";

/** What each target is generated from; of several made of one spec the first gives the name. */
const FILES: ReadonlyMap<string, string> = new Map(
  targets
    .filter(({ spec }, index) => targets.findIndex((other) => other.spec === spec) === index)
    .map(({ name, spec }) => [name, spec]),
);

/** The subjects of the specs below a folder. A spec is read when it is first asked for. */
export class OurSpecs {
  readonly #root: string;
  readonly #read = new Map<string, readonly Subject[]>();

  constructor(root: string) {
    this.#root = root;
  }

  of(apis: Iterable<string>): Subject[] {
    return [...apis].flatMap((api) => {
      const known = this.#read.get(api) ?? this.#subjects(api);
      this.#read.set(api, known);
      return known;
    });
  }

  /** Those of all REST interfaces. */
  rest(): Subject[] {
    return this.of([...FILES].filter(([, file]) => isOpenApi(file)).map(([api]) => api));
  }

  all(): Subject[] {
    return this.of(FILES.keys());
  }

  #subjects(api: string): Subject[] {
    const file = FILES.get(api);
    if (file === undefined)
      throw new Error(`no spec is called "${api}"; there are ${[...FILES.keys()].join(", ")}`);
    if (isOpenApi(file)) return restSubjects(api, readOpenApi(this.#root, file));
    if (file.endsWith(".xml")) return fixSubjects(api, readFixDictionary(this.#root, file));
    return webSocketSubjects(this.#root, api, readAsyncApi(this.#root, file));
  }
}

function isOpenApi(file: string): boolean {
  return file.endsWith(".yaml") && !file.endsWith("asyncapi.yaml");
}
