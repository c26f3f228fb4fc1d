import type { TypesVerdict } from "../../verdict.ts";

/** A small program of a consumer, written for one side of the contract. */
export interface Program {
  /** What it means for users when it stops compiling. */
  readonly proves: Exclude<TypesVerdict, "none">;
  /** An exhaustive program over a union that the types do not leave open. */
  readonly closed: boolean;
  /** Exported symbols it imports, as `Name` or, for a value, as `value name`. */
  readonly imports: readonly string[];
  readonly body: string;
}

/** The program as a file that imports what it needs from a module. */
export function programText({ imports, body }: Program, module: string): string {
  const names = imports.map((name) => (name.startsWith("value ") ? name.slice(6) : `type ${name}`));
  return `import { ${names.join(", ")} } from ${JSON.stringify(module)};\n${body}`;
}
