import type { Known } from "@x/core";
import { directed } from "../../src/contract/direction.ts";
import { reach } from "../../src/contract/reach.ts";
import type { Components, Shape } from "../../src/contract/shape.ts";
import { knownName } from "../../src/emit/check.ts";
import { emitKnown } from "../../src/emit/known.ts";

/** The emitted table of a shape, with those of every component it reaches, as a value. */
export function compileKnown(shape: Shape, components: Components): Known {
  const lines: string[] = [];
  const declared = new Set<string>();
  const declare = (name: string): void => {
    const component = components.get(name);
    if (component === undefined || declared.has(name)) return;
    declared.add(name);
    const { code, refers } = emitKnown(directed(component.shape, "inbound", components), components);
    for (const other of refers) declare(other);
    lines.push(`const ${knownName(name)} = ${code};`);
  };
  for (const name of reach([shape], components)) declare(name);
  const { code } = emitKnown(directed(shape, "inbound", components), components);
  return new Function(`"use strict";\n${lines.join("\n")}\nreturn ${code};`)() as Known;
}
