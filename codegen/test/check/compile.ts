import { stripTypeScriptTypes } from "node:module";
import { type Check, deeper, type Fault, fault, stray, within } from "@x/core";
import { type Direction, directed } from "../../src/contract/direction.ts";
import { reach } from "../../src/contract/reach.ts";
import type { Components, Shape } from "../../src/contract/shape.ts";
import { checkName, emitCheck } from "../../src/emit/check.ts";

/** Compiles the emitted check of a shape and of every component it reaches, as one module would hold them. */
export function compileCheck(shape: Shape, components: Components, direction: Direction): Check {
  const options = { formats: direction === "outbound", components };
  const code = [emitCheck("checkRoot", directed(shape, direction, components), options).code];
  for (const name of reach([shape], components)) {
    const component = components.get(name);
    if (component)
      code.push(emitCheck(checkName(name), directed(component.shape, direction, components), options).code);
  }
  const body = stripTypeScriptTypes(code.join("\n").replaceAll(/^export /gm, ""));
  const core = { fault, within, stray, deeper };
  return new Function(...Object.keys(core), `"use strict";\n${body}\nreturn checkRoot;`)(
    ...Object.values(core),
  ) as (value: unknown) => Fault | undefined;
}
