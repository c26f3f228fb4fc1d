import { typeName } from "../contract/names.ts";
import type { Components, Shape } from "../contract/shape.ts";
import { CheckWriter } from "./check-writer.ts";

export interface EmittedCheck {
  /** The function's text, with a line break at its end. */
  readonly code: string;
  /** Names of the components whose checks it calls. */
  readonly calls: ReadonlySet<string>;
  /** What it needs from @x/core besides `Fault`: `fault`, `within`. */
  readonly imports: ReadonlySet<string>;
}

/** `CancelEvent` is checked by `checkCancelEvent`. */
export function checkName(name: string): string {
  return `check${typeName(name)}`;
}

/**
 * Straight-line code that holds a value to a shape and returns the first fault in document order. Anonymous shapes are
 * written in place; components are called, so one operation's bundle carries its own checks and no interpreter.
 */
export function emitCheck(
  name: string,
  shape: Shape,
  options: {
    readonly formats: boolean;
    readonly components: Components;
    readonly nameOf?: (component: string) => string;
  },
): EmittedCheck {
  const writer = new CheckWriter({ nameOf: checkName, ...options });
  writer.value(shape, "v", []);
  const code = [
    `export function ${name}(v: any): Fault | undefined {`,
    ...writer.lines,
    "  return undefined;",
    "}",
    "",
  ].join("\n");
  return { code, calls: writer.calls, imports: writer.imports };
}
