import { stripTypeScriptTypes } from "node:module";
import { type Check, deeper, fault, stray, within } from "@x/core";
import { reach } from "../../../contract/reach.ts";
import { checkName, emitCheck } from "../../../emit/check.ts";
import type { Reading } from "./readings.ts";

const CORE = { fault, within, stray, deeper };

/** Compiles the check that the generator emits for a shape and for every component it reaches. */
export function compileCheck({ shape, components }: Reading, formats: boolean): Check {
  const options = { formats, components };
  const code = [emitCheck("checkRoot", shape, options).code];
  for (const name of reach([shape], components)) {
    const component = components.get(name);
    if (component) code.push(emitCheck(checkName(name), component.shape, options).code);
  }
  const body = stripTypeScriptTypes(code.join("\n").replaceAll(/^export /gm, ""));
  return new Function(...Object.keys(CORE), `"use strict";\n${body}\nreturn checkRoot;`)(
    ...Object.values(CORE),
  ) as Check;
}
