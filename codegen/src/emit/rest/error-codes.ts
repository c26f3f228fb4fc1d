import type { RestContract } from "../../contract/rest.ts";
import { docComment } from "../doc-comment.ts";
import type { GeneratedFile } from "../file.ts";
import { literal } from "../predicate.ts";
import { SourceFile } from "./source-file.ts";

/** The exchange's error codes as values and as a union; nothing when the spec lists none. */
export function emitErrorCodes({ components, errorCodes }: RestContract): GeneratedFile | undefined {
  const shape = errorCodes === undefined ? undefined : components.get(errorCodes)?.shape;
  if (shape?.kind !== "enum") return undefined;
  const file = new SourceFile("errors.ts", shape.source);
  const values = shape.values.map((value) => `  ${literal(value)},\n`).join("");
  file.declare(`${docComment(shape.doc, shape.source)}export const errorCodes = [\n${values}] as const;\n`);
  const doc = { description: "One of {@link errorCodes}.", notes: {} };
  file.declare(`${docComment(doc, shape.source)}export type ErrorCode = (typeof errorCodes)[number];\n`);
  return file.print();
}
