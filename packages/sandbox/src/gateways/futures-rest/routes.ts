import type { FuturesHandler } from "./handler.ts";

export interface Route {
  readonly handler: FuturesHandler;
  /** What stands where the path has parameters, decoded. */
  readonly path: Readonly<Record<string, string>>;
}

interface Pattern {
  readonly handler: FuturesHandler;
  readonly segments: readonly string[];
  readonly parameters: number;
}

/** Finds the operation of a request by method and path, as the descriptors spell them. */
export class Routes {
  readonly #byMethod = new Map<string, Pattern[]>();
  readonly #byName = new Map<string, FuturesHandler>();

  constructor(handlers: readonly FuturesHandler[]) {
    for (const handler of handlers) {
      const { method, name, server, path } = handler.descriptor;
      this.#byName.set(name, handler);
      const segments = `${new URL(server).pathname}${path}`.split("/");
      const parameters = segments.filter(isParameter).length;
      const patterns = this.#byMethod.get(method) ?? [];
      patterns.push({ handler, segments, parameters });
      // A path that is written out goes before one with a parameter in its place.
      this.#byMethod.set(
        method,
        patterns.sort((a, b) => a.parameters - b.parameters),
      );
    }
  }

  /** The operation whose descriptor has this name. */
  named(name: string): FuturesHandler | undefined {
    return this.#byName.get(name);
  }

  find(method: string, path: string): Route | undefined {
    const given = path.split("/");
    for (const { handler, segments } of this.#byMethod.get(method) ?? []) {
      if (segments.length !== given.length) continue;
      const values = match(segments, given);
      if (values !== undefined) return { handler, path: values };
    }
    return undefined;
  }
}

function match(segments: readonly string[], given: readonly string[]): Record<string, string> | undefined {
  const values: Record<string, string> = {};
  for (const [i, segment] of segments.entries()) {
    const part = given[i] ?? "";
    if (!isParameter(segment)) {
      if (segment !== part) return undefined;
      continue;
    }
    const value = decoded(part);
    if (value === undefined || value === "") return undefined;
    values[segment.slice(1, -1)] = value;
  }
  return values;
}

function isParameter(segment: string): boolean {
  return segment.startsWith("{");
}

function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}
