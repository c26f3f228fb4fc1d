/** Where a node of the contract is written. */
export interface Source {
  /** Path of the spec file, relative to the repository root, with forward slashes. */
  readonly file: string;
  /** JSON pointer into a YAML or JSON file; an XPath into an XML one. */
  readonly pointer: string;
}

export function sourceText(source: Source): string {
  return `${source.file}#${source.pointer}`;
}

/** The same place, one or more steps deeper. */
export function inside(source: Source, ...steps: readonly (string | number)[]): Source {
  return {
    file: source.file,
    pointer: source.pointer + steps.map((step) => `/${escapeStep(String(step))}`).join(""),
  };
}

/** A JSON pointer step: `~` and `/` escaped by RFC 6901. */
export function escapeStep(step: string): string {
  return step.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** A spec that cannot be read as a contract. Names the file, the place in it and the reason; nothing is written. */
export class SpecError extends Error {
  override readonly name = "SpecError";
  readonly source: Source;
  readonly reason: string;

  constructor(source: Source, reason: string, line?: number) {
    super(`${source.file}${line === undefined ? "" : `:${line}`}#${source.pointer || "/"}: ${reason}`);
    this.source = source;
    this.reason = reason;
  }
}
